/** From an inode to a byte of its contents. */
import { Failure } from "../base/errors";
import { span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import { contentsSpace } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { isCompressed, LAYOUT } from "../erofs/structs/inode";
import { known, minus } from "../schema/sum";
import { toChunk } from "./chunks";
import { toCompressed } from "./compressed";
import { toFlat } from "./flat";
import { heedInode } from "./heed";
import type { Landing } from "./landing";
import { number, type Walker } from "./walker";

/** @param n byte of the contents, counted from 0 @throws Failure when it cannot be had */
export async function toContents(w: Walker, inode: Inode, n: number): Promise<Landing> {
	await heedInode(w, inode);
	if (!inode.context.hasData || n >= inode.i_size) {
		const has = inode.context.hasData ? exactBytes(inode.i_size) : "no contents";
		const message = `There is no byte ${countText(n)}: inode ${inode.nid} has ${has}.`;
		throw new Failure({ kind: "io", code: "no-such-byte", message });
	}
	const landing = await toLayout(w, inode, n);
	if (landing.extent.kind === "hole") sayZeros(w, inode, landing.extent);
	return landing;
}

function toLayout(w: Walker, inode: Inode, n: number): Promise<Landing> {
	const { layout } = inode;
	if (isCompressed(layout)) return toCompressed(w, inode, n);
	if (layout === LAYOUT.CHUNK_BASED) return toChunk(w, inode, n);
	return toFlat(w, inode, n);
}

/** All of a hole: whatever tells of it, it reads as zeros. */
function sayZeros(w: Walker, inode: Inode, { start, end }: Extent): void {
	const toEnd = end >= inode.size ? ", with which the contents end" : "";
	w.add({
		at: [span(contentsSpace(w.image, inode.nid), start, end)],
		text: `Bytes ${countText(start)} to ${countText(end - 1)} are a hole${toEnd}: all of them read as zero, and no byte of any device is read for them.`,
		why: "Zeros need no place. Stored zeros would be another thing: they have a place, and can be wrong.",
		sum: number(minus(known(end, "end of the hole"), known(start, "start of the hole"))),
	});
}
