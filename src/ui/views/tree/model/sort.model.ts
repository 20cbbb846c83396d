/**
 * The order in which a listing's rows are shown, as an index array computed once per
 * listing and sort. Ties always fall back to the name; unknown values come last in
 * both directions, because "unknown" is neither small nor large.
 */
import type { EntryColumns } from "../../../../worker/protocol";
import { DIRECTORY, shareOf } from "./entries";
import { type Keys, radixSort, sortByName } from "./radix";

export type ColumnId = "name" | "size" | "stored" | "ratio" | "mode" | "owner" | "time";

export interface Sort {
	/** Absent: the order in which the rows came. */
	readonly column?: ColumnId;
	readonly descending: boolean;
	readonly directoriesFirst: boolean;
}

export const BY_NAME: Sort = { column: "name", descending: false, directoriesFirst: true };
export const AS_FOUND: Sort = { descending: false, directoriesFirst: false };

/** The order that a list of hits has too: one that was chosen. Else they stand as they were found. */
export const chosenSort = ({ column, descending }: Sort): Sort | undefined =>
	column === BY_NAME.column && descending === BY_NAME.descending
		? undefined
		: { ...(column ? { column } : {}), descending, directoriesFirst: false };

/** What a click on a column header does. Sizes and times are most often wanted largest first. */
export function nextSort(sort: Sort, column: ColumnId): Sort {
	if (sort.column === column) return { ...sort, descending: !sort.descending };
	return {
		...sort,
		column,
		descending: column === "size" || column === "stored" || column === "time",
	};
}

const word = new Float64Array(1);
const halves = new Uint32Array(word.buffer);
// Typed arrays use the machine's byte order; find out which half is which.
word[0] = 1;
const HIGH = halves[1] === 0 ? 0 : 1;

/** Keys whose unsigned order is the order of the numbers; NaN sorts behind all of them. */
function numberKeys(count: number, value: (i: number) => number, descending: boolean): Keys {
	const high = new Uint32Array(count);
	const low = new Uint32Array(count);
	for (let i = 0; i < count; i++) {
		const v = value(i);
		if (Number.isNaN(v)) {
			high[i] = 0xffffffff;
			low[i] = 0xffffffff;
			continue;
		}
		// Negating instead of reversing keeps ties in name order; adding 0 turns -0 into 0.
		word[0] = (descending ? -v : v) + 0;
		const h = halves[HIGH] as number;
		const l = halves[1 - HIGH] as number;
		// IEEE 754 doubles order like sign-magnitude integers.
		high[i] = h >>> 31 ? ~h : h | 0x80000000;
		low[i] = h >>> 31 ? ~l : l;
	}
	return { high, low };
}

/** The words of 64-bit integers are keys already, once the sign is turned. */
function integerKeys(values: BigUint64Array | BigInt64Array, descending: boolean): Keys {
	const { buffer, byteOffset, length } = values;
	const words = new Uint32Array(buffer, byteOffset, 2 * length);
	const sign = values instanceof BigInt64Array ? 0x80000000 : 0;
	const turn = descending ? 0xffffffff : 0;
	const high = new Uint32Array(length);
	const low = new Uint32Array(length);
	for (let i = 0; i < length; i++) {
		high[i] = (words[2 * i + HIGH] as number) ^ sign ^ turn;
		low[i] = (words[2 * i + 1 - HIGH] as number) ^ turn;
	}
	return { high, low };
}

const invert = (values: Uint32Array): Uint32Array => values.map((v) => ~v);

function keysOf(entries: EntryColumns, column: ColumnId, descending: boolean): Keys {
	const { count, size, stored, mode, mtime, uid, gid } = entries;
	const by = (value: (i: number) => number) => numberKeys(count, value, descending);
	switch (column) {
		case "size":
			return integerKeys(size, descending);
		case "stored":
			return integerKeys(stored, descending);
		case "time":
			return integerKeys(mtime, descending);
		case "ratio":
			return by((i) => shareOf(entries, i) ?? Number.NaN);
		case "mode":
			return by((i) => (mode[i] as number) & 0o7777);
		default:
			return descending ? { high: invert(uid), low: invert(gid) } : { high: uid, low: gid };
	}
}

function identity(count: number): Uint32Array<ArrayBuffer> {
	const order = new Uint32Array(count);
	for (let i = 0; i < count; i++) order[i] = i;
	return order;
}

/** Rows whose `column` has `value`, then the rest. Nothing is copied where there is only one of both. */
function partition(
	order: Uint32Array<ArrayBuffer>,
	column: Uint8Array,
	value: number,
): Uint32Array<ArrayBuffer> {
	const count = order.length;
	let some = 0;
	for (let i = 0; i < count; i++) if (column[i] === value) some++;
	if (some === 0 || some === count) return order;
	const out = new Uint32Array(count);
	let first = 0;
	let rest = some;
	for (let k = 0; k < count; k++) {
		const i = order[k] as number;
		if (column[i] === value) out[first++] = i;
		else out[rest++] = i;
	}
	return out;
}

/**
 * Row position -> entry index.
 * @param sorted whether the names ascend in byte order already
 */
export function orderOf(
	entries: EntryColumns,
	sort: Sort,
	sorted = false,
): Uint32Array<ArrayBuffer> {
	let order = identity(entries.count);
	if (sort.column) {
		if (!sorted) sortByName(order, entries);
		if (sort.column !== "name") {
			const ordered = radixSort(order, keysOf(entries, sort.column, sort.descending));
			order = partition(ordered, entries.known, 1);
		} else if (sort.descending) order.reverse();
	}
	return sort.directoriesFirst ? partition(order, entries.type, DIRECTORY) : order;
}

/** The inverse of an order: entry index -> row position. */
export function rankOf(order: Uint32Array): Uint32Array<ArrayBuffer> {
	const rank = new Uint32Array(order.length);
	for (let position = 0; position < order.length; position++) {
		rank[order[position] as number] = position;
	}
	return rank;
}
