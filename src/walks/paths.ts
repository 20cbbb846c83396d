/** From the root along a path. */
import { span } from "../base/range";
import { showName, showStart } from "../base/text";
import { contentsSpace } from "../erofs/image";
import { type Inode, inodeField } from "../erofs/inode";
import { pathParts, readLink } from "../erofs/lookup";
import { FT } from "../erofs/structs/dirent";
import { heedInode } from "./heed";
import { toInode } from "./inodes";
import { toEntry } from "./names";
import type { WalkEnd } from "./step";
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

/**
 * @param path bytes with leading slash; links are not followed
 * @returns undefined when it leads nowhere: the last step says where it ends
 */
export async function toPath(w: Walker, path: Uint8Array): Promise<Inode | undefined> {
	let pointer = await toRootNid(w);
	let inode = await toInode(w, w.image.facts.rootNid, pointer);
	for (const name of namesOf(path)) {
		if (inode.type !== FT.DIR) {
			await sayNoDirectory(w, inode, name);
			return undefined;
		}
		const named = await toEntry(w, inode, name);
		if (!named) return undefined;
		pointer = named.pointer;
		inode = await toInode(w, named.nid, pointer);
	}
	return inode;
}

/** To what a path leads to: a link says where it points. */
export async function toPathEnd(w: Walker, path: Uint8Array): Promise<WalkEnd> {
	const inode = await toPath(w, path);
	if (!inode) return "absent";
	if (inode.type === FT.LNK) await sayTarget(w, inode);
	return "inode";
}

async function sayNoDirectory(w: Walker, inode: Inode, name: Uint8Array): Promise<void> {
	if (inode.type === FT.LNK) await sayTarget(w, inode);
	await w.field(w.body(inode), inodeField(inode, "i_mode"), {
		text: `“${showName(name)}” cannot be looked up here: inode ${inode.nid} is no directory.`,
		why: "Only directories have lists of names. Ways do not follow links.",
	});
}

async function sayTarget(w: Walker, inode: Inode): Promise<void> {
	await heedInode(w, inode);
	const target = await readLink(w.image, inode, undefined, w.signal);
	w.add({
		at: [span(contentsSpace(w.image, inode.nid), 0, inode.size)],
		text: `It is a link to “${showStart(target)}”.`,
		why: "The contents of a link are a path, which counts from the directory of the link, or from the root.",
	});
}
