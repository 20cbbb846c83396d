/** Encoded extents: a table of records, aligned to their size (format section 15). */
import { findingOf } from "../../base/errors";
import type { Target } from "../../schema/field";
import { known, plus, roundedUp, times } from "../../schema/sum";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import { contextCache } from "../contexts";
import { Records, type RecordTable, recordTable } from "../map/records";
import {
	EXTENT_PLEN,
	type ExtentContext,
	extentBase,
	extentTable,
} from "../structs/encoded-extent";
import { dataTarget } from "../structs/facts";
import { isInside } from "./body";
import { kind } from "./kinds";
import { type MapBody, once } from "./map-body";
import { tailTarget } from "./map-tail";
import { paddingPart } from "./padding";

interface RecordBody extends MapBody {
	readonly table: RecordTable;
	/** @throws Missing, or Failure `corrupt` */
	records(): Records;
}

const ALIGN = paddingPart("records");
const BASE: Part<RecordBody> = {
	kind: kind("extent-base"),
	sum: ({ header }) => roundedUp(known(header.at.end, "end of the header"), 4),
	links: { pstart: (of) => unitTarget(of, 0) },
};
const TABLE: Part<RecordBody> = {
	kind: kind("extent-record"),
	key: "index",
	role: "struct",
	doc: "Records of compressed units with byte-exact addresses.",
	label: ({ table }) => `records of ${table.size} bytes`,
	sum: ({ header, table }) =>
		table.size === 4
			? known(table.start, "end of the base address")
			: roundedUp(known(header.at.end, "end of the header"), table.size),
};
const RECORD: Part<RecordBody> = {
	kind: kind("extent-record"),
	label: (_, _start, n) => `extent ${n}`,
	links: {
		plen: (of, _start, n) => unitTarget(of, n),
		fragmentoff_lo: (of, _start, n) => tailTarget(of, n),
		fragmentoff_hi: (of, _start, n) => tailTarget(of, n),
	},
	sum: ({ table }, _start, n) =>
		plus(times(known(n, "extent"), table.size), known(table.start, "start of the table")),
};

/** Records of 4 bytes lie behind each other: to point at one, those before are summed up. */
const MOST_SUMMED = 1 << 16;

/** The larger records have addresses of their own. @throws Missing */
function unitTarget({ image, table, records }: RecordBody, n: number): Target | undefined {
	if (table.size !== 4 || n >= Math.min(table.count, MOST_SUMMED)) return undefined;
	try {
		const { plen, pstart } = records().load(n);
		const length = plen & EXTENT_PLEN;
		return length > 0 ? dataTarget(image.facts, pstart, length, "unit") : undefined;
	} catch (error) {
		if (!findingOf(error)) throw error;
		return undefined;
	}
}

/** @param fragment whether the record is the fragment that a file ends with */
export const recordContext = contextCache<boolean, ExtentContext>(
	(fragment) => (fragment ? 1 : 0),
	(facts, fragment) => ({ ...facts, fragment }),
);

export function layRecords(map: MapBody, v: Visitor): void {
	const { inode, header, image, bytes } = map;
	const table = recordTable(inode, header);
	const { start, size, count, end } = table;
	const of = { ...map, table, records: once(() => new Records(inode, header, bytes)) };
	const base = size === 4 ? extentBase.size : 0;
	const field = header.recordCount === undefined ? "i_size" : undefined;
	v.bytes(ALIGN, map, header.at.end, Math.min(start - base, bytes.size));
	if (!isInside(of, v, start - base, end, "z_erofs_extent", field)) return;
	if (base > 0) v.struct(BASE, of, extentBase, start - base, image.facts);
	if (!v.open(TABLE, of, start, start + size * count)) return;
	const record = extentTable(size);
	const told = itemsOf(v, start, size, count);
	for (let i = told.start; i < told.end; i++) {
		const fragment = header.fragmentOffset !== undefined && i === count - 1;
		v.struct(RECORD, of, record, start + size * i, recordContext(image.facts, fragment), i);
	}
	v.close(count - (told.end - told.start));
}
