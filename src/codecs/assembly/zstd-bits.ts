/**
 * Streams of bits that are read backwards: the last byte ends in a 1 bit that marks where
 * the first value begins, and the last value ends at the first byte's lowest bit.
 *
 * What comes next is at the high end of a 64-bit buffer, loaded from `from`. Its lowest
 * bit is set on loading, so that the zeros below that bit tell how many have been shifted
 * out. After loading, 56 bits are good.
 */

/** Good bits after a refill. */
export const REFILLED: u32 = 56;

let start: usize = 0;
let from: usize = 0;
let buffer: u64 = 0;

/** Whether the bytes before `end` can be a stream: it has an end mark. */
export function hasBits(src: usize, end: usize): bool {
	return src < end && load<u8>(end - 1) !== 0;
}

/** The buffer for a stream's last 8 bytes, where `from` is `end - 8`. */
export function firstBuffer(end: usize): u64 {
	const last: u32 = load<u8>(end - 1);
	return (load<u64>(end - 8) | 1) << (clz(last) - 23);
}

/** How many bytes `from` moves down before the next load. */
export function usedBytes(loaded: u64): usize {
	return (ctz(loaded) >> 3) as usize;
}

/** The buffer after `from` has been moved down. */
export function nextBuffer(from: usize, loaded: u64): u64 {
	return (load<u64>(from) | 1) << (ctz(loaded) & 7);
}

/** Starts reading the stream in `src`..`end`; see `hasBits`. */
export function openBits(src: usize, end: usize): void {
	resumeBits(src, end - 8, firstBuffer(end));
}

/** Goes on reading a stream that begins at `src`. */
export function resumeBits(src: usize, loadedFrom: usize, loaded: u64): void {
	start = src;
	from = loadedFrom;
	buffer = loaded;
}

export function refill(): void {
	from -= usedBytes(buffer);
	buffer = nextBuffer(from, buffer);
}

/** The highest `width` bits, 0 to 63. Of `width` only the low six bits count, here and below. */
export function peek(width: u64): u64 {
	return (buffer >> 1) >> (63 - width);
}

export function drop(width: u64): void {
	buffer <<= width;
}

export function take(width: u64): u64 {
	const value = peek(width);
	drop(width);
	return value;
}

/** Whether, after a refill, more bits are gone than the stream had. */
export function isOverrun(): bool {
	return from + 8 < start;
}

/** Whether all bits of the stream, and no more, have been taken. */
export function isAtEnd(): bool {
	return ((from - start) << 3) + 64 === (ctz(buffer) as usize);
}
