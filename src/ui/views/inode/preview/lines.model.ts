/**
 * Text that arrives in pieces, cut into rows without decoding it.
 *
 * Only bytes and the offset of each row are kept; a row is decoded when it is
 * drawn. A line longer than {@link MOST_ROW} continues on the next row, so that a
 * file of one endless line costs no more than any other. Line feed ends a line; a
 * carriage return before it belongs to the line end.
 */
import { concat } from "../../../../base/text";

/** Bytes of a row, apart from a character that would be cut in two. */
export const MOST_ROW = 1024;

/** UTF-8 characters have at most 3 bytes after the first. */
const MOST_TAIL = 3;

const TAB = 9;
const LF = 10;
const CR = 13;

const isTail = (b: number): boolean => (b & 0xc0) === 0x80;

export interface Row {
	/** Bytes [start, end) of the file, without the line end. */
	readonly start: number;
	readonly end: number;
	/** 1-based. */
	readonly line: number;
	/** True when the row carries on the line of the row above. */
	readonly continued: boolean;
}

/** Columns a tab may take (`tab-size` in the style sheet). */
const TAB_SIZE = 4;

export class TextLines {
	readonly #chunks: Uint8Array[] = [];
	/** Where each chunk ends. */
	readonly #ends: number[] = [];
	/** Where each row starts; the last one may still be empty. */
	readonly #starts: number[] = [0];
	readonly #lines: number[] = [1];
	/** Columns of the row under way, an upper bound. */
	#columns = 0;
	#longest = 0;

	/** Bytes taken in so far. */
	get size(): number {
		return this.#ends.at(-1) ?? 0;
	}

	/** Rows so far; nothing after a final line feed makes no row. */
	get rows(): number {
		const last = this.#starts.at(-1) ?? 0;
		return this.#starts.length - (last === this.size ? 1 : 0);
	}

	get lines(): number {
		return this.rows === 0 ? 0 : (this.#lines[this.rows - 1] as number);
	}

	/** Columns of the widest row, an upper bound: the width to scroll. */
	get columns(): number {
		return Math.max(this.#longest, this.#columns);
	}

	append(chunk: Uint8Array): void {
		const base = this.size;
		let start = this.#starts.at(-1) as number;
		for (let i = 0; i < chunk.length; i++) {
			const b = chunk[i] as number;
			const length = base + i - start;
			if (b === LF) {
				start = this.#cut(base + i + 1, 1);
			} else if (
				length >= MOST_ROW &&
				(length >= MOST_ROW + MOST_TAIL || !(isTail(b) || b === CR))
			) {
				start = this.#cut(base + i, 0);
			}
			this.#columns += b === TAB ? TAB_SIZE : b === LF ? 0 : 1;
		}
		this.#chunks.push(chunk);
		this.#ends.push(base + chunk.length);
	}

	#cut(start: number, newLine: 0 | 1): number {
		this.#starts.push(start);
		this.#lines.push((this.#lines.at(-1) as number) + newLine);
		this.#longest = Math.max(this.#longest, this.#columns);
		this.#columns = 0;
		return start;
	}

	/** @throws RangeError when there is no such row. */
	row(index: number): Row {
		const start = this.#starts[index];
		const line = this.#lines[index];
		if (start === undefined || line === undefined) throw new RangeError(`no row ${index}`);
		const next = this.#starts[index + 1];
		const continued = this.#lines[index - 1] === line;
		const ended = next !== undefined && this.#lines[index + 1] !== line;
		return {
			start,
			end: ended ? this.#lineEnd(start, next) : (next ?? this.size),
			line,
			continued,
		};
	}

	/** The end of a line's text: before its line feed and a carriage return in front of that. */
	#lineEnd(start: number, next: number): number {
		const [before] = next - 2 >= start ? this.slice(next - 2, next - 1) : [];
		return before === CR ? next - 2 : next - 1;
	}

	/** The row that holds byte `offset`; the last row for offsets beyond. */
	rowAt(offset: number): number {
		return Math.max(0, Math.min(this.rows, upperBound(this.#starts, offset)) - 1);
	}

	/** Bytes [start, end), cut to what has arrived. */
	slice(start: number, end: number): Uint8Array {
		const pieces: Uint8Array[] = [];
		for (let i = upperBound(this.#ends, start); i < this.#chunks.length; i++) {
			const chunk = this.#chunks[i] as Uint8Array;
			const base = (this.#ends[i] as number) - chunk.length;
			if (base >= end) break;
			pieces.push(chunk.subarray(Math.max(0, start - base), end - base));
		}
		return pieces.length === 1 ? (pieces[0] as Uint8Array) : concat(pieces);
	}
}

/** How many of the ascending numbers are <= `value`. */
export function upperBound(sorted: readonly number[], value: number): number {
	let low = 0;
	let high = sorted.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((sorted[middle] as number) <= value) low = middle + 1;
		else high = middle;
	}
	return low;
}
