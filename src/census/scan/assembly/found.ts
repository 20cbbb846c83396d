/**
 * What was found of the inodes, in the columns that the other side takes over. Of an inode that turns
 * out to be odd all is taken back.
 */
import {
	AT_ALGORITHM,
	AT_DECODED,
	AT_INODE,
	AT_ISPACKED,
	AT_KIND,
	AT_LENGTH,
	AT_OFFSET,
	AT_PACKEDEXTENT,
	AT_REACH,
	AT_RUNBEHIND,
	AT_RUNFIRST,
	AT_RUNKIND,
	AT_START,
	AT_SUMS,
	AT_SUMSBEFORE,
	AT_ZEROS,
	BIT_CUT,
	BIT_KIND,
	BIT_PARTIAL,
	COMPACT,
	EXTENDED,
	EXTENTS,
	KIND_COMPRESSED,
	KIND_DATA,
	KIND_FRAGMENT,
	KIND_HOLE,
	KIND_INLINE,
	KINDS,
	MAX_DECODED,
	MAX_PCLUSTER,
	NO_ALGORITHM,
	OWNER_INODE_COMPACT,
	OWNER_INODE_EXTENDED,
	OWNER_PADDING,
	OWNER_PCLUSTER,
	OWNER_PLAIN_DATA,
	PADDINGS,
} from "./constants";
import { algorithms, blockSize, imageSize, packedSize, superblockEnd } from "./facts";
import { zerosBehind } from "./pages";
import { bodyEnd, isExtended, size, start } from "./subject";

/** Bytes of the sums. */
const SUMS: usize = (KINDS + PADDINGS) * 8;

export let extents: u32 = 0;
export let runs: u32 = 0;
/** Extents that lie in the packed inode: at most one of each file. */
export let packed: u32 = 0;

/** Inodes about which something was found. */
export let kept: u32 = 0;

/** The inode that is scanned: its row, its first extent, and whether others must look at it. */
let row: u32 = 0;
let first: u32 = 0;
export let isOdd: bool = false;
/** Extents that there may be. */
let room: u32 = 0;

export function clear(most: u32): void {
	room = min(most, EXTENTS);
	extents = 0;
	runs = 0;
	packed = 0;
	kept = 0;
	memory.fill(AT_SUMS, 0, SUMS);
}

export function begin(inode: u32): void {
	memory.copy(AT_SUMSBEFORE, AT_SUMS, SUMS);
	row = inode;
	first = extents;
	isOdd = false;
}

export function odd(): void {
	isOdd = true;
}

/** Nothing was found. */
export function undo(): void {
	memory.copy(AT_SUMS, AT_SUMSBEFORE, SUMS);
	extents = first;
}

/** Nothing is said of an inode, yet. @param i its position among those given */
export function pass(i: usize): void {
	store<u32>(AT_REACH + (i << 2), 0);
	store<u16>(AT_ZEROS + (i << 1), 0);
}

export function isFull(): bool {
	return extents >= room;
}

/** Adds an extent that is stored nowhere. @param offset first byte of the file @returns its number */
export function addHole(offset: u64): usize {
	if (extents === room) {
		odd();
		// It is taken back, as all of the inode.
		extents--;
	}
	const i: usize = extents++;
	store<u32>(AT_INODE + (i << 2), row);
	store<f64>(AT_OFFSET + (i << 3), offset as f64);
	store<f64>(AT_START + (i << 3), 0);
	store<f64>(AT_LENGTH + (i << 3), 0);
	store<u8>(AT_ISPACKED + i, 0);
	store<u8>(AT_KIND + i, KIND_HOLE as u8);
	store<u8>(AT_ALGORITHM + i, NO_ALGORITHM as u8);
	store<u32>(AT_DECODED + (i << 2), 0);
	return i;
}

/** Adds one that is stored in the image as it is. @returns its number */
export function addStored(offset: u64, at: u64, length: u64, kind: u32): usize {
	if (at < superblockEnd || at > imageSize || length > imageSize - at) odd();
	const i = addHole(offset);
	store<f64>(AT_START + (i << 3), at as f64);
	store<f64>(AT_LENGTH + (i << 3), length as f64);
	store<u8>(AT_KIND + i, kind as u8);
	return i;
}

/** Adds bytes [offset, end) of the file, which lie in the packed inode. */
export function addFragment(offset: u64, end: u64, at: u64): void {
	const length = end - offset;
	if (packedSize === 0 || at > packedSize || length > packedSize - at) odd();
	const i = addHole(offset);
	store<f64>(AT_START + (i << 3), at as f64);
	store<f64>(AT_LENGTH + (i << 3), length as f64);
	store<u8>(AT_ISPACKED + i, 1);
	store<u8>(AT_KIND + i, KIND_FRAGMENT as u8);
}

/** A stored extent is a compressed unit. */
export function compress(i: usize, algorithm: u32, isPartial: bool): void {
	if (algorithm > 31 || (algorithms & (1 << algorithm)) === 0) odd();
	store<u8>(AT_ALGORITHM + i, algorithm as u8);
	store<u8>(AT_KIND + i, (KIND_COMPRESSED | (isPartial ? BIT_PARTIAL : 0)) as u8);
}

/** A stored extent is as it is, perhaps rotated in its block. */
export function interlace(i: usize): void {
	const offset = load<f64>(AT_OFFSET + (i << 3)) as u64;
	const at = load<f64>(AT_START + (i << 3)) as u64;
	const length = load<f64>(AT_LENGTH + (i << 3)) as u64;
	if (offset % blockSize === 0 || at % blockSize !== 0 || length % blockSize !== 0) return;
	if (length !== blockSize) odd();
	store<u8>(AT_KIND + i, (KIND_DATA | BIT_CUT) as u8);
}

/** Compares, extent by extent, bytes of the file with stored ones. */
export function compareLengths(): void {
	if (extents === first || load<f64>(AT_OFFSET + ((first as usize) << 3)) !== 0) odd();
	for (let i: usize = first; i < extents && !isOdd; i++) {
		const isLast = i + 1 === extents;
		const from = load<f64>(AT_OFFSET + (i << 3));
		const end = isLast ? (size as f64) : load<f64>(AT_OFFSET + ((i + 1) << 3));
		const bytes = end - from;
		const stored = load<f64>(AT_LENGTH + (i << 3));
		const bits: u32 = load<u8>(AT_KIND + i);
		const kind = bits & BIT_KIND;
		if (bytes <= 0) odd();
		else if (kind === KIND_DATA || kind === KIND_INLINE) isOdd = bytes > stored;
		else if (kind === KIND_COMPRESSED) {
			if (bytes < stored && !isLast && (bits & BIT_PARTIAL) === 0) odd();
			if (stored === 0 || stored > MAX_PCLUSTER || bytes > MAX_DECODED) odd();
			store<u32>(AT_DECODED + (i << 2), bytes as u32);
		}
	}
}

/** Extents of the inode that is scanned. */
export function count(): u32 {
	return extents - first;
}

/** First stored byte of its first one, and how many. */
export function firstStart(): u64 {
	return load<f64>(AT_START + ((first as usize) << 3)) as u64;
}

export function firstLength(): u64 {
	return load<f64>(AT_LENGTH + ((first as usize) << 3)) as u64;
}

function add(sum: u32, bytes: u64): void {
	const at = AT_SUMS + ((sum as usize) << 3);
	store<f64>(at, load<f64>(at) + (bytes as f64));
}

/** Bytes of a kind lie together with the inode. */
export function addBytes(kind: u32, bytes: u64): void {
	add(kind, bytes);
}

export function addPadding(why: u32, bytes: u64): void {
	add(OWNER_PADDING, bytes);
	add(KINDS + why, bytes);
}

/**
 * The inode is as it should be.
 * @param i its position among those given
 * @param end behind all that lies together with it
 * @param base number of the first of all extents
 */
export function keep(i: usize, end: u64, isCompressed: bool, base: u32): void {
	kept++;
	store<u32>(AT_REACH + (i << 2), (end - start) as u32);
	store<u16>(AT_ZEROS + (i << 1), zerosBehind(end) as u16);
	addBytes(
		isExtended ? OWNER_INODE_EXTENDED : OWNER_INODE_COMPACT,
		isExtended ? EXTENDED : COMPACT,
	);
	const owner = isCompressed ? OWNER_PCLUSTER : OWNER_PLAIN_DATA;
	let isRun = false;
	let runEnd: f64 = 0;
	for (let e: usize = first; e < extents; e++) {
		const length = load<f64>(AT_LENGTH + (e << 3));
		const at = load<f64>(AT_START + (e << 3));
		if (load<u8>(AT_ISPACKED + e) !== 0) {
			store<u32>(AT_PACKEDEXTENT + ((packed as usize) << 2), base + (e as u32));
			packed++;
			isRun = false;
			continue;
		}
		// Blocks of its own lie there only by damage: that is for whoever compares runs.
		const isBlocks = (load<u8>(AT_KIND + e) & BIT_KIND) === KIND_DATA;
		const isTail = !isBlocks && at >= (bodyEnd as f64) && at + length === (end as f64);
		if (length === 0 || isTail) {
			isRun = false;
			continue;
		}
		if (!isRun || runEnd !== at) {
			const run: usize = runs++;
			store<u32>(AT_RUNFIRST + (run << 2), base + (e as u32));
			store<u8>(AT_RUNKIND + run, owner as u8);
		}
		store<u32>(AT_RUNBEHIND + (((runs - 1) as usize) << 2), base + (e as u32) + 1);
		isRun = true;
		runEnd = at + length;
	}
}
