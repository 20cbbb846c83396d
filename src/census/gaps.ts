/** What of a tree could not be read. */
import { FT } from "../erofs/structs/dirent";
import { FORM } from "./inodes";
import type { Tree } from "./tree";

export interface Gaps {
	/** Inodes that cannot be read. */
	readonly inodes: number;
	/** Directories none of whose entries can be read. */
	readonly unlisted: number;
	/** Directories that were not entered. */
	readonly closed: number;
}

export function gapsOf({ inodes, directories }: Tree): Gaps {
	let unread = 0;
	let unlisted = 0;
	let known = 0;
	for (let row = 0; row < inodes.count; row++) {
		if (inodes.is(row, FORM.UNREADABLE)) unread++;
		else if (inodes.type(row) === FT.DIR) known++;
		if (inodes.is(row, FORM.UNLISTED)) unlisted++;
	}
	return { inodes: unread, unlisted, closed: known - directories.count };
}
