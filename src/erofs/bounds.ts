/**
 * Where the contents of a file lie, as far as its inode tells: whoever reads ahead of a reader
 * of the file then stops at its end, instead of fetching what belongs to its neighbour.
 */
import { findingOf } from "../base/errors";
import type { Range } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import type { Image } from "./image";
import type { Inode } from "./inode";
import type { ExtentMap } from "./map/extent";
import { extentAt } from "./map/open";
import { isCompressed, LAYOUT } from "./structs/inode";

/** Smaller files have been read before anybody reads ahead, bytes. */
const WORTH = 128 << 10;

/** The image for a reader of this file's contents. Nothing it can read changes. */
export async function stayInside(
	image: Image,
	inode: Inode,
	map: ExtentMap,
	signal?: AbortSignal,
): Promise<Image> {
	const { source } = image.primary;
	if (inode.size < WORTH || !source.within) return image;
	const run = await storedRun(inode, map, signal);
	return run ? { ...image, primary: { ...image.primary, source: source.within(run) } } : image;
}

/** The blocks of a file that lie together, usually all; undefined when that cannot be told. */
async function storedRun(
	inode: Inode,
	map: ExtentMap,
	signal?: AbortSignal,
): Promise<Range | undefined> {
	// Each chunk has a place of its own.
	if (inode.layout === LAYOUT.CHUNK_BASED) return undefined;
	try {
		const { at } = await extentAt(map, 0, signal);
		if (at?.space !== IMAGE_SPACE) return undefined;
		const stored = inode.compressedBlocks * inode.context.blockSize;
		return isCompressed(inode.layout) ? { start: at.start, end: at.start + stored } : at;
	} catch (error) {
		// Damage is found again, and told, by whoever reads there.
		if (!findingOf(error)) throw error;
		return undefined;
	}
}
