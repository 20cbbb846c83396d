/**
 * Finding words in a {@link TextLines}, a bounded step at a time, while more of
 * it arrives. Bytes are compared, so a hit is a byte range of the file; case is
 * ignored for ASCII letters only.
 */
import { utf8Bytes } from "../../../../base/text";
import { type TextLines, upperBound } from "./lines.model";
import type { TextEncoding } from "./sniff.model";

/** Bytes looked at in one step: about a millisecond. */
export const FIND_STEP = 256 * 1024;

/** Hits that are kept; a reader will not step through more. */
export const MOST_HITS = 100_000;

const lower = (b: number): number => (b >= 0x41 && b <= 0x5a ? b + 0x20 : b);
const same = (b: number): number => b;

function latinBytes(text: string): Uint8Array | undefined {
	const codes = Array.from(text, (c) => c.codePointAt(0) as number);
	return codes.every((code) => code <= 0xff) ? Uint8Array.from(codes) : undefined;
}

/** The bytes that stand for `text`; undefined when the encoding cannot write it. */
export const patternOf = (text: string, encoding: TextEncoding): Uint8Array | undefined =>
	encoding === "utf-8" ? utf8Bytes(text) : latinBytes(text);

export class TextFind {
	/** Where hits start, ascending, not overlapping. */
	readonly hits: number[] = [];
	/** Hits can start only from here on. */
	#next = 0;
	readonly #pattern: Uint8Array;
	readonly #fold: (b: number) => number;
	/** Bytes to go on by when the last byte of the window is the index (Horspool). */
	readonly #skip: Uint32Array;

	constructor(pattern: Uint8Array, ignoreCase: boolean) {
		this.#fold = ignoreCase ? lower : same;
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
			if (this.#matches(window, at)) {
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

	/** Index of the first hit at or after byte `offset`, around the end; -1 when there is none. */
	from(offset: number): number {
		if (this.hits.length === 0) return -1;
		return upperBound(this.hits, offset - 1) % this.hits.length;
	}
}
