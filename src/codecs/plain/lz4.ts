/**
 * LZ4 without WebAssembly: lz4js behind a check of our own.
 *
 * lz4js is quick but trusts its input: it takes any distance, reads on behind a cut
 * block and knows no end of the output. So the sequences are walked first, under the
 * rules of assembly/lz4.ts; lz4js then decodes all but the last one, which is where an
 * output that is smaller than the block ends.
 */
import { decompressBlock } from "lz4js";
import { type Codec, codecFailure } from "../codec";

const MIN_MATCH = 4;
const LAST_LITERALS = 5;
const LAST_MATCH_START = 12;
const DISTANCE_BYTES = 2;
/** What follows the literals of every sequence but the last: distance, token, 5 literals. */
const LAST_SEQUENCE = DISTANCE_BYTES + 1 + LAST_LITERALS;

/** The last sequence, its lengths cut to the output. Offsets into input and output. */
interface LastSequence {
	readonly start: number;
	readonly outputAt: number;
	readonly literalsAt: number;
	readonly literals: number;
	readonly distance: number;
	readonly length: number;
}

const damaged = (what: string) => codecFailure("LZ4", what);

class Reader {
	at = 0;
	readonly input: Uint8Array;

	constructor(input: Uint8Array) {
		this.input = input;
	}

	byte(): number {
		const value = this.input[this.at++];
		if (value === undefined) throw damaged("it ends early");
		return value;
	}

	/** A length whose first four bits are in the token: 15 means that more bytes follow. */
	length(nibble: number): number {
		let length = nibble;
		if (nibble < 15) return length;
		let more: number;
		do {
			more = this.byte();
			length += more;
		} while (more === 255);
		return length;
	}
}

/** @throws Failure when the block breaks a rule before `size` bytes are decoded. */
function findLastSequence(input: Uint8Array, size: number, partial: boolean): LastSequence {
	const reader = new Reader(input);
	const lastDistance = input.length - (partial ? DISTANCE_BYTES : LAST_SEQUENCE);
	const lastMatch = size - (partial ? 1 : LAST_MATCH_START);
	const lastMatchEnd = size - (partial ? 0 : LAST_LITERALS);
	let outputAt = 0;

	for (;;) {
		const start = reader.at;
		const token = reader.byte();
		const literals = Math.min(reader.length(token >> 4), partial ? size - outputAt : Infinity);
		const literalsAt = reader.at;
		const sequence = { start, outputAt, literalsAt, literals, distance: 0, length: 0 };
		outputAt += literals;
		reader.at += literals;
		if (reader.at > lastDistance || outputAt > lastMatch) {
			if (reader.at > input.length) throw damaged("it ends early");
			if (outputAt !== size) throw damaged("its length is wrong");
			if (!partial && reader.at < input.length) throw damaged("input is left behind its end");
			return sequence;
		}

		const distance = reader.byte() | (reader.byte() << 8);
		if (distance === 0 || distance > outputAt)
			throw damaged("a match starts before its first byte");
		const length = reader.length(token & 15) + MIN_MATCH;
		outputAt += length;
		if (partial && outputAt >= size) {
			return { ...sequence, distance, length: length - (outputAt - size) };
		}
		if (outputAt > lastMatchEnd) throw damaged("a match lies too near to its end");
	}
}

export const plain: Codec = {
	decode(input, out, { partial }) {
		const last = findLastSequence(input, out.length, partial);
		decompressBlock(input, out, 0, last.start, 0);

		const { literalsAt, literals, distance, length } = last;
		out.set(input.subarray(literalsAt, literalsAt + literals), last.outputAt);
		const matchAt = last.outputAt + literals;
		for (let at = matchAt; at < matchAt + length; at++) out[at] = out[at - distance] ?? 0;
	},
};
