/**
 * Extents as they arrive, a page at a time, seen as one long list of rows that
 * are made when drawn. Half a million extents stay the columns they came in.
 */
import type { Range, SpaceId, Span } from "../../../../base/range";
import { countText, percentText, storedShare } from "../../../../base/words";
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
	readonly kind: ExtentKind;
	/** Algorithm id of a compressed extent. */
	readonly algorithm?: number;
	/** The stored bytes; absent for holes. */
	readonly at?: Span;
	readonly partial: boolean;
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
		...(algorithm === NO_ALGORITHM ? {} : { algorithm }),
		...(Number.isNaN(at) || space === undefined
			? {}
			: { at: { space, start: at, end: at + (e.stored[i] as number) } }),
	};
}

/** Sums over what has been loaded. */
export interface ExtentTotals {
	readonly count: number;
	/** Bytes of the file the extents cover. */
	readonly length: number;
	/** Bytes stored; neighbours that share their stored bytes count them once. */
	readonly stored: number;
	readonly kinds: Readonly<Record<ExtentKind, number>>;
}

function totalsOf(pages: readonly ExtentPage[]): ExtentTotals {
	const kinds = { data: 0, hole: 0, inline: 0, fragment: 0, compressed: 0 };
	let count = 0;
	let length = 0;
	let stored = 0;
	let before: { space: SpaceId | undefined; at: number } = { space: undefined, at: Number.NaN };
	for (const { extents: e, spaces } of pages) {
		count += e.count;
		for (let i = 0; i < e.count; i++) {
			length += e.length[i] as number;
			kinds[EXTENT_KINDS[e.kind[i] as number] ?? "data"]++;
			const at = e.at[i] as number;
			const space = spaces[e.space[i] as number];
			const shared = at === before.at && space === before.space;
			if (!shared && !Number.isNaN(at)) stored += e.stored[i] as number;
			before = { space, at };
		}
	}
	return { count, length, stored, kinds };
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

export const numberText = (n: number, base: Base): string =>
	base === "hex" ? hex(n) : countText(n);

/** `0x1000–0x2000`, the end exclusive. */
export const rangeText = (range: Range, base: Base): string =>
	`${numberText(range.start, base)}–${numberText(range.end, base)}`;

/** One sentence on what is loaded, for the totals row and for people who do not see the lanes. */
export function kindsText({ kinds }: ExtentTotals): string {
	const parts = EXTENT_KINDS.filter((kind) => kinds[kind] > 0).map(
		(kind) => `${countText(kinds[kind])} ${kind === "hole" && kinds.hole > 1 ? "holes" : kind}`,
	);
	return parts.join(", ");
}

/** How much of the map is loaded, in one line. */
export function loadedText(list: ExtentList, size: number): string {
	const { count, length } = list.totals;
	const extents = `${countText(count)} ${count === 1 ? "extent" : "extents"}`;
	if (list.complete) return `${extents}: ${kindsText(list.totals)}`;
	return `${extents} loaded, ${percentText(storedShare(length, size) ?? 0)} of the file`;
}
