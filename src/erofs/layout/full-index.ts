/** Full index: a gap, then one record for each logical cluster (format section 11). */
import { span } from "../../base/range";
import type { Target } from "../../schema/field";
import { known, plus, times } from "../../schema/sum";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import { FULL_GAP, fullRecord } from "../map/full";
import { lclusterCount } from "../map/header";
import { indexReserved, LCLUSTER, lclusterIndex, lclusterNonhead } from "../structs/zmap";
import { isInside } from "./body";
import { kind } from "./kinds";
import type { MapBody } from "./map-body";
import { headTarget } from "./map-unit";

const GAP: Part<MapBody> = { kind: kind("padding") };
const INDEX: Part<MapBody> = {
	kind: kind("lcluster-index-full"),
	key: "index",
	role: "struct",
	doc: "One record for each logical cluster of the file.",
	sum: ({ header }) => plus(known(header.at.end, "end of the header"), known(FULL_GAP, "gap")),
};
const RECORD: Part<MapBody> = {
	kind: kind("lcluster-index-full"),
	label: (_, _start, n) => `lcluster ${n}`,
	links: {
		blkaddr: (of, _start, n) => headTarget(of, n),
		"delta[0]": (of, _start, n) => recordTarget(of, n - of.indexed().index.load(n).back, "head"),
		"delta[1]": (of, _start, n) =>
			recordTarget(of, n + of.indexed().index.load(n).forward, "next head"),
	},
	sum: ({ header }, _start, n) =>
		plus(
			times(known(n, "lcluster"), lclusterIndex.size),
			known(fullRecord(header, 0), "start of the index"),
		),
};

/** Distances of damaged records lead out of the index, to nothing. */
function recordTarget(of: MapBody, lcn: number, label: string): Target | undefined {
	if (lcn < 0 || lcn >= lclusterCount(of.inode, of.header)) return undefined;
	const start = fullRecord(of.header, lcn);
	return { span: span(of.bytes.space, start, start + lclusterIndex.size), label };
}

export function layFull(of: MapBody, v: Visitor): void {
	const { image, inode, header } = of;
	const { facts } = image;
	const { size } = lclusterIndex;
	const count = lclusterCount(inode, header);
	const start = fullRecord(header, 0);
	if (!isInside(of, v, start, start + size * count, lclusterIndex.name, "i_size")) return;
	v.struct(GAP, of, indexReserved, header.at.end, facts);
	if (!v.open(INDEX, of, start, start + size * count)) return;
	const { index } = of.indexed();
	const told = itemsOf(v, start, size, count);
	for (let i = told.start; i < told.end; i++) {
		const at = start + size * i;
		const nonhead = index.load(i).type === LCLUSTER.NONHEAD;
		if (nonhead) v.struct(RECORD, of, lclusterNonhead, at, facts, i);
		else v.struct(RECORD, of, lclusterIndex, at, facts, i);
	}
	v.close(count - (told.end - told.start));
}
