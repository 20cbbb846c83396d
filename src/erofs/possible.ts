/**
 * What an inode claims against what the image could hold. A damaged size or block count would
 * drown every sum it is part of, so sums leave such inodes out and say so.
 */
import { isDamage } from "../base/errors";
import { type Exact, larger, product, sum } from "../base/exact";
import type { Finding } from "../base/finding";
import { IMAGE_SPACE } from "../base/space";
import { exactBytes } from "../base/words";
import { DEVICE_MISSING } from "./devices";
import { fault } from "./faults";
import { type Image, sourceOf } from "./image";
import { type Inode, inodeField } from "./inode";
import { type Extent, MAX_DECODED } from "./map/extent";
import { extentAt, loadMap } from "./map/open";
import { blocksSize, storedSizes } from "./stored-size";
import { isCompressed } from "./structs/inode";

/** What of an inode's claim can be, bytes. */
export interface Possible {
	readonly size: Exact;
	readonly stored: Exact;
	/** Set when something cannot be: then it is 0 above. */
	readonly finding?: Finding;
}

/** Bytes of the primary device: as they are, or as the superblock says when that is more. */
const ownRoom = ({ primary, facts }: Image): Exact =>
	larger(primary.source.size, product(facts.blocks, facts.blockSize));

/** The same of all devices together. */
export const capacityOf = (image: Image): Exact =>
	image.devices
		.map(({ size, source }) => larger(size, source?.size ?? 0))
		.reduce(sum, ownRoom(image));

/** Whether {@link possibleOf} has to look closer, which it has not of nearly every inode. */
export const claimsMuch = (
	inode: Pick<Inode, "context" | "i_size">,
	stored: Exact,
	capacity: Exact,
): boolean => inode.context.hasData && (inode.i_size > capacity || stored > capacity);

/**
 * @param stored bytes the contents are said to occupy
 * @throws Failure `io` or `cancelled`
 */
export async function possibleOf(
	image: Image,
	inode: Inode,
	stored: Exact,
	signal?: AbortSignal,
): Promise<Possible> {
	const capacity = capacityOf(image);
	const size = inode.context.hasData ? inode.i_size : 0;
	if (!claimsMuch(inode, stored, capacity)) return { size, stored };
	if (size > capacity && !(await reachesItsEnd(image, inode, signal))) {
		return { size: 0, stored: 0, finding: tooLarge(inode, capacity) };
	}
	if (stored <= capacity) return { size, stored };
	const blocks = blocksSize(inode);
	// Nothing impossible: of very long maps it is not known how many chunks are holes, or the same,
	// and of what lies in the packed inode a share is a guess.
	if (blocks <= capacity) return { size, stored: capacity };
	return { size, stored: 0, finding: tooManyBlocks(inode, blocks, capacity) };
}

const tooLarge = (inode: Inode, capacity: Exact): Finding => ({
	...fault("inode-size-impossible"),
	...inodeField(inode, "i_size"),
	seen: exactBytes(inode.i_size),
	allowed: `at most ${exactBytes(capacity)} that are neither compressed nor a hole`,
});

const tooManyBlocks = (inode: Inode, blocks: Exact, capacity: Exact): Finding => ({
	...fault("inode-blocks-impossible"),
	...inodeField(inode, isCompressed(inode.layout) ? "blocks_lo" : "startblk_lo"),
	seen: exactBytes(blocks),
	allowed: `at most ${exactBytes(capacity)}`,
});

/** Holes and well compressed contents can be larger than all there is; then their map reaches that far. */
async function reachesItsEnd(image: Image, inode: Inode, signal?: AbortSignal): Promise<boolean> {
	try {
		const last = await extentAt(await loadMap(image, inode, signal), inode.size - 1, signal);
		return last.kind === "hole" || (last.end - last.start <= longest(last) && isThere(image, last));
	} catch (error) {
		if (!isDamage(error)) throw error;
		// A device that was not given may hold it.
		return error.info.code === DEVICE_MISSING;
	}
}

const longest = ({ kind, at }: Extent): number =>
	kind === "compressed" ? MAX_DECODED : at ? at.end - at.start : 0;

/** Or was, before the image was cut off: that says nothing of the size. */
const isThere = (image: Image, { at }: Extent): boolean =>
	at !== undefined &&
	at.end <= (at.space === IMAGE_SPACE ? ownRoom(image) : (sourceOf(image, at.space)?.size ?? 0));

/** What `storedSizes` tells, where it is possible; 0 for inodes that could not be read. */
export async function possibleSizes(
	image: Image,
	inodes: readonly (Inode | undefined)[],
	signal?: AbortSignal,
): Promise<(Exact | undefined)[]> {
	const sizes: (Exact | undefined)[] = await storedSizes(image, inodes, signal);
	const capacity = capacityOf(image);
	for (const [i, inode] of inodes.entries()) {
		const claimed = sizes[i] as Exact;
		if (!inode || !claimsMuch(inode, claimed, capacity)) continue;
		const { stored, finding } = await possibleOf(image, inode, claimed, signal);
		sizes[i] = finding ? undefined : stored;
	}
	return sizes;
}
