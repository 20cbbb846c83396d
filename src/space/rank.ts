/** Files in the order of a figure: those of a directory, of a question, whose names match. */
import { NONE } from "../census/inodes";
import { NameSearch } from "../census/search";
import { sortByStart } from "../ownership/order";
import { isBelow } from "./below";
import type { Ledger } from "./ledger";
import { COLUMNS, type ColumnId } from "./lists/column";
import type { List } from "./lists/list";

export interface RankParams {
	readonly list: List;
	/** Row of the directory below which files count. */
	readonly directory: number;
	/** Names, as a filter takes them; empty for all. */
	readonly query: string;
	/** `path`: in the order of the tree. */
	readonly sort: ColumnId | "path";
	readonly descending: boolean;
}

/** Figures are sorted as whole numbers: shares have parts. */
const PARTS = 2 ** 20;

/** @returns rows of inodes */
export function rank(ledger: Ledger, params: RankParams): Uint32Array<ArrayBuffer> {
	const { tree, ownership } = ledger;
	const { list, directory, query, sort, descending } = params;
	const matches = query ? matching(ledger, query) : undefined;
	const isWanted = list.where?.(ledger) ?? (() => true);
	const isHere = isBelow(tree, directory);
	const all = new Uint32Array(tree.inodes.count);
	let count = 0;
	for (let row = 0; row < all.length; row++) {
		if (matches && !matches[row]) continue;
		if (isHere(row) && ownership.inhabitants.isReadable(row) && isWanted(row)) all[count++] = row;
	}
	const rows = all.slice(0, count);
	if (sort === "path") {
		const placeOf = (row: number) => {
			const entry = tree.entryOf(row);
			return entry === NONE ? 0 : entry + 1;
		};
		sortByStart(rows, { startOf: placeOf });
		return descending ? rows.reverse() : rows;
	}
	const column = COLUMNS[sort];
	const values = column.values(ledger);
	const scale = column.unit === "share" ? PARTS : 1;
	// What has no figure is last, in either order.
	const none = descending ? 0 : Number.MAX_SAFE_INTEGER;
	sortByStart(rows, {
		startOf(row) {
			const value = values[row] as number;
			return Number.isNaN(value) ? none : Math.round(value * scale);
		},
	});
	return descending ? rows.reverse() : rows;
}

interface Matching {
	readonly query: string;
	/** By row of the inode: whether one of its names matches. */
	readonly matches: Uint8Array;
}

/** The last answer of each: lists of one filter are sorted again and again. */
const lastMatching = new WeakMap<Ledger, Matching>();

function matching(ledger: Ledger, query: string): Uint8Array {
	const last = lastMatching.get(ledger);
	if (last?.query === query) return last.matches;
	const { tree } = ledger;
	const matches = new Uint8Array(tree.inodes.count);
	const search = new NameSearch(tree, query);
	const { count } = tree.entries;
	for (const entry of search.next(count, count, count))
		matches[tree.entries.inode[entry] as number] = 1;
	lastMatching.set(ledger, { query, matches });
	return matches;
}
