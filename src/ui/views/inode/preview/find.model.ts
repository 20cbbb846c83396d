/**
 * Finding words in a {@link TextLines}, a bounded step at a time, while more of
 * it arrives. Bytes are compared, so a hit is a byte range of the file; case is
 * ignored for ASCII letters only.
 */
import type { TextEncoding } from "../../../../worker/protocol";
import { unitOf } from "./encodings.model";
import { type TextLines, upperBound } from "./lines.model";

/** Bytes looked at in one step: about a millisecond. */
export const FIND_STEP = 256 * 1024;

/** Hits that are kept; a reader will not step through more. */
export const MOST_HITS = 100_000;

const lower = (b: number): number => (b >= 0x41 && b <= 0x5a ? b + 0x20 : b);
const same = (b: number): number => b;

export class TextFind {
	/** Where hits start, ascending, not overlapping. */
	readonly hits: number[] = [];
	/** Hits can start only from here on. */
	#next = 0;
	readonly #pattern: Uint8Array;
	readonly #fold: (b: number) => number;
	/** Bytes to go on by when the last byte of the window is the index (Horspool). */
	readonly #skip: Uint32Array;

	readonly #exact: Uint8Array;
	readonly #encoding: TextEncoding;

	constructor(pattern: Uint8Array, ignoreCase: boolean, encoding: TextEncoding = "utf-8") {
		this.#fold = ignoreCase ? lower : same;
		this.#exact = pattern;
		this.#encoding = encoding;
		this.#pattern = pattern.map(this.#fold);
		this.#skip = new Uint32Array(256).fill(pattern.length);
		this.#pattern.subarray(0, -1).forEach((b, i) => {
			this.#skip[b] = pattern.length - 1 - i;
		});
	}

	/** Bytes of a hit. */
	get length(): number {
		return this.#pattern.length;
	}

	get capped(): boolean {
		return this.hits.length >= MOST_HITS;
	}

	/** Bytes that need no further look. */
	get scanned(): number {
		return this.#next;
	}

	/** Looks at the next {@link FIND_STEP} bytes; false when all that has arrived was looked at. */
	step(text: TextLines): boolean {
		const start = this.#next;
		const n = this.length;
		if (n === 0 || this.capped || text.size - start < n) return false;
		const window = text.slice(start, start + FIND_STEP + n - 1);
		let at = 0;
		while (at + n <= window.length && !this.capped) {
			if (this.#matches(window, at) && this.#isWhole(window, at, start + at)) {
				this.hits.push(start + at);
				at += n;
			} else {
				at += this.#skip[this.#fold(window[at + n - 1] as number)] as number;
			}
		}
		// Where Horspool stopped is the first place a hit could still start.
		this.#next = start + Math.min(at, window.length);
		return text.size - this.#next >= n && !this.capped;
	}

	#matches(window: Uint8Array, at: number): boolean {
		const pattern = this.#pattern;
		for (let i = pattern.length - 1; i >= 0; i--) {
			if (this.#fold(window[at + i] as number) !== pattern[i]) return false;
		}
		return true;
	}

	/** In UTF-16 a hit begins at a unit, and only units of ASCII letters have a case that is ignored. */
	#isWhole(window: Uint8Array, at: number, offset: number): boolean {
		if (unitOf(this.#encoding) === 1) return true;
		if (offset % 2 === 1) return false;
		const [low, high] = this.#encoding === "utf-16le" ? [0, 1] : [1, 0];
		for (let i = 0; i < this.length; i += 2) {
			if (window[at + i + high] !== this.#exact[i + high]) return false;
			const differs = window[at + i + low] !== this.#exact[i + low];
			if (differs && window[at + i + high] !== 0) return false;
		}
		return true;
	}

	/** Index of the first hit at or after byte `offset`, around the end; -1 when there is none. */
	from(offset: number): number {
		if (this.hits.length === 0) return -1;
		return upperBound(this.hits, offset - 1) % this.hits.length;
	}
}
