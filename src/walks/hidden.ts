/** To a byte of the decoded contents of the metabox or of the packed inode. */
import { Failure } from "../base/errors";
import { type SpaceId, span } from "../base/range";
import { contentsNid } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { toContents } from "./contents";
import { toInode } from "./inodes";
import { toHiddenNid } from "./superblock";
import type { Walker } from "./walker";

/** @throws Failure when it cannot be had */
export async function toHiddenByte(w: Walker, space: SpaceId, offset: number): Promise<void> {
	const nid = contentsNid(w.image, space);
	if (nid === undefined) {
		const message = `The image has no readable ${space}.`;
		throw new Failure({ kind: "corrupt", message, at: span(space, offset, offset + 1) });
	}
	await toContents(w, await toHidden(w, space, nid), offset);
}

/** Told once: the way to the inode is always the same. */
async function toHidden(w: Walker, space: SpaceId, nid: bigint): Promise<Inode> {
	if (!w.isNew(space)) return readInode(w.image, nid, undefined, w.signal);
	return toInode(w, nid, await toHiddenNid(w, space, nid));
}
