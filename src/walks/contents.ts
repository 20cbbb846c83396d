/** From an inode to a byte of its contents. */
import { corrupt, Failure } from "../base/errors";
import { countText, exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import { isCompressed, LAYOUT } from "../erofs/structs/inode";
import { toChunk } from "./chunks";
import { toCompressed } from "./compressed";
import { toFlat } from "./flat";
import type { Landing } from "./landing";
import type { Walker } from "./walker";

/** @param n byte of the contents, counted from 0 @throws Failure when it cannot be had */
export async function toContents(w: Walker, inode: Inode, n: number): Promise<Landing> {
	if (!inode.context.hasData || n >= inode.i_size) {
		const has = inode.context.hasData ? exactBytes(inode.i_size) : "no contents";
		const message = `There is no byte ${countText(n)}: inode ${inode.nid} has ${has}.`;
		throw new Failure({ kind: "io", code: "no-such-byte", message });
	}
	if (inode.trouble) throw corrupt(inode.trouble);
	const { layout } = inode;
	if (isCompressed(layout)) return toCompressed(w, inode, n);
	if (layout === LAYOUT.CHUNK_BASED) return toChunk(w, inode, n);
	return toFlat(w, inode, n);
}
