/**
 * The map of a compressed inode, aligned to 8 behind the attributes:
 *
 *   | header 8 | gap 8 | records 8 each … | inline unit |          full index
 *   | header 8 | packs of 8 and 32 … | inline unit |               compact index
 *   | header 8 | align | base 8 | records 4, 8, 16, 32 each … |    encoded extents (base: records of 4)
 *   | header 8 |                                                   the whole file is a fragment
 */
import { span } from "../../base/range";
import { known, roundedUp } from "../../schema/sum";
import type { Part, Visitor } from "../../schema/visit";
import { contentsSpace } from "../image";
import { compactIndex, tooLarge } from "../map/compact";
import { fullIndex } from "../map/full";
import { headerStart, readHeader } from "../map/header";
import { inlineStart } from "../map/indexed";
import { Units } from "../map/unit";
import { mapHeader } from "../structs/zmap";
import { type InodeBody, isInside } from "./body";
import { layPacks } from "./compact-index";
import { layRecords } from "./extent-records";
import { layFull } from "./full-index";
import { kind } from "./kinds";
import { type MapBody, once } from "./map-body";
import { fragment, tailOf } from "./map-tail";
import { paddingPart } from "./padding";

const ALIGN = paddingPart("map-header");
const HEADER: Part<MapBody> = {
	kind: kind("map-header"),
	links: {
		whole_fragment: ({ inode: { size }, header: { wholeFragment: start = 0 } }) =>
			fragment(start, size),
		h_fragmentoff: (of) => of.tail()?.target,
		h_idata_size: (of) => of.tail()?.target,
	},
	sum: ({ inode }) => roundedUp(known(inode.bodyEnd, "end of the attributes"), 8),
};

export function layMap(of: InodeBody, v: Visitor): void {
	const { image, inode, bytes } = of;
	if (inode.size === 0) return; // nothing is stored, not even a header
	const start = headerStart(inode);
	const end = start + mapHeader.size;
	if (!isInside(of, v, start, end, mapHeader.name)) return;
	const header = readHeader(image, inode, bytes);
	const indexed = once(() => {
		const index = (header.compact ? compactIndex : fullIndex)(inode, header, bytes);
		return { index, units: new Units(inode, header, index) };
	});
	const map: MapBody = { image, inode, bytes, header, indexed, tail: once(() => tailOf(map)) };
	v.bytes(ALIGN, of, inode.bodyEnd, start);
	v.struct(HEADER, map, mapHeader, start, header.context);
	if (header.wholeFragment !== undefined) return;
	const large = tooLarge(inode, header);
	if (large) v.stop(large);
	else if (header.recordSize !== undefined) layRecords(map, v);
	else {
		if (header.compact) layPacks(map, v);
		else layFull(map, v);
		layUnit(map, v);
	}
}

const UNIT: Part<MapBody> = {
	kind: kind("ztail-inline-pcluster"),
	key: "inline tail",
	role: "data",
	doc: "The last compressed unit, stored behind the index to save a block.",
	target({ image, inode, tail }) {
		const { start, end } = tail()?.holds ?? { start: 0, end: 0 };
		const contents = span(contentsSpace(image, inode.nid), start, end);
		return end > start ? { span: contents, label: "contents of the file" } : undefined;
	},
	sum: (_, start) => known(start, "end of the entry of the last logical cluster"),
};
/** The units of the hidden inodes count as theirs. */
const PACKED_UNIT = { ...UNIT, kind: kind("packed-data") };
const METABOX_UNIT = { ...UNIT, kind: kind("metabox-data") };

function layUnit(of: MapBody, v: Visitor): void {
	const { image, inode, header } = of;
	if (header.inlineSize === undefined) return;
	const start = inlineStart(inode, header);
	const end = start + header.inlineSize;
	if (!isInside(of, v, start, end, "inline tail", "i_size")) return;
	const { nid } = inode;
	if (nid === image.packedNid) v.bytes(PACKED_UNIT, of, start, end);
	else if (nid === image.metaboxNid) v.bytes(METABOX_UNIT, of, start, end);
	else v.bytes(UNIT, of, start, end);
}
