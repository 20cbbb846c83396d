/**
 * Extents as they arrive, a page at a time, seen as one long list of rows that
 * are made when drawn. Half a million extents stay the columns they came in.
 */
import { type Exact, MOST_EXACT, sum } from "../../../../base/exact";
import type { Range, SpaceId, Span } from "../../../../base/range";
import { counted, countText, percentText, storedShare } from "../../../../base/words";
import { hex } from "../../../../schema/show";
import { EXTENT_KINDS, type ExtentPage } from "../../../../worker/protocol";

export type ExtentKind = (typeof EXTENT_KINDS)[number];

export const KIND_DOC: Readonly<Record<ExtentKind, string>> = {
	data: "Stored as it is.",
	hole: "Nothing is stored; the bytes read as zero.",
	inline: "Stored behind the inode, among the metadata.",
	fragment: "Stored inside the packed inode, together with the ends of other files.",
	compressed: "Stored compressed; the stored bytes decode to this range.",
};

export interface ExtentRow {
	readonly index: number;
	/** Bytes of the file. */
	readonly logical: Range;
	/** Exact end of the last extent, when that reaches further than `logical` counts. */
	readonly beyond?: bigint;
	readonly kind: ExtentKind;
	/** Algorithm id of a compressed extent. */
	readonly algorithm?: number;
	/** The stored bytes; absent for holes. */
	readonly at?: Span;
	/** Bytes they occupy in the image; of the packed inode a share. */
	readonly stored: number;
	readonly partial: boolean;
	/** The entries of the map that describe it, in the inode's own space. */
	readonly record?: Range;
}

const NO_ALGORITHM = 255;

function rowOf(page: ExtentPage, i: number, index: number): ExtentRow {
	const e = page.extents;
	const start = e.start[i] as number;
	const at = e.at[i] as number;
	const algorithm = e.algorithm[i] as number;
	const space = page.spaces[e.space[i] as number];
	return {
		index,
		logical: { start, end: start + (e.length[i] as number) },
		kind: EXTENT_KINDS[e.kind[i] as number] ?? "data",
		partial: e.partial[i] === 1,
		stored: e.stored[i] as number,
		...(page.beyond !== undefined && i === e.count - 1 ? { beyond: page.beyond } : {}),
		...(algorithm === NO_ALGORITHM ? {} : { algorithm }),
		...(Number.isNaN(e.recordStart[i])
			? {}
			: { record: { start: e.recordStart[i] as number, end: e.recordEnd[i] as number } }),
		...(Number.isNaN(at) || space === undefined
			? {}
			: { at: { space, start: at, end: at + (e.size[i] as number) } }),
	};
}

/** Bytes of the file in an extent. */
export const lengthOf = ({ logical: { start, end }, beyond }: ExtentRow): Exact =>
	sum(beyond ?? end, -start);

/** Sums over what has been loaded. */
export interface ExtentTotals {
	readonly count: number;
	/** Bytes of the file the extents cover. */
	readonly length: Exact;
	/** Bytes stored; neighbours that share their stored bytes count them once. */
	readonly stored: Exact;
	readonly kinds: Readonly<Record<ExtentKind, number>>;
}

interface Stored {
	readonly space: SpaceId | undefined;
	readonly at: number;
	readonly bytes: number;
}

/** The sums of one page, and its ends, where a neighbour may share stored bytes. */
interface PageSums extends ExtentTotals {
	readonly first: Stored;
	readonly last: Stored;
}

const storedAt = ({ extents: e, spaces }: ExtentPage, i: number): Stored => ({
	space: spaces[e.space[i] ?? 0],
	at: e.at[i] ?? Number.NaN,
	bytes: e.stored[i] ?? 0,
});

const shares = (a: Stored, b: Stored): boolean => a.at === b.at && a.space === b.space;

/** Pages never change, so each is summed once however many follow it. */
const sumsOfPages = new WeakMap<ExtentPage, PageSums>();

function sumsOf(page: ExtentPage): PageSums {
	const known = sumsOfPages.get(page);
	if (known) return known;
	const { extents: e } = page;
	const kinds = noKinds();
	let length: Exact = 0;
	let stored: Exact = 0;
	for (let i = 0; i < e.count; i++) {
		length = sum(length, e.length[i] as number);
		kinds[EXTENT_KINDS[e.kind[i] as number] ?? "data"]++;
		const shared = i > 0 && e.at[i] === e.at[i - 1] && e.space[i] === e.space[i - 1];
		if (!shared) stored = sum(stored, e.stored[i] as number);
	}
	if (page.beyond !== undefined) length = sum(length, page.beyond - BigInt(MOST_EXACT));
	const ends = { first: storedAt(page, 0), last: storedAt(page, e.count - 1) };
	const sums = { count: e.count, length, stored, kinds, ...ends };
	sumsOfPages.set(page, sums);
	return sums;
}

const noKinds = () => ({ data: 0, hole: 0, inline: 0, fragment: 0, compressed: 0 });

function totalsOf(pages: readonly ExtentPage[]): ExtentTotals {
	const total = { count: 0, length: 0 as Exact, stored: 0 as Exact, kinds: noKinds() };
	let before: Stored | undefined;
	for (const page of pages) {
		const sums = sumsOf(page);
		total.count += sums.count;
		total.length = sum(total.length, sums.length);
		total.stored = sum(total.stored, sums.stored);
		if (before && shares(before, sums.first)) total.stored = sum(total.stored, -sums.first.bytes);
		for (const kind of EXTENT_KINDS) total.kinds[kind] += sums.kinds[kind];
		before = sums.last;
	}
	return total;
}

export interface ExtentList {
	readonly totals: ExtentTotals;
	/** False while further pages exist. */
	readonly complete: boolean;
	/** @throws RangeError when there is no such row. */
	row(index: number): ExtentRow;
	/** Index of the extent that holds a byte of the file, as far as it is loaded. */
	indexAt(offset: number): number | undefined;
}

export function extentList(pages: readonly ExtentPage[]): ExtentList {
	const firsts: number[] = [];
	let count = 0;
	for (const page of pages) {
		firsts.push(count);
		count += page.extents.count;
	}
	const row = (index: number): ExtentRow => {
		const p = lastUpTo(firsts.length, (i) => (firsts[i] as number) <= index);
		const page = pages[p];
		const i = index - (firsts[p] ?? 0);
		if (!page || i < 0 || i >= page.extents.count) throw new RangeError(`no extent ${index}`);
		return rowOf(page, i, index);
	};
	const startOf = (index: number): number => row(index).logical.start;
	return {
		totals: totalsOf(pages),
		complete: pages.length > 0 && pages.at(-1)?.next === undefined,
		row,
		indexAt(offset) {
			const index = lastUpTo(count, (i) => startOf(i) <= offset);
			return index >= 0 && offset < row(index).logical.end ? index : undefined;
		},
	};
}

/** The last of `count` ascending things for which `holds`; -1 when it holds for none. */
function lastUpTo(count: number, holds: (index: number) => boolean): number {
	let low = 0;
	let high = count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (holds(middle)) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}

/** Words for the numbers of an extent. */
export interface Names {
	space(id: SpaceId): string;
	algorithm(id: number): string;
}

export type Base = "hex" | "decimal";

export const numberText = (n: Exact, base: Base): string =>
	base === "hex" ? hex(n) : countText(n);

/** `0x1000–0x2000`, the end exclusive. */
export const rangeText = (range: { start: number; end: Exact }, base: Base): string =>
	`${numberText(range.start, base)}–${numberText(range.end, base)}`;

/** One sentence on what is loaded, for the totals row and for people who do not see the lanes. */
export function kindsText({ kinds }: ExtentTotals): string {
	const parts = EXTENT_KINDS.filter((kind) => kinds[kind] > 0).map(
		(kind) => `${countText(kinds[kind])} ${kind === "hole" && kinds.hole > 1 ? "holes" : kind}`,
	);
	return parts.join(", ");
}

/** How much of the map is loaded, in one line. */
export function loadedText(list: ExtentList, size: Exact): string {
	const { count, length } = list.totals;
	const extents = counted(count, "extent");
	if (list.complete) return `${extents}: ${kindsText(list.totals)}`;
	return `${extents} loaded, ${percentText(storedShare(length, size) ?? 0)} of the file`;
}
