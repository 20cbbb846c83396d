/** How many entries and inodes a tree will have, about. */
import type { Image } from "../erofs/image";

/** Rows to begin with at most, whatever the superblock says. */
const MOST = 2 ** 20;
/** Bytes of metadata that an entry with its inode takes at least. */
const LEAST_BYTES = 32;

/** The superblock counts the inodes, perhaps rightly. */
export function expectedRows({ primary, superblock }: Image): number {
	const most = Math.min(MOST, primary.source.size / LEAST_BYTES);
	return Math.ceil(Math.min(Number(superblock.inos), most)) + 64;
}
