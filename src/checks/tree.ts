/** The superblock against the tree as a whole. */
import { exact } from "../base/exact";
import { counted, countText } from "../base/words";
import { FORM } from "../census/inodes";
import type { Tree } from "../census/tree";
import { inodeField } from "../erofs/inode";
import { hasContents } from "../erofs/structs/dirent";
import { hasIncompat } from "../erofs/structs/features";
import { LAYOUT } from "../erofs/structs/inode";
import { sbField } from "../erofs/superblock";
import type { Inhabitants } from "../ownership/inhabitants";
import type { Check, RepeatedSerials } from "./check";

const UNCOUNTED = {
	severity: "note",
	text: "The superblock does not say how many inodes there are.",
	seen: "0",
} as const;

/** Files whose contents are in chunks. */
export function chunkedIn({ inodes }: Tree): number {
	let count = 0;
	for (let row = 0; row < inodes.count; row++) {
		const isChunked = inodes.layout(row) === LAYOUT.CHUNK_BASED;
		if (isChunked && !inodes.is(row, FORM.UNREADABLE) && hasContents(inodes.type(row))) count++;
	}
	return count;
}

/** Of all inodes of a tree. */
export function serialsOf(inhabitants: Inhabitants): RepeatedSerials {
	const { first, repeated } = inhabitants.tree.inodes.serials;
	return { first: first && { ...inhabitants.known(first.row), ino: first.ino }, repeated };
}

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
			// Writers before erofs-utils 1.5 do not count.
			if (claimed === 0) return [{ ...sbField("inos"), ...UNCOUNTED, allowed: String(inodes) }];
			if (claimed >= inodes && (claimed <= inodes + HIDDEN_INODES || !whole)) return undefined;
			const seen = String(claimed);
			const about = { ...sbField("inos"), seen, allowed: `${inodes} to ${inodes + HIDDEN_INODES}` };
			if (claimed < inodes) return [about];
			const text =
				"The superblock counts more inodes than the tree leads to; builds in several steps leave some behind.";
			return [{ ...about, severity: "note", text }];
		},
	},
	{
		code: "inode-ino-twice",
		on: "tree",
		severity: "note",
		text: "Another inode has the same serial number: programs that know files by it take both for one.",
		test({ serials }) {
			const { first, repeated = 0 } = serials ?? {};
			if (!first) return undefined;
			const more = repeated === 1 ? "" : `, and so of ${countText(repeated)} inodes`;
			return [
				{
					...inodeField(first, "i_ino"),
					seen: `${first.ino}${more}`,
					allowed: "a number of its own",
				},
			];
		},
	},
	{
		code: "chunk-undeclared",
		on: "tree",
		severity: "note",
		text: "Files are made of chunks, which the superblock does not declare: kernels before 5.15 mount the image and refuse the files.",
		test({ chunked = 0 }, { facts }) {
			if (chunked === 0 || hasIncompat(facts, "CHUNKED_FILE")) return undefined;
			const seen = `CHUNKED_FILE clear, ${counted(chunked, "file")} in chunks`;
			return [{ ...sbField("feature_incompat"), seen, allowed: "set" }];
		},
	},
];

export const linkChecks: readonly Check<"links">[] = [
	{
		code: "inode-nlink",
		on: "links",
		severity: "warning",
		text: "The inode counts another number of names than it has in the tree.",
		test({ inode, names, path }) {
			// 0 is told by itself.
			if (inode.nlink === names || inode.nlink === 0) return undefined;
			const about = { ...inodeField(inode, "i_nlink"), path };
			return [{ ...about, seen: String(inode.nlink), allowed: String(names) }];
		},
	},
];
