/**
 * Decoding tables for DEFLATE's prefix codes.
 *
 * A table answers with one 32-bit entry for the next bits of the stream:
 *
 *     bits 0..7    how many bits to drop: the code and its extra bits
 *     bits 8..11   length of the code alone
 *     bits 13..15  END, LINK, SPECIAL
 *     bits 16..30  literal byte, base of a length or distance, or start of a subtable
 *     bit  31      LITERAL
 *
 * Codes longer than the table's index are found through a LINK to a subtable further
 * on, whose index width is where a plain entry has its code length.
 */
import { copyBytes, fillBytes } from "./common";

export const LITERAL: u32 = 1 << 31;
/** Neither a literal nor a match: LINK, END or, with neither of them, an unused code. */
export const SPECIAL: u32 = 1 << 15;
export const LINK: u32 = 1 << 14;
export const END: u32 = 1 << 13;

export const PRECODE_BITS: u32 = 7;
export const LITLEN_BITS: u32 = 11;
export const DISTANCE_BITS: u32 = 8;

const MAX_CODE_LENGTH: u32 = 15;
const PRECODE_SYMBOLS: u32 = 19;
const LITLEN_SYMBOLS: u32 = 288;
const DISTANCE_SYMBOLS: u32 = 32;

// Each subtable serves at least two codes, and its index has the bits that remain:
// at most 144 subtables of 16 entries, and 16 of 128.
export const PRECODE: usize = memory.data(4 << 7, 16);
export const LITLEN: usize = memory.data(4 * (2048 + 144 * 16), 16);
export const DISTANCE: usize = memory.data(4 * (256 + 16 * 128), 16);

/** Code lengths, one byte a symbol, with room for a run that passes the end. */
export const LENGTHS: usize = memory.data(288 + 32 + 138 + 16, 16);

/** For each symbol of an alphabet: its entry without the code length. */
const PRECODE_RESULTS: usize = memory.data(4 * 19, 16);
const LITLEN_RESULTS: usize = memory.data(4 * 288, 16);
const DISTANCE_RESULTS: usize = memory.data(4 * 32, 16);

/** Per code length: how many codes, and where the next one goes in SORTED. */
const COUNTS: usize = memory.data(4 * 16, 16);
const PLACES: usize = memory.data(4 * 16, 16);
/** Symbols by code length, then by number: the order in which codes are handed out. */
const SORTED: usize = memory.data(2 * 288, 16);

function fillResults(): void {
	for (let symbol: u32 = 0; symbol < PRECODE_SYMBOLS; symbol++) {
		store<u32>(PRECODE_RESULTS + (symbol << 2), symbol << 16);
	}

	for (let symbol: u32 = 0; symbol < LITLEN_SYMBOLS; symbol++) {
		store<u32>(LITLEN_RESULTS + (symbol << 2), symbol < 256 ? LITERAL | (symbol << 16) : SPECIAL);
	}
	store<u32>(LITLEN_RESULTS + (256 << 2), SPECIAL | END);
	let base: u32 = 3;
	for (let symbol: u32 = 257; symbol < 285; symbol++) {
		const extra = symbol < 265 ? 0 : (symbol - 261) >> 2;
		store<u32>(LITLEN_RESULTS + (symbol << 2), (base << 16) | extra);
		base += 1 << extra;
	}
	store<u32>(LITLEN_RESULTS + (285 << 2), 258 << 16);

	base = 1;
	for (let symbol: u32 = 0; symbol < DISTANCE_SYMBOLS; symbol++) {
		const extra = symbol < 4 ? 0 : (symbol - 2) >> 1;
		store<u32>(DISTANCE_RESULTS + (symbol << 2), symbol < 30 ? (base << 16) | extra : SPECIAL);
		base += 1 << extra;
	}
}

fillResults();

/**
 * Fills COUNTS and SORTED; false when the lengths do not make a usable code.
 * Symbols without a code come first in SORTED.
 */
function sortSymbols(lengths: usize, symbols: u32, mayBeIncomplete: bool): bool {
	fillBytes(COUNTS, 0, 4 * 16);
	for (let symbol: u32 = 0; symbol < symbols; symbol++) {
		const count = COUNTS + ((load<u8>(lengths + symbol) as u32) << 2);
		store<u32>(count, load<u32>(count) + 1);
	}

	store<u32>(PLACES, 0);
	let place = load<u32>(COUNTS);
	let free: i32 = 1; // codes of the current length that no shorter code has taken
	for (let length: u32 = 1; length <= MAX_CODE_LENGTH; length++) {
		const count = load<u32>(COUNTS + (length << 2));
		store<u32>(PLACES + (length << 2), place);
		place += count;
		free = (free << 1) - (count as i32);
		if (free < 0) return false;
	}
	const used = symbols - load<u32>(COUNTS);
	const single = used === 0 || (used === 1 && load<u32>(COUNTS + 4) === 1);
	if (free > 0 && !(mayBeIncomplete && single)) return false;

	for (let symbol: u32 = 0; symbol < symbols; symbol++) {
		const next = PLACES + ((load<u8>(lengths + symbol) as u32) << 2);
		const at = load<u32>(next);
		store<u32>(next, at + 1);
		store<u16>(SORTED + (at << 1), symbol as u16);
	}
	return true;
}

/**
 * The code after `code`, one higher as a number of `length` bits. Codes are kept
 * as they appear in the stream, first bit lowest, so the carry runs downwards.
 */
function nextCode(code: u32, length: u32): u32 {
	const highestZero: u32 = 1 << (31 - clz(code ^ ((1 << length) - 1)));
	return (code & (highestZero - 1)) | highestZero;
}

/** The entry of the symbol at a place in SORTED. */
function entryAt(place: u32, results: usize, length: u32): u32 {
	const symbol: u32 = load<u16>(SORTED + (place << 1));
	return load<u32>(results + (symbol << 2)) + length * 0x101;
}

/** Index width of the subtable whose first code has `length` bits; `left` such codes remain. */
function subtableBits(length: u32, left: u32, tableBits: u32): u32 {
	let bits = length - tableBits;
	let filled = left;
	while (filled < (1 as u32) << bits) {
		bits++;
		filled = (filled << 1) + load<u32>(COUNTS + ((tableBits + bits) << 2));
	}
	return bits;
}

/** Builds one table from code lengths; false when they do not make a usable code. */
function build(lengths: usize, symbols: u32, results: usize, table: usize, tableBits: u32): bool {
	if (!sortSymbols(lengths, symbols, tableBits !== PRECODE_BITS)) return false;
	let place = load<u32>(COUNTS);
	let code: u32 = 0;
	let length: u32 = 1;

	// A code with one symbol or none leaves these two as they are.
	store<u32>(table, SPECIAL);
	store<u32>(table + 4, SPECIAL);
	// Codes that fit the index. After each length the filled part is doubled, so
	// that every code appears with all the bits that may follow it.
	for (; length <= tableBits; length++) {
		for (let left = load<u32>(COUNTS + (length << 2)); left > 0; left--) {
			store<u32>(table + (code << 2), entryAt(place++, results, length));
			code = nextCode(code, length);
		}
		const filled: u32 = 4 << length;
		if (length < tableBits) copyBytes(table + filled, table, filled);
	}

	// Longer codes, in subtables by their first `tableBits` bits.
	const mask: u32 = (1 << tableBits) - 1;
	let end: u32 = 1 << tableBits;
	let start: u32 = 0;
	let width: u32 = 0;
	let prefix: u32 = u32.MAX_VALUE;
	for (; place < symbols; length++) {
		for (let left = load<u32>(COUNTS + (length << 2)); left > 0; left--) {
			if ((code & mask) !== prefix) {
				prefix = code & mask;
				start = end;
				width = subtableBits(length, left, tableBits);
				end = start + (1 << width);
				store<u32>(table + (prefix << 2), SPECIAL | LINK | (start << 16) | (width << 8));
			}
			const entry = entryAt(place++, results, length);
			const step: u32 = 1 << (length - tableBits);
			for (let at = start + (code >> tableBits); at < end; at += step) {
				store<u32>(table + (at << 2), entry);
			}
			code = nextCode(code, length);
		}
	}
	return true;
}

export function buildPrecode(lengths: usize): bool {
	return build(lengths, PRECODE_SYMBOLS, PRECODE_RESULTS, PRECODE, PRECODE_BITS);
}

export function buildLitlen(lengths: usize, symbols: u32): bool {
	return build(lengths, symbols, LITLEN_RESULTS, LITLEN, LITLEN_BITS);
}

export function buildDistance(lengths: usize, symbols: u32): bool {
	return build(lengths, symbols, DISTANCE_RESULTS, DISTANCE, DISTANCE_BITS);
}
