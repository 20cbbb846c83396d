/** A byte of a compressed file: the header of its map, and what that says of the rest. */
import { exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import { type Header, readHeader } from "../erofs/map/header";
import { algorithmLabel } from "../erofs/structs/features";
import { ADVISE, BIG, mapHeader } from "../erofs/structs/zmap";
import { fieldAt } from "../schema/struct";
import { toBodyEnd } from "./flat";
import { HeededMap } from "./heed";
import { toIndexed } from "./index-entries";
import type { Landing } from "./landing";
import { toRecord } from "./records";
import { toWholeFragment } from "./tails";
import type { Walker } from "./walker";

export async function toCompressed(w: Walker, inode: Inode, n: number): Promise<Landing> {
	const body = w.body(inode);
	await toBodyEnd(w, inode);
	const header = await w.run(() => readHeader(w.image, inode, body.bytes, w.report));
	await w.structure(body, mapHeader.name, header.at.start, {
		text: "The map of the contents begins here, with its header.",
		why: "It begins at a multiple of 8 behind the inode and its attributes.",
	});
	if (header.wholeFragment !== undefined) {
		const map = await HeededMap.open(w, inode);
		return toWholeFragment(w, inode, header, await map.at(n), n);
	}
	await sayFlags(w, inode, header);
	// Flags that cannot be are told here, and not where they lead to.
	const map = await HeededMap.open(w, inode);
	return header.recordSize === undefined
		? toIndexed(w, inode, header, map, n)
		: toRecord(w, inode, header, map, n);
}

async function sayFlags(w: Walker, inode: Inode, header: Header): Promise<void> {
	const { space, start } = header.at;
	const of = (field: "h_clusterbits" | "h_algorithmtype") =>
		fieldAt(mapHeader, field, space, start).at;
	const extents = header.recordSize !== undefined;
	const size = exactBytes(2 ** header.lclusterBits);
	const [algorithm] = header.algorithms;
	await w.field(w.body(inode), fieldAt(mapHeader, "h_advise", space, start), {
		text: extents
			? "Encoded extents follow: a table of units, without logical clusters."
			: `${header.compact ? "A compact index" : "A full index of 8-byte records"} follows; logical clusters have ${size}, and units are compressed with ${algorithmLabel(algorithm)}.`,
		why: flagsText(header),
		more: extents ? [] : [of("h_algorithmtype"), of("h_clusterbits")],
	});
}

/** The flags that make a difference on the way. */
function flagsText({ advise, inlineSize, fragmentOffset, interlaced, recordSize }: Header): string {
	const said = [
		recordSize !== undefined && "encoded extents instead of an index",
		recordSize === undefined && (advise & BIG) !== 0 && "units may have several blocks",
		inlineSize !== undefined && "the last unit lies behind the index",
		fragmentOffset !== undefined && "the last unit is a piece of the packed inode",
		interlaced && "units that are stored as they are keep their offset in a block",
		recordSize === undefined &&
			(advise & ADVISE.COMPACTED_2B) !== 0 &&
			"entries may be packed in 14 bits",
	].filter((text) => text !== false);
	return said.length > 0 ? `Its flags say: ${said.join("; ")}.` : "None of its flags is set.";
}
