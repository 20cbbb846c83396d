/**
 * How many bytes the contents of an inode occupy in the image: the figure behind every ratio.
 *
 *   flat             as many as the contents have
 *   chunked          its chunks, each once, without holes; of very long maps as many as the contents have
 *   compressed       the blocks the inode claims (format section 10), a compressed tail behind
 *                    the inode, and for what lies in the packed inode a share of its blocks
 */
import { isDamage } from "../base/errors";
import { type Exact, product, sum } from "../base/exact";
import { Missing, Resident, withBytes } from "../base/resident";
import type { Container, Image } from "./image";
import type { Inode } from "./inode";
import { chunkedSize } from "./map/chunk-size";
import { type Header, readHeader } from "./map/header";
import { openMap } from "./map/open";
import type { Facts } from "./structs/facts";
import { hasIncompat } from "./structs/features";
import { isCompressed, LAYOUT } from "./structs/inode";

/**
 * Bytes; what a damaged index keeps from being known counts as nothing.
 * @throws Failure `io` or `cancelled` from the source.
 */
export async function storedSize(image: Image, inode: Inode, signal?: AbortSignal): Promise<Exact> {
	const sizes = await storedSizes(image, [inode], signal);
	return sizes[0] as Exact;
}

/** The same for many inodes; 0 for those that could not be read. */
export async function storedSizes(
	image: Image,
	inodes: readonly (Inode | undefined)[],
	signal?: AbortSignal,
): Promise<Exact[]> {
	const sizes: Exact[] = inodes.map(() => 0);
	const homes = new Map<Container, Resident>();
	for (let done = 0; done < inodes.length; ) {
		const from = done;
		done = await withBytes(() => measure(image, inodes, sizes, from, homes), signal);
	}
	return sizes;
}

/** Fills in sizes from the inode `from` on, at least one; returns how far it came without a wait. */
function measure(
	image: Image,
	inodes: readonly (Inode | undefined)[],
	sizes: Exact[],
	from: number,
	homes: Map<Container, Resident>,
): number {
	for (let i = from; i < inodes.length; i++) {
		const inode = inodes[i];
		try {
			sizes[i] = inode ? sizeOf(image, inode, homes) : 0;
		} catch (error) {
			if (error instanceof Missing && i > from) return i;
			throw error;
		}
	}
	return inodes.length;
}

function sizeOf(image: Image, inode: Inode, homes: Map<Container, Resident>): Exact {
	const blocks = blocksSize(inode);
	if (!mayHaveMore(inode)) return blocks;
	const bytes = homes.get(inode.home) ?? new Resident(inode.home);
	homes.set(inode.home, bytes);
	return sum(blocks, moreSize(image, inode, bytes));
}

/** What the fixed part of an inode tells about the bytes its contents occupy. */
type Sized = Pick<Inode, "context" | "layout" | "startBlock" | "compressedBlocks" | "i_size">;

/** All that the inode alone tells, bytes. */
export function blocksSize(inode: Sized): Exact {
	const { blockSize, hasData } = inode.context;
	if (!hasData) return 0;
	if (isCompressed(inode.layout)) return product(inode.compressedBlocks, blockSize);
	if (inode.layout === LAYOUT.CHUNK_BASED) return 0;
	if (inode.layout === LAYOUT.FLAT_PLAIN && inode.startBlock === undefined) return 0;
	return inode.i_size;
}

/** Whether {@link moreSize} may be more than 0. */
export const mayHaveMore = ({ context, layout, i_size }: Sized): boolean =>
	context.hasData && i_size > 0 && mayHaveMoreIn(context)(layout);

/** Whether something of the contents may lie elsewhere than the inode tells, by its layout. */
export function mayHaveMoreIn(facts: Facts): (layout: number) => boolean {
	const hasTails = hasIncompat(facts, "ZTAILPACKING") || hasIncompat(facts, "FRAGMENTS");
	return (layout) => layout === LAYOUT.CHUNK_BASED || (hasTails && isCompressed(layout));
}

/**
 * Bytes that are stored of the contents besides what the inode alone tells: chunks, and what of
 * compressed contents lies behind the inode or in the packed inode; what a damaged map keeps from
 * being known counts as nothing. `bytes`: those of the inode's home.
 * @throws Missing
 */
export function moreSize(image: Image, inode: Inode, bytes: Resident): Exact {
	try {
		if (inode.layout === LAYOUT.CHUNK_BASED) return chunkedSize(image, inode, bytes);
		const header = readHeader(image, inode, bytes);
		if (header.inlineSize !== undefined) {
			// A longer one would cross a block boundary, which no reader allows.
			return header.inlineSize <= image.facts.blockSize ? header.inlineSize : 0;
		}
		const packed = packedLength(image, inode, header, bytes);
		return Math.round(packed * (image.packedDensity ?? 0));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return 0;
	}
}

/** Bytes of the contents that lie in the packed inode. */
function packedLength(image: Image, inode: Inode, header: Header, bytes: Resident): number {
	if (header.wholeFragment !== undefined) return inode.size;
	if (header.fragmentOffset === undefined) return 0;
	const tail = openMap(image, inode, bytes).at(inode.size - 1);
	return tail.kind === "fragment" ? tail.end - tail.start : 0;
}
