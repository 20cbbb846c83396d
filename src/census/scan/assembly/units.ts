/**
 * Contents of a file with an lcluster index (format section 13): each unit from its head to the next
 * one, as long as all that the entries say of each other is right.
 */
import {
	ADVISE_BIG_PCLUSTER_1,
	ADVISE_BIG_PCLUSTER_2,
	ADVISE_COMPACTED_2B,
	BIG,
	FARTHEST,
	HAS_DEVICE_TABLE,
	HAS_FRAGMENTS,
	INDEX_GAP,
	KIND_DATA,
	KIND_INLINE,
	LCLUSTER_HEAD1,
	LCLUSTER_HEAD2,
	LCLUSTER_NONHEAD,
	LCLUSTER_PLAIN,
	MAX_DECODED,
	OWNER_LCLUSTER_INDEX_COMPACT,
	OWNER_LCLUSTER_INDEX_FULL,
	OWNER_ZTAIL_INLINE_PCLUSTER,
	PADDING_FULL_INDEX,
} from "./constants";
import * as entry from "./entry";
import { blockSize, has, imageSize } from "./facts";
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
import { fullRecord, loadFull } from "./full";
import {
	advise,
	algorithm1,
	algorithm2,
	fragmentOffset,
	hasFragment,
	hasInline,
	headerEnd,
	inlineSize,
	isCompact,
	isInterlaced,
	lclusterBits,
} from "./header";
import { loadPacked, openPacks, packEnd } from "./packs";
import { areZeros } from "./pages";
import { size } from "./subject";

/** Bits that entries have for a byte of a logical cluster. */
const FULL_BITS: u32 = 16;
const PACKED_BITS: u32 = 14;
const SHORT_BITS: u32 = 12;

let lclusterSize: u64 = 0;
/** Logical clusters of the file, and of a unit at most: of holes and fragments there can be more. */
let count: u64 = 0;
let most: u64 = 0;
/** Logical cluster of the next head, and the byte of the file that its unit begins at. */
let next: u64 = 0;
let position: u64 = 0;
/** The unit: what its head says, and how many blocks it is stored in, below 0 where that is odd. */
let type: u32 = 0;
let block: u64 = 0;
let isPartial: bool = false;
let blocks: i64 = 0;

function readEntry(lcn: u64): void {
	if (isCompact) loadPacked(lcn as i64);
	else loadFull(lcn);
}

/** Whether a unit may begin with the entry; where it does is looked at when it comes to it. */
function isHead(): bool {
	if (entry.type === LCLUSTER_NONHEAD || (entry.isPartial && !has(HAS_FRAGMENTS))) return false;
	return entry.type !== LCLUSTER_HEAD2 || has(HAS_DEVICE_TABLE);
}

/** Whether the unit in front may end with it: an index may end with a mark, a plain unit without bytes. */
function isEnd(lcn: u64): bool {
	if (entry.clusterofs >= lclusterSize) return false;
	const start = lcn * lclusterSize + entry.clusterofs;
	if (start < size) return true;
	if (start !== size || lcn !== count - 1 || entry.type !== LCLUSTER_PLAIN) return false;
	return (isCompact || entry.block === 0) && isHead();
}

/** Whether it leads back to the head so many logical clusters before. */
function leadsBack(distance: u64): bool {
	if (distance >= most) return false;
	if (entry.unitBlocks >= 0) return distance === 1 && (advise & BIG) !== 0;
	const back: u64 = entry.back;
	return back === distance || (back >= FARTHEST && back < distance);
}

/** Goes over the entries of the next unit. @returns behind its last byte of the file */
function follow(): u64 {
	const head = next;
	readEntry(head);
	if (head * lclusterSize + entry.clusterofs !== position || !isHead()) odd();
	type = entry.type;
	block = entry.block;
	isPartial = entry.isPartial;
	const isHole = entry.isHole;
	blocks = isHole ? 0 : 1;
	const flag: u32 = type === LCLUSTER_HEAD1 ? ADVISE_BIG_PCLUSTER_1 : ADVISE_BIG_PCLUSTER_2;
	const isCounted = !isHole && (advise & flag) !== 0;
	/** How far the entries say that there is no other head. */
	let reach = head;
	let lcn = head + 1;
	let end = size;
	for (; lcn < count && !isOdd; lcn++) {
		readEntry(lcn);
		if (entry.type !== LCLUSTER_NONHEAD) {
			if (!isEnd(lcn)) odd();
			end = lcn * lclusterSize + entry.clusterofs;
			break;
		}
		if (!leadsBack(lcn - head)) odd();
		// Tails, which are stored in no blocks, have no count.
		if (lcn === head + 1 && isCounted) blocks = entry.unitBlocks > 0 ? entry.unitBlocks : -1;
		reach = max(reach, lcn + entry.forward);
	}
	if (reach > lcn) odd();
	next = lcn;
	return end;
}

/** Behind the entries, where a tail lies that is stored there. */
function indexEnd(): u64 {
	const last = (size - 1) >> lclusterBits;
	return isCompact ? packEnd(last as i64) : fullRecord(last + 1);
}

/** Says of an extent how it is stored. */
function tell(i: usize, isInline: bool): void {
	if (type !== LCLUSTER_PLAIN)
		compress(i, type === LCLUSTER_HEAD2 ? algorithm2 : algorithm1, isPartial);
	else if (!isInline && isInterlaced) interlace(i);
}

/** Adds the unit of bytes [position, end) of the file. */
function add(end: u64): void {
	// The last unit of a file may be stored elsewhere than in blocks of its own.
	if (end >= size && hasFragment) {
		addFragment(position, end, fragmentOffset | (isCompact ? 0 : block << 32));
	} else if (end >= size && hasInline) {
		const at = indexEnd();
		if (inlineSize > blockSize - (at % blockSize)) odd();
		tell(addStored(position, at, inlineSize, KIND_INLINE), true);
	} else if (blocks < 0) odd();
	else if (blocks === 0) addHole(position);
	else tell(addStored(position, block * blockSize, (blocks as u64) * blockSize, KIND_DATA), false);
}

/** Whether entries have room for places in logical clusters as large as these. */
function isTooLarge(): bool {
	if (!isCompact) return lclusterBits > FULL_BITS;
	return lclusterBits > ((advise & ADVISE_COMPACTED_2B) !== 0 ? SHORT_BITS : PACKED_BITS);
}

/** @returns where it ends with all that lies behind it */
export function takeUnits(): u64 {
	if (isTooLarge()) odd();
	if (isOdd) return 0;
	lclusterSize = (1 as u64) << lclusterBits;
	count = (size + lclusterSize - 1) >> lclusterBits;
	most = (MAX_DECODED + lclusterSize - 1) >> lclusterBits;
	if (isCompact) openPacks();
	else if (fullRecord(count) > imageSize) odd();
	next = 0;
	position = 0;
	while (position < size && !isOdd) {
		const end = follow();
		if (!isOdd) add(end);
		position = end;
	}
	if (isOdd) return 0;
	const gap: u64 = isCompact ? 0 : INDEX_GAP;
	if (!areZeros(headerEnd, headerEnd + gap)) odd();
	const entriesEnd = indexEnd();
	const owner = isCompact ? OWNER_LCLUSTER_INDEX_COMPACT : OWNER_LCLUSTER_INDEX_FULL;
	addPadding(PADDING_FULL_INDEX, gap);
	addBytes(owner, entriesEnd - gap - headerEnd);
	addBytes(OWNER_ZTAIL_INLINE_PCLUSTER, inlineSize);
	return entriesEnd + inlineSize;
}
