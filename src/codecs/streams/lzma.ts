/**
 * LZMA: of xz in chunks, whose state may go on from one to the next, of EROFS in one piece, and by
 * itself in steps. The format is described in assembly/lzma.ts.
 */
import { codecFailure } from "../codec";
import type { Window } from "./window";

const AFTER_LITERAL = Uint8Array.of(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 4, 5);
const AFTER_MATCH = 7;
const MIN_MATCH = 2;

// Where each group of probabilities begins.
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + 12 * 16;
const IS_OLDER1 = IS_REPEAT + 12;
const IS_OLDER2 = IS_OLDER1 + 12;
const IS_OLDER3 = IS_OLDER2 + 12;
const IS_LONG = IS_OLDER3 + 12;
const SLOTS = IS_LONG + 12 * 16;
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 128;
const MATCH_LENGTH = ALIGN + 16;
const LOW = 2;
const MIDDLE = LOW + 16 * 8;
const HIGH = MIDDLE + 16 * 8;
const REPEAT_LENGTH = MATCH_LENGTH + HIGH + 256;
const LITERALS = REPEAT_LENGTH + HIGH + 256;
const MOST = LITERALS + (0x300 << 4);
const HALF = 1024;
/** Instead of a distance less 1: the stream ends. */
const MARK = 0xffffffff;
const TOP = 2 ** 24;

/** What a step of the decoder gives: a byte of its own, a match, one at a distance of before, one byte of such. */
export type Packet = "literal" | "match" | "repeat" | "short";

export class LzmaDecoder {
	readonly #label: string;
	readonly #heard: ((packet: Packet, length: number) => void) | undefined;
	readonly #odds = new Uint16Array(MOST);
	#range = 0;
	#code = 0;
	#input: Uint8Array = new Uint8Array();
	#in = 0;
	#lc = 0;
	#lpMask = 0;
	#pbMask = 0;
	#state = 0;
	#recent: [number, number, number, number] = [0, 0, 0, 0];
	#isMarked = false;

	/**
	 * @param label for failures: what kind of data it is
	 * @param heard is told each packet and how many bytes it gives, before they are written
	 */
	constructor(label: string, heard?: (packet: Packet, length: number) => void) {
		this.#label = label;
		this.#heard = heard;
	}

	#damaged(what: string) {
		return codecFailure(this.#label, what);
	}

	/** @param properties one byte: (pb * 5 + lp) * 9 + lc */
	setProperties(properties: number): void {
		const lc = properties % 9;
		const lp = Math.floor(properties / 9) % 5;
		const pb = Math.floor(properties / 45);
		if (pb > 4 || lc + lp > 4) throw this.#damaged("its properties are not allowed");
		this.#lc = lc;
		this.#lpMask = (1 << lp) - 1;
		this.#pbMask = (1 << pb) - 1;
	}

	reset(): void {
		this.#odds.fill(HALF);
		this.#state = 0;
		this.#recent = [0, 0, 0, 0];
	}

	#bit(index: number): 0 | 1 {
		if (this.#range < TOP) {
			this.#range = (this.#range << 8) >>> 0;
			this.#code = ((this.#code << 8) | (this.#input[this.#in++] as number)) >>> 0;
		}
		const zero = this.#odds[index] as number;
		const bound = (this.#range >>> 11) * zero;
		if (this.#code < bound) {
			this.#range = bound;
			this.#odds[index] = zero + ((2048 - zero) >> 5);
			return 0;
		}
		this.#range -= bound;
		this.#code -= bound;
		this.#odds[index] = zero - (zero >> 5);
		return 1;
	}

	#tree(index: number, limit: number): number {
		let node = 1;
		while (node < limit) node = (node << 1) | this.#bit(index + node);
		return node - limit;
	}

	#reverse(index: number, width: number): number {
		let node = 1;
		let value = 0;
		for (let i = 0; i < width; i++) {
			const bit = this.#bit(index + node);
			node = (node << 1) | bit;
			value |= bit << i;
		}
		return value;
	}

	#even(width: number): number {
		let value = 0;
		for (let i = 0; i < width; i++) {
			if (this.#range < TOP) {
				this.#range = (this.#range << 8) >>> 0;
				this.#code = ((this.#code << 8) | (this.#input[this.#in++] as number)) >>> 0;
			}
			this.#range >>>= 1;
			const bit = this.#code >= this.#range ? 1 : 0;
			if (bit) this.#code -= this.#range;
			value = value * 2 + bit;
		}
		return value;
	}

	#length(group: number, position: number): number {
		if (!this.#bit(group)) return MIN_MATCH + this.#tree(group + LOW + position * 8, 8);
		if (!this.#bit(group + 1)) return MIN_MATCH + 8 + this.#tree(group + MIDDLE + position * 8, 8);
		return MIN_MATCH + 16 + this.#tree(group + HIGH, 256);
	}

	/** A distance less 1. */
	#distance(length: number): number {
		const slot = this.#tree(SLOTS + Math.min(length - MIN_MATCH, 3) * 64, 64);
		if (slot < 4) return slot;
		const width = (slot >> 1) - 1;
		const base = (2 | (slot & 1)) * 2 ** width;
		if (slot < 14) return base + this.#reverse(SPECIAL + base - slot, width);
		return base + this.#even(width - 4) * 16 + this.#reverse(ALIGN, 4);
	}

	#literal(out: Window, position: number): void {
		const before = out.known > 0 ? (out.bytes[out.at - 1] as number) : 0;
		const context = ((position & this.#lpMask) << this.#lc) + (before >> (8 - this.#lc));
		const trees = LITERALS + context * 0x300;
		let node = 1;
		if (this.#state >= AFTER_MATCH) {
			let guess = out.bytes[out.at - this.#recent[0] - 1] as number;
			let matched = 0x100;
			while (node < 0x100) {
				guess <<= 1;
				const guessed = guess & matched;
				const bit = this.#bit(trees + matched + guessed + node);
				node = (node << 1) | bit;
				matched &= bit ? guessed : ~guessed;
			}
		} else while (node < 0x100) node = (node << 1) | this.#bit(trees + node);
		out.bytes[out.at++] = node;
		out.known++;
		this.#state = AFTER_LITERAL[this.#state] as number;
	}

	/** Length of a repeated match, whose distance comes to the front; 1 for a single byte. */
	#repeated(position: number): number {
		const state = this.#state;
		const wasMatch = state >= AFTER_MATCH;
		if (!this.#bit(IS_OLDER1 + state)) {
			if (!this.#bit(IS_LONG + state * 16 + position)) {
				this.#state = wasMatch ? 11 : 9;
				return 1;
			}
		} else {
			const [a, b, c, d] = this.#recent;
			if (!this.#bit(IS_OLDER2 + state)) this.#recent = [b, a, c, d];
			else if (!this.#bit(IS_OLDER3 + state)) this.#recent = [c, a, b, d];
			else this.#recent = [d, a, b, c];
		}
		this.#state = wasMatch ? 11 : 8;
		return this.#length(REPEAT_LENGTH, position);
	}

	/** Begins with bytes of which the first is not of the stream. @throws Failure `corrupt` */
	begin(input: Uint8Array): void {
		if (input.length < 5) throw this.#damaged("it ends early");
		this.#input = input;
		this.#in = 5;
		this.#range = 0xffffffff;
		this.#code =
			(((input[1] as number) << 24) |
				((input[2] as number) << 16) |
				((input[3] as number) << 8) |
				(input[4] as number)) >>>
			0;
		if (this.#code === this.#range) throw this.#damaged("it begins with an impossible number");
	}

	/** Bytes of the input that were not taken yet. */
	get left(): number {
		return this.#input.length - this.#in;
	}

	/** Goes on with more bytes behind those that it has. */
	add(input: Uint8Array): void {
		const joined = new Uint8Array(this.left + input.length);
		joined.set(this.#input.subarray(this.#in));
		joined.set(input, this.left);
		this.#input = joined;
		this.#in = 0;
	}

	/** Whether a mark said that the stream ends. */
	get isMarked(): boolean {
		return this.#isMarked;
	}

	/** Whether the stream ends where its input does. */
	get isUsedUp(): boolean {
		return this.left === (this.#range < TOP ? 1 : 0) && this.#code === 0;
	}

	/** Writes more bytes of the last match. @throws Failure `corrupt` */
	goOn(out: Window, length: number): void {
		if (!out.appendMatch(this.#recent[0] + 1, length)) {
			throw this.#damaged("a match starts before its first byte");
		}
	}

	/**
	 * Decodes `size` bytes into `out`, which has room for them.
	 * @param position bytes that came out since the last reset of the dictionary
	 * @param mayEnd whether a mark may end the stream before: then there are fewer
	 * @returns bytes of the last match that are beyond those
	 * @throws Failure `corrupt`
	 */
	decode(out: Window, size: number, position: number, mayEnd = false): number {
		const start = out.at;
		const end = start + size;
		let beyond = 0;
		while (out.at < end) {
			const at = position + out.at - start;
			const place = at & this.#pbMask;
			if (!this.#bit(IS_MATCH + this.#state * 16 + place)) {
				this.#heard?.("literal", 1);
				this.#literal(out, at);
				continue;
			}
			let length: number;
			if (this.#bit(IS_REPEAT + this.#state)) {
				length = this.#repeated(place);
				this.#heard?.(length === 1 ? "short" : "repeat", length);
			} else {
				length = this.#length(MATCH_LENGTH, place);
				this.#heard?.("match", length);
				const [a, b, c] = this.#recent;
				this.#recent = [this.#distance(length), a, b, c];
				if (mayEnd && this.#recent[0] === MARK) {
					this.#isMarked = true;
					break;
				}
				this.#state = this.#state >= AFTER_MATCH ? 10 : 7;
			}
			const room = Math.min(length, end - out.at);
			beyond = length - room;
			this.goOn(out, room);
			this.#checkEnd();
		}
		this.#checkEnd();
		return beyond;
	}

	#checkEnd(): void {
		if (this.#in > this.#input.length) throw this.#damaged("it ends early");
	}

	/** @throws Failure `corrupt` unless the stream ends here, with nothing left over */
	finish(): void {
		// The coder reads ahead, and takes its last byte only when another bit would need it.
		if (this.#range < TOP) {
			this.#code = ((this.#code << 8) | (this.#input[this.#in++] as number)) >>> 0;
		}
		this.#checkEnd();
		if (this.#in < this.#input.length) throw this.#damaged("input is left behind its end");
		if (this.#code !== 0) throw this.#damaged("bits are left over at its end");
	}
}
