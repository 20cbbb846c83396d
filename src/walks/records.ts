/** A byte of a file with encoded extents: its record, found by halving, and the unit. */
import { sum } from "../base/exact";
import { span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import type { Header } from "../erofs/map/header";
import { RecordRanges } from "../erofs/map/record-ranges";
import { fragmentStart } from "../erofs/map/records";
import { extentBase, extentTable } from "../erofs/structs/encoded-extent";
import { algorithmLabel } from "../erofs/structs/features";
import { fieldAt } from "../schema/struct";
import { known, over, plus } from "../schema/sum";
import { toUnified } from "./address";
import type { HeededMap } from "./heed";
import { inContents, type Landing } from "./landing";
import { toPacked } from "./tails";
import { RecordTrail } from "./trail";
import { type StoredExtent, toUnitByte } from "./unit";
import { type Laid, number, type Walker } from "./walker";

const SINCE = "6.15";

/** The records of one file. */
interface Table {
	readonly w: Walker;
	readonly inode: Inode;
	readonly header: Header;
	readonly body: Laid;
}

export async function toRecord(
	w: Walker,
	inode: Inode,
	header: Header,
	map: HeededMap,
	n: number,
): Promise<Landing> {
	const body = w.body(inode);
	const of = { w, inode, header, body };
	const { table, seen, found } = await w.run(() => search(of, n));
	await w.structure(body, "index", table.start, {
		text: `The table of encoded extents begins here: records of ${table.size} bytes with byte addresses.`,
		since: SINCE,
	});
	if (table.fixed === undefined) for (const i of seen) await sayProbe(of, i, n);
	else {
		w.add({
			at: [inContents(w, inode, n)],
			text: `Each record stands for ${exactBytes(table.fixed)} of the contents: byte ${countText(n)} is of record ${found}.`,
			why: "All records stand for equally many bytes, so the number follows from the byte alone.",
			since: SINCE,
			sum: number(over(known(n, "byte"), table.fixed)),
		});
	}
	const { start, end } = await recordOf(of, found);
	// Before what follows from it.
	await w.heed(body, nameOf(of), span(inode.at.space, start, end));
	const extent = await map.at(n);
	await sayRecord(of, found, extent, n);
	return toUnit(of, found, extent, n);
}

/** @throws Missing, or Failure `corrupt` */
function search({ inode, header, body }: Table, n: number) {
	const records = new RecordTrail(inode, header, body.bytes);
	const found = new RecordRanges(inode, records, () => {}).search(n);
	return { table: records.table, seen: records.seen, found };
}

/** Record `i` as it is stored. */
function recordOf({ w, inode, header, body }: Table, i: number) {
	return w.run(() => ({ ...new RecordTrail(inode, header, body.bytes).load(i) }));
}

const nameOf = ({ header }: Table): string => extentTable(header.recordSize ?? 0).name;

/** A look at the middle of what is left. */
async function sayProbe(of: Table, i: number, n: number): Promise<void> {
	const { lstart, start } = await recordOf(of, i);
	await of.w.structure(
		of.body,
		nameOf(of),
		start,
		{
			text: `Record ${i} begins at byte ${countText(lstart)} of the contents: byte ${countText(n)} is ${lstart <= n ? "in it or behind it" : "in front of it"}.`,
			why: "Records say where they begin, in ascending order: each look halves what is left.",
			passes: true,
		},
		i,
	);
}

async function sayRecord(of: Table, i: number, extent: Extent, n: number): Promise<void> {
	const { start } = await recordOf(of, i);
	const { algorithm, at } = extent;
	const stored = at ? exactBytes(at.end - at.start) : "nothing";
	const how =
		extent.kind === "fragment"
			? "a piece of the packed inode"
			: algorithm === undefined
				? at
					? `${stored}, stored as they are`
					: "a hole, because its length is 0: nothing is stored"
				: `${stored} of ${algorithmLabel(algorithm)}`;
	await of.w.structure(
		of.body,
		nameOf(of),
		start,
		{
			text: `Record ${i} holds bytes ${countText(extent.start)} to ${countText(extent.end)} of the contents, byte ${countText(n)} among them: ${how}.`,
			since: SINCE,
		},
		i,
	);
}

async function toUnit(of: Table, i: number, extent: Extent, n: number): Promise<Landing> {
	const { w, inode, header } = of;
	if (extent.kind === "fragment") {
		await sayFragment(of, i);
		return toPacked(w, inode, extent, n);
	}
	if (!extent.at) return { at: inContents(w, inode, n), extent };
	const { pstart } = await recordOf(of, i);
	const { at } = extent;
	const arrival = {
		text: `The unit is stored here, in ${exactBytes(at.end - at.start)}.`,
		why: "The address counts bytes, not blocks.",
	};
	if (header.recordSize === 4) await sayRunning(of, i);
	await toUnified(w, known(pstart, "address"), at, arrival);
	return toUnitByte(w, inode, extent as StoredExtent, n);
}

/** Small records have no address: a unit lies behind those of all records before it. */
async function sayRunning(of: Table, i: number): Promise<void> {
	const { w, body, inode } = of;
	const { start, pstart } = await recordOf(of, i);
	const { start: first, pstart: from } = await recordOf(of, 0);
	const base = fieldAt(extentBase, "pstart", inode.at.space, first - extentBase.size);
	const before = sum(pstart, -from);
	await w.field(body, base, {
		text: `Records of 4 bytes have no address: the first unit begins at byte ${countText(from)}, and each lies behind the one before. So this one is at byte ${countText(pstart)}.`,
		more: i > 0 ? [span(inode.at.space, first, start)] : [],
		sum: number(plus(known(from, "first address"), known(before, "lengths in front"))),
	});
}

async function sayFragment(of: Table, i: number): Promise<void> {
	const { w, body, header, inode } = of;
	const record = await recordOf(of, i);
	const low = { space: inode.at.space, start: record.start, end: record.start + 4 };
	await w.field(
		body,
		{ structure: nameOf(of), field: "fragmentoff_lo", at: low },
		{
			text: `It is the last record of a file whose end is packed: its number is no length but an offset, ${countText(fragmentStart(record, header.recordSize ?? 0))}.`,
		},
	);
}
