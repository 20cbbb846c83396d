/**
 * A raw DEFLATE stream (RFC 1951): stored, fixed and dynamic blocks.
 *
 * Bits are packed from the low end of each byte, so what comes next is always at the
 * low end of a 64-bit buffer. A refill tops it up to at least 56 bits, and a whole
 * match needs 48 (15 + 5 for the length, 15 + 13 for the distance).
 *
 * Accepts exactly what zlib accepts: a literal or distance code may be incomplete
 * only if it has a single one-bit code, and a code is judged when it is used.
 */
import {
	BAD_CODE,
	BAD_DISTANCE,
	BAD_HEADER,
	copyBytes,
	copyMatch,
	fillBytes,
	INPUT_ENDS,
	INPUT_LEFT,
	OK,
	TOO_LONG,
	TOO_SHORT,
} from "./common";
import {
	buildDistance,
	buildLitlen,
	buildPrecode,
	DISTANCE,
	DISTANCE_BITS,
	END,
	LENGTHS,
	LINK,
	LITLEN,
	LITLEN_BITS,
	PRECODE,
	PRECODE_BITS,
	SPECIAL,
} from "./inflate-tables";

export { heapBase } from "./common";

const STORED: u32 = 0;
const FIXED: u32 = 1;
const DYNAMIC: u32 = 2;

const END_OF_BLOCK: u32 = 256;
const MAX_LITLEN_SYMBOLS: u32 = 286;
const MAX_DISTANCE_SYMBOLS: u32 = 30;

/** The order in which the lengths of the precode are stored: rarest last. */
const PRECODE_ORDER: usize = memory.data<u8>([
	16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
]);

// The decoder's registers.
let src: usize = 0;
let bits: u64 = 0;
/** How many of `bits` are good: in the low six bits; above them is noise. */
let count: u64 = 0;
let dst: usize = 0;

let inputEnd: usize = 0;
let outputStart: usize = 0;
/** Decoding stops when `dst` gets here: the end, or one byte more to see that nothing follows. */
let stop: usize = 0;
/** Whether the tables are those of fixed blocks, so that many such blocks cost nothing. */
let hasFixedCodes: bool = false;

/** Tops the buffer up to at least 56 bits. Reads up to 8 bytes past `src`. */
function refill(): void {
	bits |= load<u64>(src) << count;
	src += ((~count >> 3) & 7) as usize;
	count |= 56;
}

/** Removes bits from the buffer. Only the low six bits of `width` count. */
function drop(width: u64): void {
	bits >>= width;
	count -= width;
}

function take(width: u32): u32 {
	const value = (bits as u32) & ((1 << width) - 1);
	drop(width);
	return value;
}

/** The first byte of which no bit has been taken. */
function nextByte(): usize {
	return (src - ((count & 63) >> 3)) as usize;
}

function copyStored(): i32 {
	const from = nextByte();
	if (from + 4 > inputEnd) return INPUT_ENDS;
	const size: usize = load<u16>(from);
	if ((size ^ load<u16>(from + 2)) !== 0xffff) return BAD_HEADER;
	src = from + 4;
	bits = 0;
	count = 0;

	const wanted = min(size, stop - dst);
	if (wanted > inputEnd - src) return INPUT_ENDS;
	copyBytes(dst, src, wanted);
	src += size;
	dst += wanted;
	return OK;
}

/** Reads the code for code lengths: three bits for each symbol. */
function readPrecode(symbols: u32): bool {
	fillBytes(LENGTHS, 0, 19);
	for (let i: u32 = 0; i < symbols; i++) {
		refill();
		store<u8>(LENGTHS + load<u8>(PRECODE_ORDER + i), take(3) as u8);
	}
	return buildPrecode(LENGTHS);
}

/** Reads the code lengths of a dynamic block, run-length coded, and builds its tables. */
function readDynamicCodes(): i32 {
	const litlenSymbols = take(5) + 257;
	const distanceSymbols = take(5) + 1;
	const precodeSymbols = take(4) + 4;
	hasFixedCodes = false;
	if (litlenSymbols > MAX_LITLEN_SYMBOLS) return BAD_HEADER;
	if (distanceSymbols > MAX_DISTANCE_SYMBOLS) return BAD_HEADER;

	if (!readPrecode(precodeSymbols)) return BAD_CODE;
	const total = litlenSymbols + distanceSymbols;
	let at: u32 = 0;
	while (at < total) {
		if (src > inputEnd + 8) return INPUT_ENDS;
		refill();
		const entry = load<u32>(PRECODE + (((bits as u32) & ((1 << PRECODE_BITS) - 1)) << 2));
		drop(entry & 0xff);
		const symbol = entry >> 16;
		if (symbol < 16) {
			store<u8>(LENGTHS + at++, symbol as u8);
			continue;
		}
		let length: u8 = 0;
		let repeat: u32;
		if (symbol === 16) {
			if (at === 0) return BAD_HEADER;
			length = load<u8>(LENGTHS + at - 1);
			repeat = take(2) + 3;
		} else if (symbol === 17) {
			repeat = take(3) + 3;
		} else {
			repeat = take(7) + 11;
		}
		fillBytes(LENGTHS + at, length, repeat);
		at += repeat;
	}
	if (at > total) return BAD_HEADER;
	if (load<u8>(LENGTHS + END_OF_BLOCK) === 0) return BAD_CODE;
	if (!buildDistance(LENGTHS + litlenSymbols, distanceSymbols)) return BAD_CODE;
	return buildLitlen(LENGTHS, litlenSymbols) ? OK : BAD_CODE;
}

/** The codes of a fixed block, RFC 1951 section 3.2.6. */
function buildFixedCodes(): void {
	if (hasFixedCodes) return;
	hasFixedCodes = true;
	fillBytes(LENGTHS, 8, 144);
	fillBytes(LENGTHS + 144, 9, 112);
	fillBytes(LENGTHS + 256, 7, 24);
	fillBytes(LENGTHS + 280, 8, 8);
	buildLitlen(LENGTHS, 288);
	fillBytes(LENGTHS, 5, 32);
	buildDistance(LENGTHS, 32);
}

function litlenEntry(): u64 {
	return load<u32>(((bits as u32) & ((1 << LITLEN_BITS) - 1)) << 2, LITLEN);
}

function distanceEntry(): u64 {
	return load<u32>(((bits as u32) & ((1 << DISTANCE_BITS) - 1)) << 2, DISTANCE);
}

/** Follows a LINK into the subtable for a code of more than `tableBits` bits. */
function linkedEntry(table: usize, tableBits: u32, link: u64): u64 {
	const mask: u32 = (1 << (((link >> 8) as u32) & 15)) - 1;
	const index = ((link >> 16) as u32) + (((bits >> tableBits) as u32) & mask);
	return load<u32>(table + (index << 2));
}

function isLiteral(entry: u64): bool {
	return (entry as i32) < 0; // LITERAL is the sign
}

function writeLiteral(entry: u64): void {
	drop(entry);
	store<u8>(dst++, (entry >> 16) as u8);
}

/** The base in an entry plus the extra bits behind its code. */
function takeValue(entry: u64): u32 {
	const extra = (bits & ~((-1 as u64) << entry)) >> (entry >> 8);
	drop(entry);
	return ((entry >> 16) as u32) + (extra as u32);
}

/**
 * Decodes literals and matches to the end of the block, or until there is enough.
 *
 * An entry's low byte says how many bits to drop, and its low six bits are all that
 * shifts look at, so entries are used as widths as they are. Each turn refills at most
 * twice and writes at most two literals and a match of 258 bytes: input and output need
 * one check a turn, within the slack.
 */
function decodeSymbols(): i32 {
	while (dst < stop) {
		if (src > inputEnd + 8) return INPUT_ENDS;
		refill();
		let entry = litlenEntry();
		if (isLiteral(entry)) {
			writeLiteral(entry);
			entry = litlenEntry();
			if (isLiteral(entry)) {
				writeLiteral(entry);
				entry = litlenEntry();
				if (isLiteral(entry)) {
					writeLiteral(entry);
					continue;
				}
			}
			refill();
		}
		if (entry & SPECIAL) {
			if (entry & LINK) entry = linkedEntry(LITLEN, LITLEN_BITS, entry);
			if (isLiteral(entry)) {
				writeLiteral(entry);
				continue;
			}
			if (entry & SPECIAL) {
				drop(entry);
				return entry & END ? OK : BAD_CODE;
			}
		}
		const length = takeValue(entry);

		entry = distanceEntry();
		if (entry & SPECIAL) {
			if (entry & LINK) entry = linkedEntry(DISTANCE, DISTANCE_BITS, entry);
			if (entry & SPECIAL) return BAD_CODE;
		}
		const distance: usize = takeValue(entry);
		if (distance > dst - outputStart) return BAD_DISTANCE;
		copyMatch(dst, distance, length);
		dst += length;
	}
	return OK;
}

export function decode(
	input: usize,
	inputSize: usize,
	output: usize,
	outputSize: usize,
	partial: bool,
): i32 {
	const outputEnd = output + outputSize;
	src = input;
	bits = 0;
	count = 0;
	dst = output;
	inputEnd = input + inputSize;
	outputStart = output;
	hasFixedCodes = false;
	stop = partial ? outputEnd : outputEnd + 1;

	let last = false;
	while (!last && dst < stop) {
		refill();
		last = take(1) !== 0;
		const type = take(2);
		let status = OK;
		if (type === STORED) {
			status = copyStored();
		} else {
			if (type === DYNAMIC) status = readDynamicCodes();
			else if (type === FIXED) buildFixedCodes();
			else status = BAD_HEADER;
			if (status === OK) status = decodeSymbols();
		}
		if (status !== OK) return status;
		if (nextByte() > inputEnd) return INPUT_ENDS;
	}
	if (partial) return dst >= outputEnd ? OK : TOO_SHORT;
	if (dst > outputEnd) return TOO_LONG;
	if (dst < outputEnd) return TOO_SHORT;
	return nextByte() < inputEnd ? INPUT_LEFT : OK;
}
