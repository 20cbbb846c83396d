/**
 * The literals section of a Zstandard block (RFC 8878, section 3.1.1.3.1): bytes that
 * the sequences then place between matches. Stored, one byte repeated, or in a Huffman
 * code whose lengths are described here or remembered from an earlier block.
 */
import { BAD_CODE, BAD_HEADER, fillBytes, INPUT_ENDS, put, TOO_LONG } from "./common";
import { KEEPS } from "./keeps";
import {
	bitsLeft,
	drop,
	firstBuffer,
	hasBits,
	nextBuffer,
	openBits,
	peek,
	refill,
	resumeBits,
	take,
	usedBytes,
} from "./zstd-bits";
import {
	buildStates,
	distributionLog,
	distributionSymbols,
	PROBABILITIES,
	readDistribution,
} from "./zstd-fse";

const STORED: u32 = 0;
const REPEATED: u32 = 1;
const TREELESS: u32 = 3;

const MAX_CODE_BITS: u32 = 11;
const MAX_WEIGHTS: u32 = 255;
const MAX_WEIGHT_LOG: u32 = 6;
export const MAX_BLOCK: u32 = 128 << 10;

/** Decoded literals of the current block. */
const BUFFER: usize = memory.data((128 << 10) + 512, 16);
/** The code as a table of `2^tableBits` entries: `length << 8 | symbol`. */
const TABLE: usize = memory.data(2 << 11, 16);
/** Width of the index of TABLE; 0 as long as no code was described. */
let tableBits: u32 = 0;

/** Weight of each symbol: 0 when unused, else `longest code + 1 - its length`. */
const WEIGHTS: usize = memory.data(256 + 8, 16);
const WEIGHT_COUNTS: usize = memory.data(4 * 16, 16);
const WEIGHT_STATES: usize = memory.data(8 << 6, 16);
const WEIGHT_RESULTS: usize = memory.data(8 * 256, 16);

for (let symbol: u32 = 0; symbol < 256; symbol++) {
	store<u64>(WEIGHT_RESULTS + (symbol << 3), (symbol as u64) << 32);
}

/** Where the literals are, and how many. Readable up to `SLACK` bytes past their end. */
export let literals: usize = 0;
export let literalsSize: usize = 0;

/** A new frame remembers nothing of the one before. */
export function forgetLiteralCode(): void {
	tableBits = 0;
}

/**
 * Reads FSE-coded weights. Two states take turns with one stream of bits; when it runs
 * out, the state whose turn comes next still holds a last weight.
 * Returns how many weights there are, or a negative code.
 */
function readCodedWeights(src: usize, end: usize): i32 {
	const used = readDistribution(src, end, MAX_WEIGHTS + 1, MAX_WEIGHT_LOG);
	if (used < 0) return used;
	const log = distributionLog;
	buildStates(WEIGHT_STATES, log, PROBABILITIES, distributionSymbols, WEIGHT_RESULTS);

	if (!hasBits(src + used, end)) return BAD_CODE;
	openBits(src + used, end);
	let state = take(log);
	let next = take(log);
	if (bitsLeft() < 0) return BAD_CODE;

	for (let count: u32 = 0; count < MAX_WEIGHTS - 1; count++) {
		const entry = load<u64>(WEIGHT_STATES + ((state as usize) << 3));
		store<u8>(WEIGHTS + count, (entry >> 32) as u8);
		state = next;
		refill();
		next = (entry & 0xffff) + take(entry >> 16);
		if (bitsLeft() < 0) {
			const last = load<u64>(WEIGHT_STATES + ((state as usize) << 3));
			store<u8>(WEIGHTS + count + 1, (last >> 32) as u8);
			return count + 2;
		}
	}
	return BAD_CODE;
}

/** Reads weights of four bits each, the first in a byte's high half. */
function readPlainWeights(src: usize, count: u32): i32 {
	for (let i: u32 = 0; i < count; i += 2) {
		const pair: u32 = load<u8>(src + (i >> 1));
		store<u16>(WEIGHTS + i, ((pair >> 4) | ((pair & 15) << 8)) as u16);
	}
	return count;
}

/** Builds TABLE from so many weights; the last weight is the one that completes the code. */
function buildTable(count: u32): bool {
	memory.fill(WEIGHT_COUNTS, 0, 4 * 16);
	let total: u32 = 0;
	for (let symbol: u32 = 0; symbol < count; symbol++) {
		const weight: u32 = load<u8>(WEIGHTS + symbol);
		if (weight > MAX_CODE_BITS) return false;
		const at = WEIGHT_COUNTS + (weight << 2);
		store<u32>(at, load<u32>(at) + 1);
		total += (1 << weight) >> 1;
	}
	if (total === 0) return false;
	const bits: u32 = 32 - clz(total);
	const rest: u32 = (1 << bits) - total;
	if (bits > MAX_CODE_BITS || (rest & (rest - 1)) !== 0) return false;
	const last: u32 = 32 - clz(rest);
	store<u8>(WEIGHTS + count, last as u8);
	const lastCount = WEIGHT_COUNTS + (last << 2);
	store<u32>(lastCount, load<u32>(lastCount) + 1);
	// Of the longest codes there are always two at least.
	if (load<u32>(WEIGHT_COUNTS + 4) < 2) return false;

	// From counts to places: the longest codes come first in the table.
	let place: u32 = 0;
	for (let weight: u32 = 1; weight <= bits; weight++) {
		const at = WEIGHT_COUNTS + (weight << 2);
		const codes = load<u32>(at);
		store<u32>(at, place);
		place += codes << (weight - 1);
	}
	for (let symbol: u32 = 0; symbol <= count; symbol++) {
		const weight: u32 = load<u8>(WEIGHTS + symbol);
		if (weight === 0) continue;
		const at = WEIGHT_COUNTS + (weight << 2);
		const first = load<u32>(at);
		const size: u32 = 1 << (weight - 1);
		store<u32>(at, first + size);
		fillEntries(TABLE + (first << 1), ((bits + 1 - weight) << 8) | symbol, size);
	}
	tableBits = bits;
	return true;
}

/** Writes `size` equal entries of 16 bits; `size` is a power of two. */
function fillEntries(to: usize, entry: u32, size: u32): void {
	if (size === 1) store<u16>(to, entry as u16);
	else if (size === 2) store<u32>(to, entry * 0x10001);
	else if (size === 4) store<u64>(to, (entry as u64) * 0x1000100010001);
	else {
		const entries = i16x8.splat(entry as i16);
		for (let at: u32 = 0; at < size; at += 8) v128.store(to + (at << 1), entries);
	}
}

/** Reads the description of a Huffman code. Returns the bytes used, or a negative code. */
function readCode(src: usize, end: usize): i32 {
	if (src >= end) return INPUT_ENDS;
	const header: u32 = load<u8>(src);
	const size: usize = header < 128 ? header : (header - 126) >> 1;
	if (size > end - src - 1) return INPUT_ENDS;
	const count =
		header < 128
			? readCodedWeights(src + 1, src + 1 + size)
			: readPlainWeights(src + 1, header - 127);
	if (count < 0) return count;
	return buildTable(count) ? 1 + (size as i32) : BAD_CODE;
}

/** Decodes what is left of a stream; false when it does not end exactly. */
function finishStream(to: usize, toEnd: usize): bool {
	while (to < toEnd) {
		refill();
		const entry: u32 = load<u16>(TABLE + ((peek(tableBits) as u32) << 1));
		drop(entry >> 8);
		put(to++, entry);
	}
	return bitsLeft() === 0;
}

function decodeOneStream(src: usize, end: usize, size: u32): bool {
	if (!hasBits(src, end)) return false;
	openBits(src, end);
	return finishStream(BUFFER, BUFFER + size);
}

/**
 * Decodes four streams in turns, five codes each, so that the processor can work on all
 * of them at once. `src` is at the sizes of the first three, two bytes each.
 * Reading below the start of a damaged stream is harmless: the tables are there.
 */
function decodeFourStreams(src: usize, end: usize, size: u32): bool {
	if (src + 6 > end || size < 6) return false;
	const src1 = src + 6;
	const src2 = src1 + load<u16>(src);
	const src3 = src2 + load<u16>(src, 2);
	const src4 = src3 + load<u16>(src, 4);
	if (src2 > end || src3 > end || src4 > end) return false;
	if (!hasBits(src1, src2) || !hasBits(src2, src3)) return false;
	if (!hasBits(src3, src4) || !hasBits(src4, end)) return false;

	const quarter = (size + 3) >> 2;
	let to1 = BUFFER;
	let to2 = BUFFER + quarter;
	let to3 = BUFFER + 2 * quarter;
	let to4 = BUFFER + 3 * quarter;
	let from1 = src2 - 8;
	let from2 = src3 - 8;
	let from3 = src4 - 8;
	let from4 = end - 8;
	let buffer1 = firstBuffer(src2);
	let buffer2 = firstBuffer(src3);
	let buffer3 = firstBuffer(src4);
	let buffer4 = firstBuffer(end);

	const shift = 64 - tableBits;
	for (let turns = (size - 3 * quarter) / 5; turns > 0; turns--) {
		for (let i = 0; i < 5; i++) {
			const entry1: u32 = load<u16>(TABLE + (((buffer1 >> shift) as u32) << 1));
			const entry2: u32 = load<u16>(TABLE + (((buffer2 >> shift) as u32) << 1));
			const entry3: u32 = load<u16>(TABLE + (((buffer3 >> shift) as u32) << 1));
			const entry4: u32 = load<u16>(TABLE + (((buffer4 >> shift) as u32) << 1));
			buffer1 <<= entry1 >> 8;
			buffer2 <<= entry2 >> 8;
			buffer3 <<= entry3 >> 8;
			buffer4 <<= entry4 >> 8;
			put(to1++, entry1);
			put(to2++, entry2);
			put(to3++, entry3);
			put(to4++, entry4);
		}
		from1 -= usedBytes(buffer1);
		from2 -= usedBytes(buffer2);
		from3 -= usedBytes(buffer3);
		from4 -= usedBytes(buffer4);
		buffer1 = nextBuffer(from1, buffer1);
		buffer2 = nextBuffer(from2, buffer2);
		buffer3 = nextBuffer(from3, buffer3);
		buffer4 = nextBuffer(from4, buffer4);
	}

	resumeBits(src1, from1, buffer1);
	if (!finishStream(to1, BUFFER + quarter)) return false;
	resumeBits(src2, from2, buffer2);
	if (!finishStream(to2, BUFFER + 2 * quarter)) return false;
	resumeBits(src3, from3, buffer3);
	if (!finishStream(to3, BUFFER + 3 * quarter)) return false;
	resumeBits(src4, from4, buffer4);
	return finishStream(to4, BUFFER + size);
}

/** Literals that are stored or repeat one byte: a size of 5, 12 or 20 bits, then the bytes. */
function readPlainLiterals(src: usize, end: usize, maxSize: u32): i32 {
	const header = load<u32>(src);
	const format = (header >> 2) & 3;
	let headerSize: u32 = 1;
	let size = (header & 0xff) >> 3;
	if (format === 1) {
		headerSize = 2;
		size = (header & 0xffff) >> 4;
	} else if (format === 3) {
		headerSize = 3;
		size = (header & 0xffffff) >> 4;
	}
	if (size > maxSize) return TOO_LONG;

	const bytes = src + headerSize;
	const repeated = (header & 3) === REPEATED;
	const used: usize = headerSize + (repeated ? 1 : size);
	if (used > end - src) return INPUT_ENDS;
	literalsSize = size;
	literals = repeated ? BUFFER : bytes;
	if (KEEPS && repeated) fillBytes(BUFFER, load<u8>(bytes), size);
	return used as i32;
}

/** Literals in a Huffman code: two sizes of 10, 14 or 18 bits, the code, the streams. */
function readCodedLiterals(src: usize, end: usize, maxSize: u32): i32 {
	const header = load<u64>(src);
	const format = ((header as u32) >> 2) & 3;
	const width: u32 = format < 2 ? 10 : format === 2 ? 14 : 18;
	const headerSize: usize = format < 2 ? 3 : format === 2 ? 4 : 5;
	const size = ((header >> 4) as u32) & ((1 << width) - 1);
	const codedSize: usize = ((header >> (4 + width)) as u32) & ((1 << width) - 1);
	if (size > maxSize) return TOO_LONG;
	if (headerSize + codedSize > end - src) return INPUT_ENDS;

	let at = src + headerSize;
	const codedEnd = at + codedSize;
	if (((header as u32) & 3) === TREELESS) {
		if (tableBits === 0) return BAD_HEADER;
	} else {
		const used = readCode(at, codedEnd);
		if (used < 0) return used;
		at += used;
	}
	const decoded =
		format === 0 ? decodeOneStream(at, codedEnd, size) : decodeFourStreams(at, codedEnd, size);
	literals = BUFFER;
	literalsSize = size;
	return decoded ? ((headerSize + codedSize) as i32) : BAD_CODE;
}

/** Reads the section and sets `literals`. Returns the bytes used, or a negative code. */
export function readLiterals(src: usize, end: usize, maxSize: u32): i32 {
	if (src >= end) return INPUT_ENDS;
	const type = load<u8>(src) & 3;
	return type === STORED || type === REPEATED
		? readPlainLiterals(src, end, maxSize)
		: readCodedLiterals(src, end, maxSize);
}
