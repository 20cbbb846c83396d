/** The map header of a compressed inode (format section 10), as long as none of its rules is broken. */
import {
	ADVISE_EXTENTS,
	ADVISE_FRAGMENT_PCLUSTER,
	ADVISE_INLINE_PCLUSTER,
	ADVISE_INTERLACED_PCLUSTER,
	ALGORITHMS,
	BIG,
	HAS_48BIT,
	HAS_COMPR_CFGS,
	HAS_FRAGMENTS,
	HAS_ZTAILPACKING,
	LAYOUT_COMPRESSED_COMPACT,
	MAP_H_ADVISE,
	MAP_H_ALGORITHMTYPE,
	MAP_H_CLUSTERBITS,
	MAP_H_EXTENTS_HI,
	MAP_H_EXTENTS_LO,
	MAP_H_FRAGMENTOFF,
	MAP_H_IDATA_SIZE,
	MAP_HEADER,
	MAP_WHOLE_FRAGMENT,
	TAILS,
} from "./constants";
import { blockBits, has, imageSize } from "./facts";
import { odd } from "./found";
import { areZeros, seek } from "./pages";
import { bodyEnd, layout } from "./subject";

/** Flags that there are. */
const KNOWN: u32 = 0x3f;
/** Bits 4 to 6 of the cluster size are reserved; the highest one means a whole fragment. */
const RESERVED: u32 = 0x70;
const WHOLE: u64 = 1 << 63;

/** First byte, and the one behind it. */
export let headerStart: u64 = 0;
export let headerEnd: u64 = 0;
export let isCompact: bool = false;
export let advise: u32 = 0;
/** Algorithms of HEAD1 and HEAD2. */
export let algorithm1: u32 = 0;
export let algorithm2: u32 = 0;
export let lclusterBits: u32 = 0;
export let isInterlaced: bool = false;
/** Whether the tail lies behind the index, and in how many bytes. */
export let hasInline: bool = false;
export let inlineSize: u64 = 0;
/** Whether the tail lies in the packed inode, and the lower half of where. */
export let hasFragment: bool = false;
export let fragmentOffset: u64 = 0;
/** The whole file does, from a byte on. */
export let isWhole: bool = false;
export let wholeOffset: u64 = 0;
/** Encoded extents: bytes of a record, and how many there are where the header says so; else 0. */
export let recordSize: u64 = 0;
export let recordCount: u64 = 0;

function judge(bits: u32, idata: u32): void {
	const isExtents = recordSize > 0;
	if (advise > KNOWN) odd();
	if (isCompact && ((advise >> 1) & 1) !== ((advise >> 2) & 1)) odd();
	if (!isExtents && (advise & BIG) !== 0 && !has(HAS_COMPR_CFGS)) odd();
	if (isExtents && !has(HAS_48BIT)) odd();
	if (!isExtents && (algorithm1 >= ALGORITHMS || algorithm2 >= ALGORITHMS)) odd();
	if (!isExtents && (advise & TAILS) === TAILS) odd();
	if (hasInline && !isExtents && (idata === 0 || !has(HAS_ZTAILPACKING))) odd();
	if (hasFragment && !has(HAS_FRAGMENTS)) odd();
	if (recordSize < 16 && (bits & RESERVED) !== 0) odd();
}

/** Reads it. @returns whether it is as it should be */
export function readHeader(): void {
	headerStart = (bodyEnd + 7) & ~7;
	headerEnd = headerStart + MAP_HEADER;
	recordSize = 0;
	recordCount = 0;
	hasInline = false;
	hasFragment = false;
	if (headerEnd > imageSize) {
		odd();
		return;
	}
	if (!areZeros(bodyEnd, headerStart)) odd();
	const p = seek(headerStart, MAP_HEADER);
	const whole = load<u64>(p + MAP_WHOLE_FRAGMENT);
	isWhole = (whole & WHOLE) !== 0;
	wholeOffset = whole & ~WHOLE;
	if (isWhole) return;
	const bits: u32 = load<u8>(p + MAP_H_CLUSTERBITS);
	const algorithms: u32 = load<u8>(p + MAP_H_ALGORITHMTYPE);
	const idata: u32 = load<u16>(p + MAP_H_IDATA_SIZE);
	isCompact = layout === LAYOUT_COMPRESSED_COMPACT;
	advise = load<u16>(p + MAP_H_ADVISE);
	algorithm1 = algorithms & 15;
	algorithm2 = algorithms >> 4;
	lclusterBits = blockBits + (bits & 15);
	isInterlaced = (advise & ADVISE_INTERLACED_PCLUSTER) !== 0;
	hasFragment = (advise & ADVISE_FRAGMENT_PCLUSTER) !== 0;
	fragmentOffset = load<u32>(p + MAP_H_FRAGMENTOFF);
	hasInline = !hasFragment && (advise & ADVISE_INLINE_PCLUSTER) !== 0;
	inlineSize = hasInline ? idata : 0;
	if (!isCompact && (advise & ADVISE_EXTENTS) !== 0) {
		recordSize = 4 << ((advise >> 1) & 3);
		const high: u64 = load<u16>(p + MAP_H_EXTENTS_HI);
		recordCount = (high << 32) | load<u32>(p + MAP_H_EXTENTS_LO);
	}
	judge(bits, idata);
}
