/** Directories whose entries want a closer look, by the columns of the census alone. */
import { utf8 } from "../base/text";
import { FORM } from "../census/inodes";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { FT } from "../erofs/structs/dirent";

const ODD = FORM.BLAMED | FORM.SLACK;
const ASCII_END = 0x80;

function isAscii(bytes: Uint8Array): boolean {
	for (let i = 0; i < bytes.length; i++) if ((bytes[i] as number) >= ASCII_END) return false;
	return true;
}

/**
 * @param d row of a directory whose entries could be read
 * @param hidden rows of inodes that are no files
 * @returns false only when the checks of directories find nothing
 */
export function isDoubtful(
	{ directories, entries, inodes }: Tree,
	d: number,
	hidden: readonly number[],
): boolean {
	const own = directories.inode[d] as number;
	if (inodes.is(own, ODD)) return true;
	const from = directories.first[d] as number;
	const to = directories.first[d + 1] as number;
	let below = 0;
	for (let entry = from; entry < to; entry++) {
		const inode = entries.inode[entry] as number;
		if (hidden.includes(inode)) return true;
		if (inodes.type(inode) === FT.DIR) below++;
	}
	const nlink = inodes.nlink.at(own);
	if (nlink > 1 && nlink !== 2 + below) return true;
	const start = entries.nameStart[from] as number;
	const names = entries.names.subarray(start, entries.nameStart[to]);
	if (isAscii(names)) return false;
	for (let entry = from; entry < to; entry++) {
		if (utf8(entries.name(entry)) === undefined) return true;
	}
	return false;
}

/** Rows of the packed inode and the metabox, where the tree names them. */
export const hiddenRows = (tree: Tree, { packedNid, metaboxNid }: Image): number[] =>
	[packedNid, metaboxNid].flatMap((nid) => {
		const row = nid === undefined ? -1 : tree.find(nid);
		return row < 0 ? [] : [row];
	});
