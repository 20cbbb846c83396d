/** From the root along a path. */
import { Failure } from "../base/errors";
import { showName } from "../base/text";
import type { Inode } from "../erofs/inode";
import { pathParts } from "../erofs/lookup";
import { FT } from "../erofs/structs/dirent";
import { toInode } from "./inodes";
import { toEntry } from "./names";
import { toRootNid } from "./superblock";
import type { Walker } from "./walker";

const isUp = (part: Uint8Array): boolean =>
	part.length === 2 && part[0] === 0x2e && part[1] === 0x2e;

/** Names of a path from the root, without those that go up again. */
export function namesOf(path: Uint8Array): Uint8Array[] {
	const names: Uint8Array[] = [];
	for (const part of pathParts(path)) {
		if (isUp(part)) names.pop();
		else names.push(part);
	}
	return names;
}

/** @param path bytes with leading slash; links are not followed */
export async function toPath(w: Walker, path: Uint8Array): Promise<Inode> {
	let pointer = await toRootNid(w);
	let inode = await toInode(w, w.image.facts.rootNid, pointer);
	for (const name of namesOf(path)) {
		if (inode.type !== FT.DIR) throw notADirectory(inode, name);
		const named = await toEntry(w, inode, name);
		pointer = named.pointer;
		inode = await toInode(w, named.nid, pointer);
	}
	return inode;
}

const notADirectory = ({ nid }: Inode, name: Uint8Array): Failure =>
	new Failure({
		kind: "io",
		code: "no-such-path",
		message: `There is no “${showName(name)}” in inode ${nid}, which is no directory.`,
	});
