/** To an inode that owns bytes: along its first name, or from the superblock. */
import { Failure } from "../base/errors";
import { contentsSpace } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Ownership } from "../ownership/ownership";
import { toInode } from "./inodes";
import { toPath } from "./paths";
import { toHiddenNid } from "./superblock";
import type { Walker } from "./walker";

/** @param row of the owner, who is not an orphan */
export async function toOwner(w: Walker, { inhabitants }: Ownership, row: number): Promise<Inode> {
	const path = inhabitants.pathOf(row);
	const named = path && (await toPath(w, path));
	if (named) return named;
	const nid = inhabitants.nid(row);
	const { metaboxNid, packedNid } = w.image;
	if (nid !== metaboxNid && nid !== packedNid) {
		throw new Failure({ kind: "io", code: "no-name", message: `No name leads to inode ${nid}.` });
	}
	const space = contentsSpace(w.image, nid);
	w.isNew(space);
	return toInode(w, nid, await toHiddenNid(w, space, nid));
}
