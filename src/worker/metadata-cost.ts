/** What reading all metadata of a remote image would fetch, as far as it can be told beforehand. */
import { clamped, exact } from "../base/exact";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { SLOT } from "../erofs/structs/facts";

/** Bytes fetched at least for a structure: remote files are read in pages. */
const PAGE = 4096;
/** Places for inodes in a page. */
const SLOTS = BigInt(PAGE / SLOT);
/** Bytes of an inode with a little behind it, and of its name, where they lie side by side. */
const LEAST = 128;

/**
 * Bytes. Inodes lie side by side, or scattered among contents; those met so far show how. More of
 * them than the root has make it better.
 */
export function metadataCost(image: Image, tree: Tree): number {
	const inodes = clamped(exact(image.superblock.inos));
	const pages = new Set<bigint>();
	const { nid, count } = tree.inodes;
	for (let row = 0; row < count; row++) pages.add(nid.big(row) / SLOTS);
	const each = count > 0 ? (pages.size * PAGE) / count : PAGE;
	return Math.min(image.primary.source.size, inodes * Math.max(LEAST, each));
}
