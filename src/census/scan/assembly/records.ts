/** Contents of a file with encoded extents (format section 15): records of 4, 8, 16 or 32 bytes. */
import {
	ADVISE_INLINE_PCLUSTER,
	EXTENT_BASE,
	EXTENT_PARTIAL,
	EXTENT_PLEN,
	EXTENT_RESERVED,
	HAS_FRAGMENTS,
	KIND_DATA,
	MAX_PCLUSTER,
	OWNER_EXTENT_BASE,
	OWNER_EXTENT_RECORD,
	PADDING_RECORDS,
	RECORD_LSTART_HI,
	RECORD_LSTART_LO,
	RECORD_PLEN,
	RECORD_PSTART_HI,
	RECORD_PSTART_LO,
	RECORD_RESERVED,
} from "./constants";
import { see } from "./entry";
import { has, imageSize } from "./facts";
import {
	addBytes,
	addFragment,
	addHole,
	addPadding,
	addStored,
	compress,
	interlace,
	isOdd,
	odd,
} from "./found";
import {
	advise,
	hasFragment,
	headerEnd,
	isInterlaced,
	lclusterBits,
	recordCount,
	recordSize,
} from "./header";
import { areZeros, seek } from "./pages";
import { size } from "./subject";

/** The highest 4 bits of a length are 1 more than the algorithm; 0 for what is not compressed. */
const FORMAT_BITS: u32 = 28;
/** The largest records end with bytes that are reserved, and those from here on have a place of their own. */
const LARGEST: u64 = 32;
const PLACED: u64 = 16;

/** Behind the record read last: where the unit lies that follows, where records do not say it. */
let running: u64 = 0;

function word(p: usize, at: u32): u64 {
	return at < (recordSize as u32) ? load<u32>(p + at) : 0;
}

/** Whether the length breaks no rule. */
function isLength(plen: u32): bool {
	const length = plen & EXTENT_PLEN;
	if (length === 0) return plen === 0;
	return (plen & EXTENT_RESERVED) === 0 && (plen >> FORMAT_BITS === 0 || length <= MAX_PCLUSTER);
}

function add(i: u64, p: usize, isTail: bool): void {
	const plen = load<u32>(p + RECORD_PLEN);
	const length: u64 = plen & EXTENT_PLEN;
	const low = word(p, RECORD_PSTART_LO);
	const address = recordSize === 4 ? running : (word(p, RECORD_PSTART_HI) << 32) | low;
	const start =
		recordSize < PLACED
			? i << lclusterBits
			: (word(p, RECORD_LSTART_HI) << 32) | word(p, RECORD_LSTART_LO);
	running += length;
	if (start >= size) odd();
	else if (isTail) addFragment(start, size, (low << 32) | (plen as u64));
	else if (!isLength(plen)) odd();
	else if (length === 0) addHole(start);
	else {
		const extent = addStored(start, address, length, KIND_DATA);
		const format = plen >> FORMAT_BITS;
		const isPartial = (plen & EXTENT_PARTIAL) !== 0;
		if (isPartial && !has(HAS_FRAGMENTS)) odd();
		if (format > 0) compress(extent, format - 1, isPartial);
		else if (isInterlaced) interlace(extent);
	}
}

/** @returns where it ends with all that lies behind it */
export function takeRecords(): u64 {
	const base: u64 = recordSize === 4 ? EXTENT_BASE : 0;
	const aligned = (headerEnd + recordSize - 1) & ~(recordSize - 1);
	const start = aligned + base;
	const count =
		recordSize < PLACED ? (size + ((1 as u64) << lclusterBits) - 1) >> lclusterBits : recordCount;
	if ((advise & ADVISE_INLINE_PCLUSTER) !== 0 || count === 0) odd();
	if (start > imageSize || count > (imageSize - start) / recordSize) odd();
	if (isOdd) return 0;
	if (!areZeros(headerEnd, aligned)) odd();
	if (base > 0) running = load<u64>(seek(aligned, EXTENT_BASE));
	let at = start;
	for (let i: u64 = 0; i < count && !isOdd; i++, at += recordSize) {
		const p = seek(at, recordSize);
		see();
		if (recordSize === LARGEST) {
			for (let r: usize = RECORD_RESERVED; r < (LARGEST as usize); r += 4)
				if (load<u32>(p + r) !== 0) odd();
		}
		add(i, p, hasFragment && i === count - 1);
	}
	addPadding(PADDING_RECORDS, aligned - headerEnd);
	addBytes(OWNER_EXTENT_BASE, base);
	addBytes(OWNER_EXTENT_RECORD, at - start);
	return at;
}
