/**
 * Where in a directory block its entries and their names lie (format section 8.1):
 *
 *   | dirent 0 | dirent 1 | … | name 0 | name 1 | … | zero bytes |
 *
 * Pure arithmetic, without judging: `view` holds the block of `length` bytes at `start`; offsets
 * of names count from there and are as stored, so they may be anything.
 */
import { DIRENT, dirent } from "./structs/dirent";

const { nameoff } = dirent.at;

/** Entries of the block; 0 when its first name offset, which tells, cannot be right. */
export function entryCount(view: DataView, start: number, length: number): number {
	const first = length >= DIRENT ? nameStart(view, start, 0) : 0;
	return first >= DIRENT && first % DIRENT === 0 && first < length ? first / DIRENT : 0;
}

/** First byte of the name of entry `i`. */
export const nameStart = (view: DataView, start: number, i: number): number =>
	view.getUint16(start + i * DIRENT + nameoff, true);

/** The byte behind it: where the next name begins; the last ends at a zero byte or with the block. */
export function nameEnd(
	view: DataView,
	start: number,
	length: number,
	i: number,
	count: number,
): number {
	if (i + 1 < count) return nameStart(view, start, i + 1);
	let end = Math.min(nameStart(view, start, i), length);
	while (end < length && view.getUint8(start + end) !== 0) end++;
	return end;
}

/** Whether names can be bytes [from, to): behind the entries, inside the block, not backwards. */
export const isNameRange = (from: number, to: number, count: number, length: number): boolean =>
	from >= count * DIRENT && to >= from && to <= length;
