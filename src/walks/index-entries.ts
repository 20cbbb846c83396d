/** A byte of a compressed file with an index: its logical cluster, the head, the unit. */
import { Failure } from "../base/errors";
import { type Range, type Span, span } from "../base/range";
import { countText, exactBytes } from "../base/words";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import type { Header } from "../erofs/map/header";
import { type Unit, Units } from "../erofs/map/unit";
import { ADVISE, BIG, LCLUSTER, lclusterIndex, lclusterNames } from "../erofs/structs/zmap";
import type { Step } from "../schema/stepper";
import { known, minus, mod, over, plus, times } from "../schema/sum";
import { toUnified } from "./address";
import type { HeededMap } from "./heed";
import { inContents, type Landing } from "./landing";
import { toFragmentTail, toInlineTail } from "./tails";
import { IndexTrail, type Seen } from "./trail";
import { type StoredExtent, toUnitByte } from "./unit";
import { type Laid, number, type Walker } from "./walker";

/** The index of one file, on the way to one of its bytes. */
interface Search {
	readonly w: Walker;
	readonly inode: Inode;
	readonly header: Header;
	readonly body: Laid;
	readonly n: number;
	/** Bytes of a logical cluster. */
	readonly size: number;
}

export async function toIndexed(
	w: Walker,
	inode: Inode,
	header: Header,
	map: HeededMap,
	n: number,
): Promise<Landing> {
	const body = w.body(inode);
	const size = 2 ** header.lclusterBits;
	const search = { w, inode, header, body, n, size };
	w.add({
		at: [inContents(w, inode, n)],
		text: `Byte ${countText(n)} is in logical cluster ${Math.floor(n / size)}.`,
		why: `The contents are cut into logical clusters of ${exactBytes(size)}, each with an entry in the index.`,
		sum: number(over(known(n, "byte"), size)),
	});
	const { seen, unit, failure } = await w.run(() => follow(search));
	await sayHeads(search, headsIn(seen, unit?.lcn));
	if (!unit) throw failure;
	await sayRange(search, unit, seen);
	const extent = await map.at(n);
	return toUnit(search, unit, extent);
}

/** What the index says of the byte, as far as it goes. @throws Missing */
function follow({ inode, header, body, n }: Search) {
	const index = new IndexTrail(inode, header, body.bytes);
	const units = new Units(inode, header, index);
	try {
		return { seen: index.seen, unit: units.at(n), failure: undefined };
	} catch (failure) {
		if (!(failure instanceof Failure)) throw failure;
		return { seen: index.seen, unit: undefined, failure };
	}
}

/** Entries on the way back to the head, the head included. */
function headsIn(seen: readonly Seen[], head: number | undefined): readonly Seen[] {
	const end = seen.findIndex(({ lcn }, i) => lcn === head || lcn > (seen[i - 1]?.lcn ?? lcn));
	return end < 0 ? seen : seen.slice(0, end + (seen[end]?.lcn === head ? 1 : 0));
}

async function sayHeads(search: Search, seen: readonly Seen[]): Promise<void> {
	for (const [i, cluster] of seen.entries()) await sayEntry(search, cluster, i === 0);
}

async function sayEntry(search: Search, cluster: Seen, isFirst: boolean): Promise<void> {
	const { n, size } = search;
	const { lcn, type, clusterofs } = cluster;
	const name = lclusterNames[type];
	if (type === LCLUSTER.NONHEAD) return sayNonhead(search, cluster);
	const inside = n % size;
	if (isFirst && inside < clusterofs) {
		await toEntry(search, lcn, {
			text: `A unit begins in logical cluster ${lcn} (${name}), at byte ${clusterofs}, behind byte ${inside} of the cluster: the unit of the one before goes on here.`,
			sum: number(mod(known(n, "byte"), size)),
		});
		return;
	}
	await toEntry(search, lcn, {
		text: `The unit begins in logical cluster ${lcn} (${name}), at byte ${clusterofs} of it: byte ${countText(lcn * size + clusterofs)} of the contents.`,
		sum: number(plus(times(known(lcn, "lcluster"), size), known(clusterofs, "clusterofs"))),
	});
}

/** No unit begins here: how far it is to where one does. */
async function sayNonhead(search: Search, { lcn, back, unitBlocks }: Seen): Promise<void> {
	const { header } = search;
	const sum = number(minus(known(lcn, "lcluster"), known(back, "distance")));
	const head = lcn - back;
	if (unitBlocks !== undefined) {
		await toEntry(search, lcn, {
			text: `No unit begins in logical cluster ${lcn} (NONHEAD), which says how many blocks its unit has: ${unitBlocks}. So the head is the one before, ${head}.`,
			why: "Only the entry right behind a head has that length, where others have their distance.",
			sum,
			since: "5.13",
		});
		return;
	}
	const isLast = header.compact && (await isLastOfPack(search, lcn));
	await toEntry(search, lcn, {
		text: `No unit begins in logical cluster ${lcn} (NONHEAD); ${back} back, at ${head}, is the next to look at.`,
		...(isLast
			? {
					why: "It is the last of its pack, and says how far the next head is. How far back the head is follows from the entry in front of it.",
				}
			: {}),
		sum,
	});
}

const isLastOfPack = async (search: Search, lcn: number): Promise<boolean> =>
	(await stepsOf(search, lcn)).some(({ name }) => name === "delta[1]");

type EntryWords = Parameters<Walker["structure"]>[3];

/** A step to the entry of a logical cluster. */
async function toEntry(search: Search, lcn: number, words: EntryWords): Promise<void> {
	const { w, body, header } = search;
	const [entry, ...parts] = await stepsOf(search, lcn);
	if (!entry) return;
	const said = { why: partsText(parts), ...words };
	await w.structure(body, header.compact ? "entry" : lclusterIndex.name, entry.start, said, lcn);
}

/** `bits 0 to 11: clusterofs 1366; bits 12 to 13: type HEAD1` */
function partsText(parts: readonly Step[]): string {
	const said = parts.map(({ name, bits, value }) => {
		const where = bits ? `bits ${bits[0]} to ${bits[1]}: ` : "";
		return `${where}${name} ${value}`;
	});
	return `It reads: ${said.join("; ")}.`;
}

/** What the layout tells of an entry: the entry, then its fields or bits. */
async function stepsOf({ w, inode, header, body }: Search, lcn: number) {
	const record = await w.run(() => {
		const { start, end } = new IndexTrail(inode, header, body.bytes).load(lcn);
		return { start, end };
	});
	const told = await w.told(body, record);
	const name = header.compact ? "entry" : lclusterIndex.name;
	const first = told.findIndex((step) => step.name === name && step.n === lcn);
	if (first < 0) return [];
	const depth = told[first]?.depth ?? 0;
	const next = told.findIndex((step, i) => i > first && step.depth <= depth);
	return told.slice(first, next < 0 ? undefined : next);
}

/** Where the unit ends: where the next one begins. */
async function sayRange(search: Search, unit: Unit, seen: readonly Seen[]): Promise<void> {
	const { inode, size } = search;
	const length = exactBytes(unit.end - unit.start);
	const next = seen.find(
		({ lcn, type, clusterofs }) =>
			lcn > unit.lcn && type !== LCLUSTER.NONHEAD && lcn * size + clusterofs === unit.end,
	);
	if (next) {
		await toEntry(search, next.lcn, {
			text: `The next unit begins in logical cluster ${next.lcn}, at byte ${countText(unit.end)} of the contents. So this one decodes to ${length}.`,
			sum: number(
				plus(times(known(next.lcn, "lcluster"), size), known(next.clusterofs, "clusterofs")),
			),
		});
		return;
	}
	search.w.add({
		at: [inContents(search.w, inode, unit.start)],
		text: `No unit begins behind it: it ends with the contents, and decodes to ${length}.`,
		why: "A unit ends where the next one begins, and the last one with the contents.",
		sum: number(minus(known(unit.end, "size"), known(unit.start, "start of the unit"))),
	});
}

async function toUnit(search: Search, unit: Unit, extent: Extent): Promise<Landing> {
	const { w, inode, header, n } = search;
	const isLast = unit.end >= inode.size;
	if (isLast && header.fragmentOffset !== undefined)
		return toFragmentTail(w, inode, header, unit, extent, n);
	if (isLast && header.inlineSize !== undefined) {
		await toInlineTail(w, inode, header, extent);
		return toUnitByte(w, inode, extent as StoredExtent, n);
	}
	if (!extent.at) {
		w.add({
			at: [span(inode.at.space, unit.record.start, unit.record.end)],
			text: unit.hole
				? "The entry of the head has bit 14 set: nothing is read for this unit."
				: "The entry behind the head counts 0 blocks: nothing is stored for this unit.",
			why: "Before, the zeros of compressed files were stored like all other bytes.",
			since: "7.2",
		});
		return { at: inContents(w, inode, n), extent };
	}
	await toBlocks(search, unit, extent as StoredExtent);
	return toUnitByte(w, inode, extent as StoredExtent, n);
}

/** The block the unit begins at, how many it has, and where they are. */
async function toBlocks(search: Search, unit: Unit, { at }: StoredExtent): Promise<void> {
	const { w, header } = search;
	const { blockSize } = w.image.facts;
	if (header.compact) await sayBase(search, unit);
	else await saySlot(search, unit);
	const blocks = Math.round((at.end - at.start) / blockSize);
	if ((header.advise & BIG) !== 0) await sayBlocks(search, unit, blocks);
	const address = times(known(unit.block, "block"), blockSize);
	await toUnified(
		w,
		address,
		{ ...at },
		{
			text: `The unit is stored here, in ${exactBytes(at.end - at.start)}.`,
			why: "Units have whole blocks, so that each can be read alone.",
		},
	);
}

async function sayBase(search: Search, unit: Unit): Promise<void> {
	const { w, body, header, inode } = search;
	const base = await baseOf(search, unit.record);
	const stored = await w.run(() => body.bytes.u32(base.start));
	const big = (header.advise & ADVISE.BIG_PCLUSTER_1) !== 0;
	const before = known(unit.block - stored, big ? "blocks in front" : "rank");
	w.add({
		at: [base, span(inode.at.space, unit.record.start, unit.record.end)],
		field: "base",
		text: big
			? `The pack counts from block ${stored}; the units in front have ${unit.block - stored} blocks: it is block ${unit.block}.`
			: `The pack counts from block ${stored}, and the unit is number ${unit.block - stored} of those that begin in it: block ${unit.block}.`,
		why: "The entries of a pack share one block address.",
		sum: number(plus(known(stored, "base"), before)),
	});
}

/** The address at the end of a pack. */
async function baseOf({ w, body, inode }: Search, pack: Range): Promise<Span> {
	const told = await w.told(body, { start: pack.end - 1, end: pack.end });
	const { start, end } = told.find(({ name }) => name === "base") ?? pack;
	return span(inode.at.space, start, end);
}

async function saySlot({ w, body, inode, header, n }: Search, { record, lcn, block }: Unit) {
	const index = new IndexTrail(inode, header, body.bytes);
	const { at, ...about } = index.where("blkaddr", record);
	await w.field(
		body,
		{ ...about, at: span(inode.at.space, at.start, at.end) },
		{
			text: `The entry of logical cluster ${lcn} gives the address: block ${block}, for byte ${n}.`,
		},
	);
}

async function sayBlocks(search: Search, { lcn }: Unit, blocks: number): Promise<void> {
	const { w, inode, header, body } = search;
	const index = new IndexTrail(inode, header, body.bytes);
	if (lcn + 1 >= index.count) return;
	const { unitBlocks } = await w.run(() => ({ ...index.load(lcn + 1) }));
	await toEntry(search, lcn + 1, {
		text:
			unitBlocks === undefined
				? `The entry behind the head begins a unit itself: this one has ${blocks} block.`
				: `The entry behind the head says how many blocks the unit has: ${blocks}.`,
		since: "5.13",
		sum: number(times(known(blocks, "blocks"), w.image.facts.blockSize)),
	});
}
