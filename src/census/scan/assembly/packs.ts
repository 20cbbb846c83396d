/**
 * Packs of a compact index (format section 12): 2 entries of 16 bits in 8 bytes, or 16 entries of 14
 * bits in 32, the last 4 bytes of which are the block that their units count from.
 */
import {
	ADVISE_BIG_PCLUSTER_1,
	ADVISE_COMPACTED_2B,
	AT_PACKDISTANCE,
	AT_PACKFORWARD,
	AT_PACKLOW,
	AT_PACKTYPE,
	CBLKCNT,
	LCLUSTER_NONHEAD,
} from "./constants";
import { setHead, setNonhead } from "./entry";
import { blockSize, imageSize } from "./facts";
import { odd } from "./found";
import { advise, headerEnd, lclusterBits } from "./header";
import { seek } from "./pages";
import { size } from "./subject";

/** Where packs of 2-byte entries begin and end, in entries; behind them are 4-byte ones again. */
let initial: i64 = 0;
let middle: i64 = 0;
let isBig: bool = false;
/** The pack that was read last: logical cluster of its first entry, entries, and the block they count from. */
let first: i64 = 0;
let entries: i64 = 0;
let base: u64 = 0;
/** Of the pack that was looked for last: first byte, bytes, and which of its entries was meant. */
let packStart: u64 = 0;
let packSize: u64 = 0;
let packIndex: i64 = 0;

/** Turns to the index of the inode. */
export function openPacks(): void {
	const total = ((size + blockSize - 1) / blockSize) as i64;
	initial = min(total, (((32 - (headerEnd & 31)) >> 2) & 7) as i64);
	const isShort = (advise & ADVISE_COMPACTED_2B) !== 0 && initial < total;
	middle = isShort ? (total - initial) & ~15 : 0;
	isBig = (advise & ADVISE_BIG_PCLUSTER_1) !== 0;
	first = 0;
	entries = 0;
}

function find(lcn: i64): void {
	let position = headerEnd;
	let k = lcn;
	let unit: u64 = 4;
	if (k >= initial) {
		position += (initial as u64) << 2;
		k -= initial;
		if (k < middle) unit = 2;
		else {
			position += (middle as u64) << 1;
			k -= middle;
		}
	}
	position += (k as u64) * unit;
	packSize = unit === 4 ? 8 : 32;
	packStart = position & ~(packSize - 1);
	packIndex = ((position - packStart) / unit) as i64;
}

/** Behind the pack that the entry of a logical cluster is in. */
export function packEnd(lcn: i64): u64 {
	find(lcn);
	return packStart + packSize;
}

function typeOf(i: i64): u32 {
	return load<u8>(AT_PACKTYPE + (i as usize));
}

function lowOf(i: i64): u32 {
	return load<u32>(AT_PACKLOW + ((i as usize) << 2));
}

function distanceOf(i: i64): u32 {
	return load<u32>(AT_PACKDISTANCE + ((i as usize) << 2));
}

function setDistance(i: i64, blocks: u32): void {
	store<u32>(AT_PACKDISTANCE + ((i as usize) << 2), blocks);
}

function turnTo(lcn: i64): void {
	find(lcn);
	first = lcn - packIndex;
	entries = packSize === 8 ? 2 : 16;
	if (packStart + packSize > imageSize) {
		odd();
		return;
	}
	const p = seek(packStart, packSize);
	base = load<u32>(p + (packSize as usize) - 4);
	const bits: u32 = packSize === 8 ? 16 : 14;
	const lowBits = max(lclusterBits, 12);
	for (let i: u32 = 0; i < (entries as u32); i++) {
		// No entry spans more than 3 bytes, and the block lies behind the last one.
		const bit = i * bits;
		const value = load<u32>(p + (bit >> 3)) >> (bit & 7);
		store<u8>(AT_PACKTYPE + i, ((value >> lowBits) & 3) as u8);
		store<u32>(AT_PACKLOW + (i << 2), value & ((1 << lowBits) - 1));
	}
	if (isBig) countBlocks();
	else countUnits();
	lookForward();
}

/** Every unit is one block: how many begin in the pack, this one included. */
function countUnits(): void {
	for (let i: i64 = 0; i < entries; i++) {
		let before = i - 1;
		if (before >= 0 && typeOf(before) === LCLUSTER_NONHEAD) before -= lowOf(before);
		setDistance(i, before < 0 ? 1 : distanceOf(before) + 1);
	}
}

/** Blocks of the units that begin in front, as they are counted behind their heads. */
function countBlocks(): void {
	setDistance(0, 0);
	for (let i: i64 = 1; i < entries; i++) {
		const low = lowOf(i - 1);
		let from = i - 1;
		let blocks: u32 = 1;
		if (typeOf(i - 1) === LCLUSTER_NONHEAD) {
			const isCounted = (low & CBLKCNT) !== 0;
			blocks = isCounted ? low & (CBLKCNT - 1) : 0;
			// Back to the head whose count this is, or to the entry that has the count.
			from -= isCounted ? 1 : low > 2 ? (low as i64) - 2 : 0;
		}
		setDistance(i, blocks + (from > 0 ? distanceOf(from) : 0));
	}
}

/** The last entry alone says how far it is to the next head, and so that it may lie in a later pack. */
function lookForward(): void {
	const last = entries - 1;
	const hint = lowOf(last);
	const isFar = typeOf(last) === LCLUSTER_NONHEAD && (hint & CBLKCNT) === 0;
	let next = last + (isFar && hint > 1 ? (hint as i64) : 1);
	for (let i = last; i >= 0; i--) {
		store<u32>(AT_PACKFORWARD + ((i as usize) << 2), (next - i) as u32);
		if (typeOf(i) !== LCLUSTER_NONHEAD) next = i;
	}
}

/** Logical clusters back to the head of a NONHEAD; the last entry does not say it itself. */
function backOf(i: i64): u32 {
	const low = lowOf(i);
	if ((low & CBLKCNT) !== 0) return 1;
	if (i < entries - 1) return low;
	if (typeOf(i - 1) !== LCLUSTER_NONHEAD) return 1;
	const before = lowOf(i - 1);
	return (before & CBLKCNT) !== 0 ? 2 : before + 1;
}

/** Reads the entry of a logical cluster. */
export function loadPacked(lcn: i64): void {
	if (lcn < first || lcn >= first + entries) turnTo(lcn);
	const i = lcn - first;
	const type = typeOf(i);
	const low = lowOf(i);
	if (type !== LCLUSTER_NONHEAD) {
		setHead(type, low, base + distanceOf(i), false, false);
		return;
	}
	const blocks: i32 = (low & CBLKCNT) !== 0 ? ((low & (CBLKCNT - 1)) as i32) : -1;
	setNonhead(type, backOf(i), load<u32>(AT_PACKFORWARD + ((i as usize) << 2)), blocks);
}
