/**
 * MicroLZMA without WebAssembly. The format is described in assembly/lzma.ts; this is the
 * same decoder, with indices into arrays where that one has addresses.
 */
import { type Codec, codecFailure } from "../codec";

const TOP = 2 ** 24;
const CERTAIN = 2048;
const MOVE = 5;

const MIN_MATCH = 2;
const AFTER_MATCH = 7;
const AFTER_LITERAL = Uint8Array.of(0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 4, 5);

// Where each group of probabilities begins; see assembly/lzma.ts.
const IS_MATCH = 0;
const IS_REPEAT = IS_MATCH + 12 * 16;
const IS_OLDER1 = IS_REPEAT + 16;
const IS_OLDER2 = IS_OLDER1 + 16;
const IS_OLDER3 = IS_OLDER2 + 16;
const IS_LONG = IS_OLDER3 + 16;
const SLOTS = IS_LONG + 12 * 16;
const SPECIAL = SLOTS + 4 * 64;
const ALIGN = SPECIAL + 128;
const MATCH_LENGTH = ALIGN + 16;
const LOW = 16;
const MIDDLE = LOW + 16 * 8;
const HIGH = MIDDLE + 16 * 8;
const REPEAT_LENGTH = MATCH_LENGTH + HIGH + 256;
const LITERALS = REPEAT_LENGTH + HIGH + 256;

const damaged = (what: string) => codecFailure("MicroLZMA", what);

/** The range coder with its probabilities. */
class RangeDecoder {
	#range = 0xffffffff;
	#code: number;
	#at = 5;
	readonly #input: Uint8Array;
	readonly #zeros: Uint16Array;

	constructor(input: Uint8Array, probabilities: number) {
		this.#input = input;
		this.#zeros = new Uint16Array(probabilities).fill(CERTAIN / 2);
		this.#code = new DataView(input.buffer, input.byteOffset).getUint32(1);
		if (this.#code === this.#range) throw damaged("it begins with an impossible number");
	}

	#normalize(): void {
		if (this.#range >= TOP) return;
		const byte = this.#input[this.#at++];
		if (byte === undefined) throw damaged("it ends early");
		this.#range = this.#range * 256;
		this.#code = this.#code * 256 + byte;
	}

	bit(index: number): 0 | 1 {
		this.#normalize();
		const zero = this.#zeros[index] ?? 0;
		const bound = (this.#range >>> 11) * zero;
		if (this.#code < bound) {
			this.#range = bound;
			this.#zeros[index] = zero + ((CERTAIN - zero) >> MOVE);
			return 0;
		}
		this.#range -= bound;
		this.#code -= bound;
		this.#zeros[index] = zero - (zero >> MOVE);
		return 1;
	}

	tree(index: number, limit: number): number {
		let node = 1;
		while (node < limit) node = (node << 1) | this.bit(index + node);
		return node - limit;
	}

	reverseTree(index: number, width: number): number {
		let node = 1;
		let value = 0;
		for (let i = 0; i < width; i++) {
			const bit = this.bit(index + node);
			node = (node << 1) | bit;
			value |= bit << i;
		}
		return value;
	}

	evenBits(width: number): number {
		let value = 0;
		for (let i = 0; i < width; i++) {
			this.#normalize();
			this.#range >>>= 1;
			const bit = this.#code >= this.#range ? 1 : 0;
			if (bit) this.#code -= this.#range;
			value = (value << 1) | bit;
		}
		return value;
	}

	/** A literal after a match; `guess` is the byte that the match would have gone on with. */
	matchedLiteral(index: number, guess: number): number {
		let node = 1;
		let matched = 0x100;
		let rest = guess;
		while (node < 0x100) {
			rest <<= 1;
			const guessed = rest & matched;
			const bit = this.bit(index + matched + guessed + node);
			node = (node << 1) | bit;
			matched &= bit ? guessed : ~guessed;
		}
		return node & 0xff;
	}

	/** @throws Failure unless the stream ends here, with nothing left over. */
	finish(): void {
		this.#normalize();
		if (this.#at < this.#input.length) throw damaged("input is left behind its end");
		if (this.#code !== 0) throw damaged("bits are left over at its end");
	}
}

function readLength(coder: RangeDecoder, group: number, position: number): number {
	if (!coder.bit(group)) return MIN_MATCH + coder.tree(group + LOW + position * 8, 8);
	if (!coder.bit(group + 1)) return MIN_MATCH + 8 + coder.tree(group + MIDDLE + position * 8, 8);
	return MIN_MATCH + 16 + coder.tree(group + HIGH, 256);
}

/** A distance less 1. */
function readDistance(coder: RangeDecoder, length: number): number {
	const slot = coder.tree(SLOTS + Math.min(length - MIN_MATCH, 3) * 64, 64);
	if (slot < 4) return slot;
	const width = (slot >> 1) - 1;
	const base = (2 | (slot & 1)) * 2 ** width;
	if (slot < 14) return base + coder.reverseTree(SPECIAL + base - slot, width);
	return base + coder.evenBits(width - 4) * 16 + coder.reverseTree(ALIGN, 4);
}

/** The last four distances less 1, most recent first. */
type Recent = [number, number, number, number];

/** Moves the distance that a repeated match uses to the front. */
function chooseRecent(coder: RangeDecoder, recent: Recent, state: number): Recent {
	const [a, b, c, d] = recent;
	if (!coder.bit(IS_OLDER2 + state)) return [b, a, c, d];
	if (!coder.bit(IS_OLDER3 + state)) return [c, a, b, d];
	return [d, a, b, c];
}

function decodeStream(
	input: Uint8Array,
	out: Uint8Array,
): { overrun: number; coder: RangeDecoder } {
	const properties = (input[0] ?? 0) ^ 0xff;
	const lc = properties % 9;
	const lp = Math.floor(properties / 9) % 5;
	const pb = Math.floor(properties / 45);
	if (pb > 4 || lc + lp > 4) throw damaged("its properties are not allowed");
	const coder = new RangeDecoder(input, LITERALS + (768 << (lc + lp)));

	let at = 0;
	let state = 0;
	let recent: Recent = [0, 0, 0, 0];
	while (at < out.length) {
		const position = at & ((1 << pb) - 1);
		if (!coder.bit(IS_MATCH + state * 16 + position)) {
			const context = ((at & ((1 << lp) - 1)) << lc) + ((out[at - 1] ?? 0) >> (8 - lc));
			const trees = LITERALS + context * 768;
			out[at] =
				state < AFTER_MATCH
					? coder.tree(trees, 0x100)
					: coder.matchedLiteral(trees, out[at - recent[0] - 1] ?? 0);
			at++;
			state = AFTER_LITERAL[state] ?? 0;
			continue;
		}

		const afterMatch = state >= AFTER_MATCH;
		let length = 1;
		if (!coder.bit(IS_REPEAT + state)) {
			length = readLength(coder, MATCH_LENGTH, position);
			recent = [readDistance(coder, length), recent[0], recent[1], recent[2]];
			state = afterMatch ? 10 : 7;
		} else {
			let isLong = true;
			if (!coder.bit(IS_OLDER1 + state)) isLong = !!coder.bit(IS_LONG + state * 16 + position);
			else recent = chooseRecent(coder, recent, state);
			if (isLong) length = readLength(coder, REPEAT_LENGTH, position);
			state = afterMatch ? 11 : isLong ? 8 : 9;
		}
		const distance = recent[0] + 1;
		if (distance > at) throw damaged("a match starts before its first byte");
		const end = at + length;
		const stop = Math.min(end, out.length);
		for (; at < stop; at++) out[at] = out[at - distance] ?? 0;
		at = end;
	}
	return { overrun: at - out.length, coder };
}

export const plain: Codec = {
	decode(input, out, { partial }) {
		if (input.length < 5) throw damaged("it ends early");
		const { overrun, coder } = decodeStream(input, out);
		if (partial) return;
		if (overrun > 0) throw damaged("it holds more bytes than expected");
		coder.finish();
	},
};
