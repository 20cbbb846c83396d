/** The entries of a directory block into the columns of the tree: the same as census/dirents.ts. */
import {
	AT_BEFORE,
	DIRENT,
	DIRENT_FILE_TYPE,
	DIRENT_NAMEOFF,
	DIRENT_NID,
	DIRENT_RESERVED,
	FT_DIR,
	MOST_NAME,
	MOST_TYPE,
	TREE_ENTRY_INODE,
	TREE_ENTRY_NAMES,
	TREE_ENTRY_NAMESTART,
	TREE_ENTRY_TYPE,
} from "./constants";
import { column, endEntries, entries, entryRoom, nameRoom, nameStart } from "./tree";

const DOT: u32 = 0x2e;
const SLASH: u32 = 0x2f;
const ALL_ZERO: u64 = 0;

/** What the blocks since it began, and the one added last, are made of; `.` and `..` count, too. */
export let dirents: u32 = 0;
export let nameBytes: u32 = 0;
export let lastDirents: u32 = 0;
export let lastNameBytes: u32 = 0;
/** Bytes behind the last name of the block added last. */
export let slack: u32 = 0;
export let hasDot: bool = false;
export let hasDotDot: bool = false;

/** nid of the directory, and that of the one it is in, where that is known. */
let self: u64 = 0;
let parent: u64 = 0;
let isParentKnown: bool = false;
/** Bytes of the last name of the block before, which is kept: pages pass. */
let beforeSize: usize = 0;

export function beginBlocks(ownNid: u32, parentNid: u32, isKnown: bool): void {
	self = ownNid;
	parent = parentNid;
	isParentKnown = isKnown;
	beforeSize = 0;
	dirents = 0;
	nameBytes = 0;
	hasDot = false;
	hasDotDot = false;
}

function offset(block: usize, i: u32): u32 {
	return load<u16>(block + (i as usize) * DIRENT + DIRENT_NAMEOFF);
}

/** Entries of the block; 0 when its first name offset, which tells, cannot be right. */
function countIn(block: usize, length: u32): u32 {
	const first = length >= DIRENT ? offset(block, 0) : 0;
	return first >= DIRENT && first % DIRENT === 0 && first < length ? first / DIRENT : 0;
}

/** Whether a name is before another one, as bytes. */
function isBelow(a: usize, aSize: usize, b: usize, bSize: usize): bool {
	const common = min(aSize, bSize);
	let i: usize = 0;
	while (i + 8 <= common && load<u64>(a + i) === load<u64>(b + i)) i += 8;
	while (i < common && load<u8>(a + i) === load<u8>(b + i)) i++;
	return i === common ? aSize < bSize : load<u8>(a + i) < load<u8>(b + i);
}

/** Whether all of the bytes can be those of names. */
function areNames(from: usize, end: usize): bool {
	for (let p = from; p < end; p++) {
		const byte: u32 = load<u8>(p);
		if (byte === SLASH || byte === 0) return false;
	}
	return true;
}

/** Whether `.` or `..` is right. */
function isDotRight(size: usize, nid: u64, type: u32): bool {
	if (size === 1) hasDot = true;
	else hasDotDot = true;
	if (type !== FT_DIR) return false;
	return size === 1 ? nid === self : !isParentKnown || nid === parent;
}

/**
 * Adds the entries of a block. In place of the inode they get its nid.
 * @returns false when something about it is wrong, or there is no room: then none of them is added
 */
export function addBlock(block: usize, length: u32): bool {
	const count = countIn(block, length);
	if (count === 0) return false;
	let row = entries;
	let to = nameStart(row);
	if (row + count > entryRoom || to + length > nameRoom) return false;
	const from = block + offset(block, 0);
	let last: u32 = min(offset(block, count - 1), length);
	while (last < length && load<u8>(block + last) !== 0) last++;
	const end = block + last;
	if (from > end || !areNames(from, end)) return false;
	const inodes = column(TREE_ENTRY_INODE);
	const types = column(TREE_ENTRY_TYPE);
	const starts = column(TREE_ENTRY_NAMESTART);
	const names = column(TREE_ENTRY_NAMES);
	let before: usize = AT_BEFORE;
	let start = from;
	for (let i: u32 = 0; i < count; i++) {
		const stop = i + 1 < count ? block + offset(block, i + 1) : end;
		if (stop <= start || stop > end || stop - start > MOST_NAME) return false;
		const size = stop - start;
		if (!isBelow(before, beforeSize, start, size)) return false;
		const at = block + (i as usize) * DIRENT;
		const nid = load<u64>(at + DIRENT_NID);
		const type: u32 = load<u8>(at + DIRENT_FILE_TYPE);
		if (load<u8>(at + DIRENT_RESERVED) !== 0) return false;
		const isDot =
			load<u8>(start) === DOT && (size === 1 || (size === 2 && load<u8>(start + 1) === DOT));
		if (isDot) {
			if (!isDotRight(size, nid, type)) return false;
		} else {
			if (nid >> 32 !== ALL_ZERO) return false;
			memory.copy(names + to, start, size);
			store<u32>(inodes + ((row as usize) << 2), nid as u32);
			store<u8>(types + row, min(type, MOST_TYPE) as u8);
			to += size as u32;
			row++;
			store<u32>(starts + ((row as usize) << 2), to);
		}
		before = start;
		beforeSize = size;
		start = stop;
	}
	memory.copy(AT_BEFORE, before, beforeSize);
	slack = length - last;
	lastDirents = count;
	lastNameBytes = (end - from) as u32;
	dirents += count;
	nameBytes += lastNameBytes;
	endEntries(row);
	return true;
}
