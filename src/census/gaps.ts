/** What of a tree could not be read. */
import { typeOfMode } from "../erofs/inode-cursor";
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
	const { form, mode, count } = inodes;
	for (let row = 0; row < count; row++) {
		const bits = form[row] as number;
		if ((bits & FORM.UNREADABLE) !== 0) unread++;
		else if (typeOfMode(mode[row] as number) === FT.DIR) known++;
		if ((bits & FORM.UNLISTED) !== 0) unlisted++;
	}
	return { inodes: unread, unlisted, closed: known - directories.count };
}
