/** The superblock against the tree as a whole. */
import { exact } from "../base/exact";
import { sbField } from "../erofs/superblock";
import type { Check } from "./check";

/** Packed inode and metabox. */
const HIDDEN_INODES = 2;

export const treeChecks: readonly Check<"tree">[] = [
	{
		code: "sb-inos",
		on: "tree",
		severity: "warning",
		text: "The superblock counts fewer inodes than the tree has.",
		/**
		 * The superblock counts all inodes: hidden ones too, and those an incremental build left
		 * behind. Fewer than the tree has cannot be right; more is worth a note.
		 */
		test({ inodes, whole }, { superblock }) {
			const claimed = exact(superblock.inos);
			if (claimed >= inodes && (claimed <= inodes + HIDDEN_INODES || !whole)) return undefined;
			const seen = String(claimed);
			const about = { ...sbField("inos"), seen, allowed: `${inodes} to ${inodes + HIDDEN_INODES}` };
			if (claimed < inodes) return [about];
			const text =
				"The superblock counts more inodes than the tree leads to; builds in several steps leave some behind.";
			return [{ ...about, severity: "note", text }];
		},
	},
];
