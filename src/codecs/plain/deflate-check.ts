/**
 * Walks a raw DEFLATE stream (RFC 1951) without writing anything and holds it against
 * every rule that zlib enforces: stored lengths, complete codes, symbols in use,
 * distances, the end. It exists because fflate, which then decodes the stream, takes
 * over-full codes and wrong stored lengths without complaint.
 */
import { codecFailure } from "../codec";

const MAX_LITLEN_SYMBOLS = 286;
const MAX_DISTANCE_SYMBOLS = 30;
const END_OF_BLOCK = 256;
const PRECODE_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const damaged = (what: string) => codecFailure("DEFLATE", what);

/** Bits from the low end of each byte on; zeros behind the last byte. */
class BitReader {
	/** Position in bits. */
	at = 0;
	readonly input: Uint8Array;

	constructor(input: Uint8Array) {
		this.input = input;
	}

	/** The next 16 bits. */
	peek(): number {
		const { input } = this;
		const byte = this.at >>> 3;
		const three =
			(input[byte] ?? 0) | ((input[byte + 1] ?? 0) << 8) | ((input[byte + 2] ?? 0) << 16);
		return (three >>> (this.at & 7)) & 0xffff;
	}

	take(width: number): number {
		const value = this.peek() & ((1 << width) - 1);
		this.at += width;
		return value;
	}

	/** Bytes of which at least one bit is taken. @throws Failure when there are not so many. */
	bytesUsed(): number {
		const bytes = (this.at + 7) >>> 3;
		if (bytes > this.input.length) throw damaged("it ends early");
		return bytes;
	}
}

/** A prefix code as a table indexed by as many bits as its longest code has. */
class PrefixCode {
	/** `symbol << 4 | length`; 0 where no code begins like this. */
	readonly #table: Uint16Array;
	readonly #mask: number;

	/** @throws Failure when zlib would refuse these lengths. */
	constructor(lengths: Uint8Array, mayBeIncomplete: boolean) {
		const counts = new Uint16Array(17);
		for (const length of lengths) if (length > 0) counts[length] = (counts[length] ?? 0) + 1;
		const used = counts.reduce((sum, count) => sum + count);
		const longest = lengths.reduce((a, b) => Math.max(a, b), 0);

		// The first code of each length. Where none is free any more, it is a power of two.
		const next = new Uint32Array(17);
		for (let length = 1; length <= longest; length++) {
			const end = (next[length] ?? 0) + (counts[length] ?? 0);
			if (end > 1 << length) throw damaged("a prefix code is over-full");
			next[length + 1] = end << 1;
		}
		const complete = longest > 0 && next[longest + 1] === 2 << longest;
		if (!complete && !(mayBeIncomplete && longest <= 1 && used <= 1)) {
			throw damaged("a prefix code is incomplete");
		}

		const size = 1 << longest;
		const table = new Uint16Array(size);
		for (let symbol = 0; symbol < lengths.length; symbol++) {
			const length = lengths[symbol] ?? 0;
			if (length === 0) continue;
			const code = next[length] ?? 0;
			next[length] = code + 1;
			const entry = (symbol << 4) | length;
			for (let at = reverse(code, length); at < size; at += 1 << length) table[at] = entry;
		}
		this.#table = table;
		this.#mask = size - 1;
	}

	/** @throws Failure when the bits are no code. */
	read(reader: BitReader): number {
		const entry = this.#table[reader.peek() & this.#mask];
		if (!entry) throw damaged("a code stands for no symbol");
		reader.at += entry & 15;
		return entry >> 4;
	}
}

/** The lowest `width` bits of `code`, last bit first. */
function reverse(code: number, width: number): number {
	let reversed = 0;
	for (let bit = 0; bit < width; bit++) reversed |= ((code >> bit) & 1) << (width - 1 - bit);
	return reversed;
}

interface Codes {
	readonly litlen: PrefixCode;
	readonly distance: PrefixCode;
}

/** The codes of fixed blocks, RFC 1951 section 3.2.6. */
const FIXED_CODES: Codes = {
	litlen: new PrefixCode(new Uint8Array(288).fill(8).fill(9, 144, 256).fill(7, 256, 280), false),
	distance: new PrefixCode(new Uint8Array(32).fill(5), false),
};

/** The codes of a dynamic block, whose lengths are themselves coded and run-length packed. */
function readCodes(reader: BitReader): Codes {
	const litlenSymbols = reader.take(5) + 257;
	const distanceSymbols = reader.take(5) + 1;
	const precodeSymbols = reader.take(4) + 4;
	if (litlenSymbols > MAX_LITLEN_SYMBOLS || distanceSymbols > MAX_DISTANCE_SYMBOLS) {
		throw damaged("a block declares too many symbols");
	}
	const precodeLengths = new Uint8Array(19);
	for (const symbol of PRECODE_ORDER.slice(0, precodeSymbols)) {
		precodeLengths[symbol] = reader.take(3);
	}
	const precode = new PrefixCode(precodeLengths, false);

	const lengths = new Uint8Array(litlenSymbols + distanceSymbols);
	for (let at = 0; at < lengths.length; ) {
		const symbol = precode.read(reader);
		const [length, repeat] = readRun(reader, symbol, lengths[at - 1]);
		if (at + repeat > lengths.length) throw damaged("a run of code lengths is too long");
		lengths.fill(length, at, at + repeat);
		at += repeat;
	}
	if (lengths[END_OF_BLOCK] === 0) throw damaged("a block has no end");
	return {
		litlen: new PrefixCode(lengths.subarray(0, litlenSymbols), true),
		distance: new PrefixCode(lengths.subarray(litlenSymbols), true),
	};
}

/** A code length and how often it comes. `previous` is the length before, if there is one. */
function readRun(reader: BitReader, symbol: number, previous?: number): [number, number] {
	if (symbol < 16) return [symbol, 1];
	if (symbol === 17) return [0, reader.take(3) + 3];
	if (symbol === 18) return [0, reader.take(7) + 11];
	if (previous === undefined) throw damaged("there is no code length to repeat");
	return [previous, reader.take(2) + 3];
}

/** Passes over a stored block; returns its size. */
function skipStored(reader: BitReader): number {
	reader.at = reader.bytesUsed() * 8;
	const size = reader.take(16);
	if ((size ^ reader.take(16)) !== 0xffff) throw damaged("a stored length is wrong");
	reader.at += size * 8;
	return size;
}

/** Walks the symbols of a block; returns how many bytes there are after it, or at `stop`. */
function walkSymbols(reader: BitReader, codes: Codes, before: number, stop: number): number {
	let size = before;
	while (size < stop) {
		const symbol = codes.litlen.read(reader);
		reader.bytesUsed();
		if (symbol === END_OF_BLOCK) break;
		if (symbol < END_OF_BLOCK) {
			size++;
			continue;
		}
		const length = readLength(reader, symbol - 257);
		if (readDistance(reader, codes.distance.read(reader)) > size) {
			throw damaged("a match starts before its first byte");
		}
		size += length;
	}
	return size;
}

/** From length symbol 8 on, four symbols share a number of extra bits; the last is 258. */
function readLength(reader: BitReader, symbol: number): number {
	if (symbol > 28) throw damaged("a length symbol is not in use");
	if (symbol === 28) return 258;
	if (symbol < 8) return symbol + 3;
	const extra = (symbol >> 2) - 1;
	return 3 + ((4 + (symbol & 3)) << extra) + reader.take(extra);
}

/** From distance symbol 4 on, two symbols share a number of extra bits. */
function readDistance(reader: BitReader, symbol: number): number {
	if (symbol > 29) throw damaged("a distance symbol is not in use");
	if (symbol < 4) return symbol + 1;
	const extra = (symbol >> 1) - 1;
	return 1 + ((2 + (symbol & 1)) << extra) + reader.take(extra);
}

/**
 * How many bytes of `input` hold the first `size` decoded bytes. Unless `partial`, the
 * stream must end there, and `input` too.
 * @throws Failure `corrupt`
 */
export function checkDeflate(input: Uint8Array, size: number, partial: boolean): number {
	const reader = new BitReader(input);
	const stop = partial ? size : size + 1;
	let decoded = 0;
	for (let last = false; !last && decoded < stop; ) {
		last = reader.take(1) === 1;
		const type = reader.take(2);
		if (type === 3) throw damaged("a block has the reserved type");
		if (type === 0) decoded += skipStored(reader);
		else {
			const codes = type === 1 ? FIXED_CODES : readCodes(reader);
			decoded = walkSymbols(reader, codes, decoded, stop);
		}
	}
	const used = reader.bytesUsed();
	if (partial ? decoded < size : decoded !== size) throw damaged("its length is wrong");
	if (!partial && used < input.length) throw damaged("input is left behind its end");
	return used;
}
