/** DEFLATE blocks (RFC 1951): their kinds, their code lengths, and what they are made of. */

export interface DeflateBlock {
	/** First bit of the block, and the one behind it, counted from the lowest of the first byte. */
	readonly start: number;
	readonly end: number;
	readonly kind: "stored" | "fixed" | "dynamic";
	readonly final: boolean;
	readonly literals: number;
	readonly matches: number;
	/** Bits of the block by what they say; together they are all of it. */
	readonly bits: { readonly tables: number; readonly literals: number; readonly matches: number };
	/** Decoded bytes. */
	readonly output: number;
	/** Of each symbol how many bits its code has: of literals and lengths, and of distances. */
	readonly lengths: readonly number[];
	readonly distances: readonly number[];
}

export interface DeflateInside {
	readonly blocks: readonly DeflateBlock[];
	readonly stopped?: { readonly at: number; readonly why: string };
}

const MOST_BLOCKS = 4096;
const LENGTH_BASE = [
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
	163, 195, 227, 258,
];
const LENGTH_EXTRA = [
	0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
];
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const FIXED = Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8));
const FIXED_DISTANCES = Array.from({ length: 30 }, () => 5);

class Broken extends Error {}

class BitReader {
	at = 0;
	readonly #input: Uint8Array;

	constructor(input: Uint8Array) {
		this.#input = input;
	}

	bits(count: number): number {
		let value = 0;
		for (let i = 0; i < count; i++) {
			const byte = this.#input[this.at >> 3];
			if (byte === undefined) throw new Broken("The stream ends early.");
			value |= ((byte >> (this.at & 7)) & 1) << i;
			this.at++;
		}
		return value;
	}

	align(): void {
		this.at = (this.at + 7) & ~7;
	}
}

/** Canonical codes: of each length how many, and the symbols in their order. */
class Codes {
	readonly #counts = new Array<number>(16).fill(0);
	readonly #symbols: number[];

	constructor(lengths: readonly number[]) {
		const of = (symbol: number): number => lengths[symbol] ?? 0;
		for (const length of lengths)
			if (length > 0) this.#counts[length] = (this.#counts[length] ?? 0) + 1;
		this.#symbols = [...lengths.keys()]
			.filter((symbol) => of(symbol) > 0)
			.sort((a, b) => of(a) - of(b) || a - b);
	}

	read(from: BitReader): number {
		let code = 0;
		let first = 0;
		let index = 0;
		for (let length = 1; length < 16; length++) {
			code |= from.bits(1);
			const count = this.#counts[length] ?? 0;
			if (code - first < count) return this.#symbols[index + code - first] ?? 0;
			index += count;
			first = (first + count) << 1;
			code <<= 1;
		}
		throw new Broken("There is no such code.");
	}
}

/**
 * @param size bytes it decodes to, or that are used of it
 * @param partial whether it may decode to more
 */
export function deflateInside(input: Uint8Array, size: number, partial = false): DeflateInside {
	const from = new BitReader(input);
	const blocks: DeflateBlock[] = [];
	let left = size;
	try {
		while (blocks.length < MOST_BLOCKS) {
			const block = blockOf(from, left, partial);
			blocks.push(block);
			left -= block.output;
			// Behind the last byte of output come the end of its block, and perhaps blocks of nothing.
			if (block.final || (partial && left <= 0)) break;
		}
	} catch (error) {
		if (!(error instanceof Broken)) throw error;
		return { blocks, stopped: { at: from.at >> 3, why: error.message } };
	}
	return { blocks };
}

function blockOf(from: BitReader, left: number, partial: boolean): DeflateBlock {
	const start = from.at;
	const final = from.bits(1) === 1;
	const kind = (["stored", "fixed", "dynamic"] as const)[from.bits(2)];
	if (!kind) throw new Broken("The kind of the block is none.");
	if (kind === "stored") {
		from.align();
		const output = from.bits(16);
		from.bits(16);
		from.at += output * 8;
		const bits = { tables: from.at - start - output * 8, literals: output * 8, matches: 0 };
		const counts = { literals: output, matches: 0, output, lengths: [], distances: [] };
		return { start, end: from.at, kind, final, bits, ...counts };
	}
	const { lengths, distances } =
		kind === "fixed" ? { lengths: FIXED, distances: FIXED_DISTANCES } : codeLengths(from);
	const symbols = new Codes(lengths);
	const backs = new Codes(distances);
	let literals = 0;
	let matches = 0;
	let output = 0;
	const bits = { tables: from.at - start, literals: 0, matches: 0 };
	for (;;) {
		const before = from.at;
		const symbol = symbols.read(from);
		if (symbol === 256) {
			bits.tables += from.at - before;
			break;
		}
		if (output >= left) {
			if (!partial) throw new Broken("It decodes to more bytes than it should.");
			from.at = before;
			break;
		}
		if (symbol < 256) {
			literals++;
			output++;
			bits.literals += from.at - before;
		} else {
			const base = LENGTH_BASE[symbol - 257];
			if (base === undefined) throw new Broken("There is no such length.");
			output += base + from.bits(LENGTH_EXTRA[symbol - 257] ?? 0);
			const distance = backs.read(from);
			if (distance > 29) throw new Broken("There is no such distance.");
			from.bits(Math.max(0, (distance >> 1) - 1));
			matches++;
			bits.matches += from.at - before;
		}
	}
	return { start, end: from.at, kind, final, literals, matches, bits, output, lengths, distances };
}

function codeLengths(from: BitReader) {
	const literals = from.bits(5) + 257;
	const distances = from.bits(5) + 1;
	const count = from.bits(4) + 4;
	const of = new Array<number>(19).fill(0);
	for (const symbol of ORDER.slice(0, count)) of[symbol] = from.bits(3);
	const codes = new Codes(of);
	const all: number[] = [];
	while (all.length < literals + distances) {
		const symbol = codes.read(from);
		const before = symbol === 16 ? all.at(-1) : 0;
		if (before === undefined) throw new Broken("A length is repeated, and none is before it.");
		if (symbol < 16) all.push(symbol);
		else {
			const times =
				symbol === 18 ? from.bits(7) + 11 : symbol === 17 ? from.bits(3) + 3 : from.bits(2) + 3;
			for (let i = 0; i < times; i++) all.push(before);
		}
	}
	return { lengths: all.slice(0, literals), distances: all.slice(literals, literals + distances) };
}
