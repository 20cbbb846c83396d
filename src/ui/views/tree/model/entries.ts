/**
 * Reading single rows out of `EntryColumns`. Listings stay columnar: a row is
 * an index, and only rows on screen ever become strings.
 */
import { type Exact, exact } from "../../../../base/exact";
import { showPart } from "../../../../base/text";
import { storedShare } from "../../../../base/words";
import type { BelowColumns, EntryColumns } from "../../../../worker/protocol";
import { sumOf } from "../../../state/below";

/** Indexes into TYPE_NAMES (dirent `file_type`). */
export const FILE = 1;
export const DIRECTORY = 2;

/** Raw bytes of name `i`, a view into the arena. */
export const nameOf = (entries: EntryColumns, i: number): Uint8Array =>
	entries.names.subarray(entries.nameStart[i], entries.nameStart[i + 1]);

/** A name on screen, as part of a path. */
export const entryName = (entries: EntryColumns, i: number): string => showPart(nameOf(entries, i));

export const isDirectory = (entries: EntryColumns, i: number): boolean =>
	entries.type[i] === DIRECTORY;

/** What a column says of entry `i`; undefined where another says that it is not known. */
const column64 =
	(column: "size" | "stored" | "mtime", known: "known" | "storedKnown") =>
	(entries: EntryColumns, i: number): Exact | undefined =>
		entries[known][i] ? exact(entries[column][i] as bigint) : undefined;

const ownSizeOf = column64("size", "known");
export const storedOf = column64("stored", "storedKnown");
export const timeOf = column64("mtime", "known");

/** Of a directory it is known when what it occupies is: see {@link withBelow}. */
export const sizeOf = (entries: EntryColumns, i: number): Exact | undefined =>
	isDirectory(entries, i) && !entries.storedKnown[i] ? undefined : ownSizeOf(entries, i);

/** Stored share of a file, or of what is below a directory; undefined where it says nothing. */
export function shareOf(entries: EntryColumns, i: number): number | undefined {
	const size = sizeOf(entries, i);
	const stored = storedOf(entries, i);
	const type = entries.type[i];
	if (size === undefined || stored === undefined) return undefined;
	return type === FILE || type === DIRECTORY ? storedShare(stored, size) : undefined;
}

/**
 * The entries with sizes of directories that say what is below them, instead of how long their own
 * lists of entries are; not known as long as the sums are not.
 */
export function withBelow(entries: EntryColumns, below: BelowColumns | undefined): EntryColumns {
	if (!entries.type.includes(DIRECTORY)) return entries;
	const size = entries.size.slice();
	const stored = entries.stored.slice();
	const storedKnown = entries.storedKnown.slice();
	for (let i = 0; i < entries.count; i++) {
		if (!isDirectory(entries, i)) continue;
		const sum = below && sumOf(below, entries.nid[i] as bigint);
		size[i] = BigInt(sum?.size ?? 0);
		stored[i] = BigInt(sum?.stored ?? 0);
		storedKnown[i] = sum ? 1 : 0;
	}
	return { ...entries, size, stored, storedKnown };
}

/** Unsigned byte order of name `i` against bytes, as the kernel's directory search does. */
export function compareNameTo(entries: EntryColumns, i: number, name: Uint8Array): number {
	const { names, nameStart } = entries;
	const start = nameStart[i] ?? 0;
	const length = (nameStart[i + 1] ?? start) - start;
	const n = Math.min(length, name.length);
	for (let k = 0; k < n; k++) {
		const d = (names[start + k] as number) - (name[k] as number);
		if (d) return d;
	}
	return length - name.length;
}

/** Index of the first entry with exactly this name, or -1. */
export function findName(entries: EntryColumns, name: Uint8Array, sorted: boolean): number {
	if (!sorted) {
		for (let i = 0; i < entries.count; i++) if (compareNameTo(entries, i, name) === 0) return i;
		return -1;
	}
	let low = 0;
	let high = entries.count;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (compareNameTo(entries, middle, name) < 0) low = middle + 1;
		else high = middle;
	}
	return low < entries.count && compareNameTo(entries, low, name) === 0 ? low : -1;
}
