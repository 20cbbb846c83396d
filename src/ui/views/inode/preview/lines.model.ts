/**
 * Text that arrives in pieces, cut into rows without decoding it.
 *
 * Only bytes and the offset of each row are kept; a row is decoded when it is
 * drawn. A line longer than {@link MOST_ROW} continues on the next row, so that a
 * file of one endless line costs no more than any other. Line feed ends a line; a
 * carriage return before it belongs to the line end. Bytes that are not there, and
 * long runs of zeros, are a row by themselves, however many they are.
 */
import { intersect, type Range, roundDown, roundUp } from "../../../../base/range";
import { concat } from "../../../../base/text";
import type { TextEncoding } from "../../../../worker/protocol";
import { unitOf } from "./encodings.model";

/** Bytes of a row, apart from a character that would be cut in two. */
export const MOST_ROW = 1024;

/** UTF-8 characters have at most 3 bytes after the first. */
const MOST_TAIL = 3;

/** Zero bytes that are no text any more, but a hole in it. */
const LEAST_ZEROS = 64;

/** `missing`: bytes the image could not deliver. */
export type Hole = "missing" | "zeros";

const TAB = 9;
const LF = 10;
const CR = 13;

/** Whether a byte, or a unit of UTF-16, goes on with the character before it. */
const isTail = (code: number, unit: 1 | 2): boolean =>
	unit === 1 ? (code & 0xc0) === 0x80 : code >= 0xdc00 && code < 0xe000;

export interface Row {
	/** Bytes [start, end) of the file, without the line end. */
	readonly start: number;
	readonly end: number;
	/** 1-based. */
	readonly line: number;
	/** True when the row carries on the line of the row above. */
	readonly continued: boolean;
	/** Set when there is no text in it. */
	readonly hole?: Hole;
}

/** Columns a tab may take (`tab-size` in the style sheet). */
const TAB_SIZE = 4;
/** Columns of the words that stand for a hole, about. */
const HOLE_COLUMNS = 30;

export class TextLines {
	readonly #chunks: Uint8Array[] = [];
	/** Where each chunk ends. */
	readonly #ends: number[] = [];
	/** Where each row starts; the last one may still be empty. */
	readonly #starts: number[] = [0];
	readonly #lines: number[] = [1];
	readonly #holes = new Map<number, Hole>();
	/** Set while the last row is a hole. */
	#inside: Hole | undefined;
	/** Zero bytes up to now. */
	#zeros = 0;
	/** The byte before. */
	#before = 0;
	/** Columns of the row under way, an upper bound. */
	#columns = 0;
	#longest = 0;
	/** Bytes of a unit, and whether its first is the lower one. */
	readonly #unit: 1 | 2;
	readonly #little: boolean;

	constructor(encoding: TextEncoding = "utf-8") {
		this.#unit = unitOf(encoding);
		this.#little = encoding === "utf-16le";
	}

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

	/** @param missing bytes of the file that are not there, ascending; zeros stand for them */
	append(chunk: Uint8Array, missing: readonly Range[] = []): void {
		const arrived = { start: this.size, end: this.size + chunk.length };
		this.#chunks.push(chunk);
		this.#ends.push(arrived.end);
		const solid = (start: number, end: number) =>
			this.#take(chunk.subarray(start - arrived.start, end - arrived.start), start);
		let at = arrived.start;
		for (const range of missing) {
			const gap = intersect(range, { start: at, end: arrived.end });
			if (!gap) continue;
			solid(at, gap.start);
			this.#enter("missing", gap.start);
			at = gap.end;
		}
		solid(at, arrived.end);
	}

	#take(bytes: Uint8Array, start: number): void {
		if (bytes.length === 0) return;
		if (this.#inside === "missing") this.#leave(start);
		const unit = this.#unit;
		for (let i = 0; i < bytes.length; i++) {
			const at = start + i;
			const b = bytes[i] as number;
			const before = this.#before;
			this.#before = b;
			this.#zeros = b === 0 ? this.#zeros + 1 : 0;
			if (this.#inside) {
				if (b === 0) continue;
				this.#leave(roundDown(at, unit));
			} else if (this.#zeros === LEAST_ZEROS) {
				this.#enter("zeros", roundUp(at + 1 - LEAST_ZEROS, unit));
				continue;
			}
			if (unit === 1) this.#see(b, at);
			else if (at % 2 === 1)
				this.#see(this.#little ? before | (b << 8) : (before << 8) | b, at - 1);
		}
	}

	/** One byte of the text, or one unit of UTF-16, at byte `at`. */
	#see(code: number, at: number): void {
		const length = at - (this.#starts.at(-1) as number);
		if (code === LF) {
			this.#cut(at + this.#unit, 1);
			return;
		}
		const mayCut = !(isTail(code, this.#unit) || code === CR);
		if (length >= MOST_ROW && (mayCut || length >= MOST_ROW + MOST_TAIL)) this.#cut(at, 0);
		this.#columns += code === TAB ? TAB_SIZE : 1;
	}

	/** What comes from byte `at` on is a hole. A row before it may have taken a part of it. */
	#enter(hole: Hole, at: number): void {
		if (this.#inside === hole) return;
		const row = this.#starts.at(-1) as number;
		if (at > row) this.#cut(at, 0);
		this.#holes.set(this.#starts.length - 1, hole);
		this.#inside = hole;
		this.#columns = HOLE_COLUMNS;
	}

	#leave(at: number): void {
		this.#inside = undefined;
		this.#zeros = 0;
		if (at > (this.#starts.at(-1) as number)) this.#cut(at, 0);
		else this.#holes.delete(this.#starts.length - 1);
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
		const end = ended ? this.#lineEnd(start, next) : (next ?? this.size);
		const hole = this.#holes.get(index);
		return { start, end, line, continued, ...(hole ? { hole } : {}) };
	}

	/** The end of a line's text: before its line feed and a carriage return in front of that. */
	#lineEnd(start: number, next: number): number {
		const unit = this.#unit;
		const feed = next - unit;
		if (feed - unit < start) return feed;
		const [a = 0, b = 0] = this.slice(feed - unit, feed);
		const code = unit === 1 ? a : this.#little ? a | (b << 8) : (a << 8) | b;
		return code === CR ? feed - unit : feed;
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
