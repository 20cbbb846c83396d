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
	copy16,
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
	LITERAL,
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

// Where the decoder is, between blocks; `decodeSymbols` works on copies in locals.
let src: usize = 0;
let bits: u64 = 0;
/** Bits in `bits` that count as read from `src`: its low six bits; the rest is noise. */
let count: u64 = 0;
let dst: usize = 0;

let inputEnd: usize = 0;
let outputStart: usize = 0;
/** Decoding stops when `dst` gets here: the end, or one byte more to see that nothing follows. */
let stop: usize = 0;

/** Tops the buffer up to at least 56 bits. Reads up to 8 bytes past `src`. */
function refill(): void {
	bits |= load<u64>(src) << count;
	src += ((~count >> 3) & 7) as usize;
	count |= 56;
}

function take(width: u32): u32 {
	const value = (bits as u32) & ((1 << width) - 1);
	bits >>= width;
	count -= width;
	return value;
}

/** The first byte of which no bit has been taken. */
function nextByte(): usize {
	return (src - ((count & 63) >> 3)) as usize;
}

function copyStored(): i32 {
	const from = nextByte();
	if (from + 4 > inputEnd) return INPUT_ENDS;
	const size: u32 = load<u16>(from);
	if ((size ^ load<u16>(from + 2)) !== 0xffff) return BAD_HEADER;
	src = from + 4;
	bits = 0;
	count = 0;

	const wanted = min(size, (stop - dst) as u32);
	if (wanted > inputEnd - src) return INPUT_ENDS;
	if (wanted > 0) copyBytes(dst, src, wanted);
	src += size;
	dst += wanted;
	return OK;
}

/** Reads the code lengths of a dynamic block, run-length coded, and builds its tables. */
function readDynamicCodes(): i32 {
	const litlenSymbols = take(5) + 257;
	const distanceSymbols = take(5) + 1;
	const precodeSymbols = take(4) + 4;
	if (litlenSymbols > MAX_LITLEN_SYMBOLS) return BAD_HEADER;
	if (distanceSymbols > MAX_DISTANCE_SYMBOLS) return BAD_HEADER;

	fillBytes(LENGTHS, 0, 19);
	for (let i: u32 = 0; i < precodeSymbols; i++) {
		refill();
		store<u8>(LENGTHS + load<u8>(PRECODE_ORDER + i), take(3) as u8);
	}
	if (!buildPrecode(LENGTHS)) return BAD_CODE;

	const total = litlenSymbols + distanceSymbols;
	let at: u32 = 0;
	while (at < total) {
		if (src > inputEnd + 8) return INPUT_ENDS;
		refill();
		const entry = load<u32>(PRECODE + (((bits as u32) & ((1 << PRECODE_BITS) - 1)) << 2));
		take(entry & 0xff);
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
	fillBytes(LENGTHS, 8, 144);
	fillBytes(LENGTHS + 144, 9, 112);
	fillBytes(LENGTHS + 256, 7, 24);
	fillBytes(LENGTHS + 280, 8, 8);
	buildLitlen(LENGTHS, 288);
	fillBytes(LENGTHS, 5, 32);
	buildDistance(LENGTHS, 32);
}

function litlenEntry(bits: u64): u64 {
	return load<u32>(LITLEN + (((bits as u32) & ((1 << LITLEN_BITS) - 1)) << 2));
}

function distanceEntry(bits: u64): u64 {
	return load<u32>(DISTANCE + (((bits as u32) & ((1 << DISTANCE_BITS) - 1)) << 2));
}

/** Follows a LINK into the subtable for a code of more than `tableBits` bits. */
function linkedEntry(table: usize, tableBits: u32, link: u64, bits: u64): u64 {
	const mask: u32 = (1 << ((link >> 8) as u32 & 15)) - 1;
	const index = ((link >> 16) as u32) + (((bits >> tableBits) as u32) & mask);
	return load<u32>(table + (index << 2));
}

/** The base in an entry plus the extra bits behind its code. */
function valueOf(entry: u64, bits: u64): u32 {
	const extra = (bits & ~((-1 as u64) << entry)) >> (entry >> 8);
	return ((entry >> 16) as u32) + (extra as u32);
}

/**
 * Decodes literals and matches to the end of the block, or until there is enough.
 *
 * Shifts look at six bits of their count only, so an entry shifts and counts by its
 * low bits as it is. Each turn refills at most twice and writes at most 2 literals and
 * a match of 258 bytes, so input and output are checked once, within the slack.
 */
function decodeSymbols(): i32 {
	let from = src;
	let buffer = bits;
	let have = count;
	let to = dst;
	const lastSource = inputEnd + 8;
	let status = OK;

	while (to < stop) {
		if (from > lastSource) {
			status = INPUT_ENDS;
			break;
		}
		buffer |= load<u64>(from) << have;
		from += ((~have >> 3) & 7) as usize;
		have |= 56;

		let entry = litlenEntry(buffer);
		if (entry & LITERAL) {
			buffer >>= entry;
			have -= entry;
			store<u8>(to++, (entry >> 16) as u8);
			entry = litlenEntry(buffer);
			if (entry & LITERAL) {
				buffer >>= entry;
				have -= entry;
				store<u8>(to++, (entry >> 16) as u8);
				entry = litlenEntry(buffer);
				if (entry & LITERAL) {
					buffer >>= entry;
					have -= entry;
					store<u8>(to++, (entry >> 16) as u8);
					continue;
				}
			}
			buffer |= load<u64>(from) << have;
			from += ((~have >> 3) & 7) as usize;
			have |= 56;
		}

		if (entry & SPECIAL) {
			if (entry & LINK) entry = linkedEntry(LITLEN, LITLEN_BITS, entry, buffer);
			if (entry & LITERAL) {
				buffer >>= entry;
				have -= entry;
				store<u8>(to++, (entry >> 16) as u8);
				continue;
			}
			if (entry & SPECIAL) {
				if (entry & END) {
					buffer >>= entry;
					have -= entry;
				} else {
					status = BAD_CODE;
				}
				break;
			}
		}
		const length = valueOf(entry, buffer);
		buffer >>= entry;
		have -= entry;

		entry = distanceEntry(buffer);
		if (entry & SPECIAL) {
			if (entry & LINK) entry = linkedEntry(DISTANCE, DISTANCE_BITS, entry, buffer);
			if (entry & SPECIAL) {
				status = BAD_CODE;
				break;
			}
		}
		const distance = valueOf(entry, buffer);
		buffer >>= entry;
		have -= entry;
		if (distance > to - outputStart) {
			status = BAD_DISTANCE;
			break;
		}

		if (distance >= 16) {
			copy16(to, to - distance);
			if (length > 16) copyBytes(to + 16, to + 16 - distance, length - 16);
		} else {
			copyMatch(to, distance, length);
		}
		to += length;
	}

	src = from;
	bits = buffer;
	count = have;
	dst = to;
	return status;
}

export function decode(
	input: usize,
	inputSize: u32,
	output: usize,
	outputSize: u32,
	partial: bool,
): i32 {
	const outputEnd = output + outputSize;
	src = input;
	bits = 0;
	count = 0;
	dst = output;
	inputEnd = input + inputSize;
	outputStart = output;
	stop = partial ? outputEnd : outputEnd + 1;

	let last = false;
	while (!last && dst < stop) {
		refill();
		last = take(1) !== 0;
		const type = take(2);
		let status = OK;
		if (type === STORED) {
			status = copyStored();
		} else if (type === FIXED) {
			buildFixedCodes();
			status = decodeSymbols();
		} else if (type === DYNAMIC) {
			status = readDynamicCodes();
			if (status === OK) status = decodeSymbols();
		} else {
			status = BAD_HEADER;
		}
		if (status !== OK) return status;
		if (nextByte() > inputEnd) return INPUT_ENDS;
	}
	if (partial) return dst >= outputEnd ? OK : TOO_SHORT;
	if (dst > outputEnd) return TOO_LONG;
	if (dst < outputEnd) return TOO_SHORT;
	return nextByte() < inputEnd ? INPUT_LEFT : OK;
}
