/**
 * How many bytes the contents of an inode occupy in the image: the figure behind every ratio.
 *
 *   flat, chunked    as many as the contents have; holes and shared chunks are not told apart
 *   compressed       the blocks the inode claims (format section 10), a compressed tail behind
 *                    the inode, and for what lies in the packed inode a share of its blocks
 */
import { isDamage } from "../base/errors";
import type { Image } from "./image";
import type { Inode } from "./inode";
import { type Header, readHeader } from "./map/header";
import { openMap } from "./map/open";
import { hasIncompat } from "./structs/features";
import { isCompressed, LAYOUT } from "./structs/inode";

/**
 * Bytes; what a damaged index keeps from being known counts as nothing.
 * @throws Failure `io` or `cancelled` from the source.
 */
export async function storedSize(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<number> {
	const blocks = blocksSize(inode);
	return mayHaveTail(image, inode) ? blocks + (await tailSize(image, inode, signal)) : blocks;
}

/** The same for many inodes, one by one; NaN for those that could not be read. */
export async function storedSizes(
	image: Image,
	inodes: readonly (Inode | undefined)[],
	signal?: AbortSignal,
): Promise<Float64Array<ArrayBuffer>> {
	const sizes = Float64Array.from(inodes, (inode) => (inode ? blocksSize(inode) : Number.NaN));
	for (const [i, inode] of inodes.entries()) {
		// No promise for the many that have no tail.
		if (!inode || !mayHaveTail(image, inode)) continue;
		sizes[i] = (sizes[i] as number) + (await tailSize(image, inode, signal));
	}
	return sizes;
}

/** All that the inode alone tells, bytes. */
function blocksSize(inode: Inode): number {
	const { blockSize, hasData } = inode.context;
	if (!hasData) return 0;
	if (isCompressed(inode.layout)) return inode.compressedBlocks * blockSize;
	if (inode.layout === LAYOUT.FLAT_PLAIN && inode.startBlock === undefined) return 0;
	return inode.size;
}

const mayHaveTail = ({ facts }: Image, { context, layout, size }: Inode): boolean =>
	context.hasData &&
	size > 0 &&
	isCompressed(layout) &&
	(hasIncompat(facts, "ZTAILPACKING") || hasIncompat(facts, "FRAGMENTS"));

async function tailSize(image: Image, inode: Inode, signal?: AbortSignal): Promise<number> {
	try {
		const header = await readHeader(image, inode, signal);
		if (header.inlineSize !== undefined) return header.inlineSize;
		const packed = await packedLength(image, inode, header, signal);
		return Math.round(packed * (image.packedDensity ?? 0));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return 0;
	}
}

/** Bytes of the contents that lie in the packed inode. */
async function packedLength(
	image: Image,
	inode: Inode,
	header: Header,
	signal?: AbortSignal,
): Promise<number> {
	if (header.wholeFragment !== undefined) return inode.size;
	if (header.fragmentOffset === undefined) return 0;
	const map = await openMap(image, inode, signal);
	const tail = await map.at(inode.size - 1, signal);
	return tail.kind === "fragment" ? tail.end - tail.start : 0;
}
