/** The last unit of a file, where it lies in no blocks of its own: behind the index, or packed. */
import { clamped } from "../base/exact";
import { span } from "../base/range";
import { PACKED_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import type { Header } from "../erofs/map/header";
import { fragmentStart } from "../erofs/map/indexed";
import type { Unit } from "../erofs/map/unit";
import { lclusterIndex, mapHeader } from "../erofs/structs/zmap";
import { fieldAt } from "../schema/struct";
import { known, minus, plus } from "../schema/sum";
import { byteOf, inContents, type Landing } from "./landing";
import { number, place, type Walker } from "./walker";

export async function toInlineTail(
	w: Walker,
	inode: Inode,
	header: Header,
	{ at }: Extent,
): Promise<void> {
	if (!at) return;
	const body = w.body(inode);
	await w.field(body, fieldAt(mapHeader, "h_idata_size", header.at.space, header.at.start), {
		text: `It is the last unit, and lies behind the index instead of in a block: ${exactBytes(at.end - at.start)}.`,
		since: "5.17",
	});
	await w.structure(body, "inline tail", at.start, {
		text: "The unit is stored here, right behind the last entry that the index needs.",
	});
}

/** @param unit the last one of the file */
export async function toFragmentTail(
	w: Walker,
	inode: Inode,
	header: Header,
	unit: Unit,
	extent: Extent,
	n: number,
): Promise<Landing> {
	const { space, start } = header.at;
	const offset = fragmentStart(header, unit);
	const high = fieldAt(lclusterIndex, "blkaddr", space, unit.record.start);
	await w.field(w.body(inode), fieldAt(mapHeader, "h_fragmentoff", space, start), {
		text: `It is the last unit, and a piece of the packed inode, from byte ${countText(offset)} on.`,
		...(header.compact ? {} : { more: [high.at] }),
		since: "6.1",
	});
	return toPacked(w, inode, extent, n);
}

export async function toWholeFragment(
	w: Walker,
	inode: Inode,
	header: Header,
	extent: Extent,
	n: number,
): Promise<Landing> {
	const { space, start } = header.at;
	const offset = header.wholeFragment ?? 0;
	await w.field(w.body(inode), fieldAt(mapHeader, "whole_fragment", space, start), {
		text: `The highest bit is set: the whole file is a piece of the packed inode, from byte ${countText(offset)} on.`,
	});
	return toPacked(w, inode, extent, n);
}

/** From a file to its piece of the packed inode, and to that byte there. */
export async function toPacked(
	w: Walker,
	inode: Inode,
	extent: Extent,
	n: number,
): Promise<Landing> {
	const at = extent.at ?? span(PACKED_SPACE, 0, 0);
	const landed = byteOf(at.space, at.start + n - extent.start);
	const skip = minus(known(n, "byte"), known(extent.start, "start of the piece"));
	w.add({
		at: [landed, at],
		text: `Byte ${countText(n)} of the contents is byte ${countText(landed.start)} of the packed inode.`,
		why: "The packed inode is a hidden file that holds the ends of many others, so that they are compressed together.",
		sum: place(plus(known(clamped(at.start), "start in the packed inode"), skip)),
		since: "6.1",
	});
	await w.into(landed.space, landed.start);
	w.add({
		at: [inContents(w, inode, n), landed],
		text: `So this is byte ${countText(n)} of the contents.`,
		why: "A piece of the packed inode is a part of the file, byte by byte.",
		since: "6.1",
		sum: number(
			plus(
				minus(known(landed.start, "packed byte"), known(at.start, "start of the piece")),
				extent.start,
			),
		),
	});
	return { at: landed, extent };
}
