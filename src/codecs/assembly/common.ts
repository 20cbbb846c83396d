/**
 * What the four decoders share: result codes, the buffer contract, match copies.
 *
 * The caller owns one memory per decoder and lays it out like this:
 *
 *     | tables | input | slack | output | slack |
 *
 * 512 readable bytes follow the input and 512 writable bytes follow the output, so the
 * hot loops copy in steps of 16 bytes and check bounds once a symbol, after the fact,
 * instead of having a careful second loop for the tail. What is read from the slack
 * never changes a result: a stream that needs it has ended early and is refused.
 *
 * Module variables serve as registers. The build makes them locals of `decode`, so they
 * begin as 0 with every call and nothing may be kept in them from call to call.
 */

import { KEEPS } from "./keeps";

/** Results of every `decode`; wasm.ts has the words for each. */
export const OK: i32 = 0;
/** The stream needs more input than there is. */
export const INPUT_ENDS: i32 = -1;
/** The stream holds more than the wanted bytes. */
export const TOO_LONG: i32 = -2;
/** The stream ends before all wanted bytes are there. */
export const TOO_SHORT: i32 = -3;
/** Input is left behind the end of the stream. */
export const INPUT_LEFT: i32 = -4;
/** A match starts before the first decoded byte. */
export const BAD_DISTANCE: i32 = -5;
/** A prefix code is over-full, incomplete or unused in the alphabet. */
export const BAD_CODE: i32 = -6;
/** A header has a value the format reserves or forbids. */
export const BAD_HEADER: i32 = -7;
/** The checksum in the stream is not that of the decoded bytes. */
export const BAD_CHECKSUM: i32 = -8;
/** A match lies too near to the end of an LZ4 block. */
export const BAD_END: i32 = -9;
/** The range coder has bits left over at the end of the stream. */
export const BAD_TAIL: i32 = -10;
/** Whether the stream is sound shows only in the decoded bytes, which are not kept. */
export const UNSURE: i32 = -11;

/** For each distance 1..15: the lane order that repeats the first `distance` bytes. */
const REPEAT_LANES: usize = memory.data(16 * 16, 16);

for (let distance = 1; distance < 16; distance++) {
	for (let lane = 0; lane < 16; lane++) {
		store<u8>(REPEAT_LANES + distance * 16 + lane, lane % distance);
	}
}

export function copy16(to: usize, from: usize): void {
	if (KEEPS) v128.store(to, v128.load(from));
}

/** Copies `size` bytes to the output, which they do not overlap; writes up to 15 bytes more. */
export function copyBytes(to: usize, from: usize, size: usize): void {
	if (!KEEPS) return;
	const end = to + size;
	do {
		copy16(to, from);
		to += 16;
		from += 16;
	} while (to < end);
}

/** Sets `size` bytes to one value; writes up to 15 bytes more. */
export function fillBytes(to: usize, value: u8, size: usize): void {
	const end = to + size;
	const values = i8x16.splat(value as i8);
	do {
		v128.store(to, values);
		to += 16;
	} while (to < end);
}

/** Writes the next byte of the output. */
export function put(to: usize, byte: u32): void {
	if (KEEPS) store<u8>(to, byte as u8);
}

/**
 * Copies `length` bytes of the output from `distance` bytes before `to`; writes up to 15 bytes more.
 * A distance below 16 overlaps the copy itself: the bytes repeat with that period.
 */
export function copyMatch(to: usize, distance: usize, length: usize): void {
	if (!KEEPS) return;
	if (distance >= 16) {
		copyBytes(to, to - distance, length);
		return;
	}
	const end = to + length;
	const period = v128.load(to - distance);
	const repeated = v128.swizzle(period, v128.load(REPEAT_LANES + (distance << 4)));
	// Whole periods only, so that each step begins where the pattern does.
	const step: usize = 16 - (16 % distance);
	do {
		v128.store(to, repeated);
		to += step;
	} while (to < end);
}

/** The first address behind the tables: the caller's memory begins here. */
export function heapBase(): usize {
	return __heap_base;
}
