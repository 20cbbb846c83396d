/** Bytes of the image, in the ring of pages that this side shares with base/passing-pages.ts. */
import { AT_PAGEAT, AT_PLACEOF, AT_RING, PAGE, TABLE } from "./constants";
import { blockSize, imageSize } from "./facts";

/** Reads pages [first, end) of the image. @returns the place of the first one in the ring */
declare function read(first: f64, end: f64): u32;

/** Whether the pages from `page` to `last` lie from a place of the ring on. */
function areAt(place: usize, page: u64, last: u64): bool {
	for (let at = AT_PAGEAT + (place << 3); page <= last; page++, at += 8)
		if (load<f64>(at) !== (page as f64)) return false;
	return true;
}

/** The place of the ring where a page is, if it is there at all. */
function placeOf(page: u64): usize {
	return load<u16>(AT_PLACEOF + (((page % TABLE) as usize) << 1));
}

/** Where bytes [at, at + length) are, until the next call: one at least, and all inside the image. */
export function seek(at: u64, length: u64): usize {
	const first = at / PAGE;
	const last = (at + length - 1) / PAGE;
	let place = placeOf(first);
	if (!areAt(place, first, last)) place = read(first as f64, (last + 1) as f64);
	return AT_RING + place * (PAGE as usize) + ((at % PAGE) as usize);
}

/** Whether bytes [at, end) are zero; there may be none. */
export function areZeros(at: u64, end: u64): bool {
	return at >= end || zerosIn(at, end) === end - at;
}

/** How many of the bytes [at, end) are zero before another one is; there may be none. */
export function zerosIn(at: u64, end: u64): u64 {
	if (at >= end) return 0;
	const from = seek(at, end - at);
	const to = from + ((end - at) as usize);
	let p = from;
	while (p + 8 <= to && load<u64>(p) === 0) p += 8;
	while (p < to && load<u8>(p) === 0) p++;
	return p - from;
}

/** The same from a byte on, which need not be there, to the end of its block. */
export function zerosBehind(at: u64): u64 {
	const blockEnd = (at + blockSize - 1) & ~(blockSize - 1);
	return zerosIn(at, min(blockEnd, imageSize));
}

/** Whether one of the bytes [at, end) is zero. */
export function hasZero(at: u64, end: u64): bool {
	const from = seek(at, end - at);
	const to = from + ((end - at) as usize);
	for (let p = from; p < to; p++) if (load<u8>(p) === 0) return true;
	return false;
}

/** Reads what is not here of pages whose numbers, in ascending order, lie from a place on. */
export function bringPages(numbers: usize, count: u32): void {
	const end = numbers + ((count as usize) << 3);
	let first: u64 = 0;
	let behind: u64 = 0;
	for (let at = numbers; at < end; at += 8) {
		const page = load<u64>(at);
		if (page < behind || areAt(placeOf(page), page, page)) continue;
		if (page !== behind) {
			if (behind > first) read(first as f64, behind as f64);
			first = page;
		}
		behind = page + 1;
	}
	if (behind > first) read(first as f64, behind as f64);
}
