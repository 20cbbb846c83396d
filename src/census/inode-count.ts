/** The superblock's count of inodes against those that were met. */
import { exact } from "../base/exact";
import type { Finding } from "../base/finding";
import type { Image } from "../erofs/image";
import { sbField } from "../erofs/superblock";

/** Packed inode and metabox. */
const HIDDEN_INODES = 2;

/**
 * It counts all inodes: hidden ones too, and those an incremental build left behind. Fewer than
 * the tree has cannot be right; more is worth a note.
 */
export function checkInodeCount({ superblock }: Image, seen: number): Finding | undefined {
	const claimed = exact(superblock.inos);
	if (claimed >= seen && claimed <= seen + HIDDEN_INODES) return undefined;
	return {
		code: "sb-inos",
		severity: claimed < seen ? "warning" : "note",
		text:
			claimed < seen
				? "The superblock counts fewer inodes than the tree has."
				: "The superblock counts more inodes than the tree leads to; builds in several steps leave some behind.",
		...sbField("inos"),
		seen: String(claimed),
		allowed: `${seen} to ${seen + HIDDEN_INODES}`,
	};
}
