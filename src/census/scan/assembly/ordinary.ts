/** What nearly all inodes are, into the columns of the tree: the same as census/ordinary.ts. */
import {
	AT_SERIAL,
	CHUNK_FORMAT_END,
	COMPACT,
	COMPACT_I_GID,
	COMPACT_I_INO,
	COMPACT_I_MODE,
	COMPACT_I_MTIME,
	COMPACT_I_NLINK,
	COMPACT_I_RESERVED,
	COMPACT_I_SIZE,
	COMPACT_I_UID,
	COMPACT_I_XATTR_ICOUNT,
	COMPACT_STARTBLK_LO,
	EXTENDED,
	EXTENDED_I_GID,
	EXTENDED_I_MTIME,
	EXTENDED_I_MTIME_NSEC,
	EXTENDED_I_NLINK,
	EXTENDED_I_RESERVED2,
	EXTENDED_I_UID,
	EXTENDED_STARTBLK_HI,
	FORM_EXTENDED,
	FORM_XATTRS,
	FORMAT_BIT4,
	FORMAT_END,
	HAS_48BIT,
	LAYOUT_CHUNK_BASED,
	LAYOUT_COMPRESSED_COMPACT,
	LAYOUT_COMPRESSED_FULL,
	LAYOUT_FLAT_INLINE,
	LAYOUT_FLAT_PLAIN,
	NONE,
	NULL32,
	SECOND,
	SLOT,
	TREE_INODE_FORM,
	TREE_INODE_GID,
	TREE_INODE_MODE,
	TREE_INODE_MTIME,
	TREE_INODE_NID,
	TREE_INODE_NLINK,
	TREE_INODE_PLACE,
	TREE_INODE_RAW,
	TREE_INODE_SIZE,
	TREE_INODE_STORED,
	TREE_INODE_UID,
} from "./constants";
import { blockSize, has, imageSize, metaStart } from "./facts";
import { index, NO_ROW } from "./nids";
import { seek } from "./pages";
import { addInode, hasColumn, set16, set32 } from "./tree";
import { DIRECTORY, LINK, REGULAR, TYPE } from "./types";

/** More do not fit into their column. */
const MOST_NLINK: u32 = 0xffff;

/** Seconds that compact inodes count from. */
let epoch: u64 = 0;
/** More bytes than this, of contents or stored, want a closer look. */
let most: u64 = 0;

export function openInodes(epochLow: u32, epochHigh: u32, mostBytes: f64): void {
	epoch = ((epochHigh as u64) << 32) | epochLow;
	most = mostBytes as u64;
}

/** Serial numbers of those that were added since this was 0. */
export let serials: u32 = 0;

export function endSerials(): void {
	serials = 0;
}

/** The inode that is looked at: its first byte here, and what of it is known. */
let p: usize = 0;
let nlink: u32 = 0;
let mtime: u64 = 0;

function isCompactWell(isOneLink: bool): bool {
	const nb: u32 = load<u16>(p + COMPACT_I_NLINK);
	if (isOneLink ? nb !== 0 : nb === 0) return false;
	nlink = isOneLink ? 1 : nb;
	mtime = epoch + load<u32>(p + COMPACT_I_MTIME);
	return load<u32>(p + COMPACT_I_RESERVED) === 0;
}

function isExtendedWell(): bool {
	nlink = load<u32>(p + EXTENDED_I_NLINK);
	mtime = load<u64>(p + EXTENDED_I_MTIME);
	if (nlink === 0 || nlink > MOST_NLINK || load<u32>(p + COMPACT_I_SIZE + 4) !== 0) return false;
	if (load<u16>(p + EXTENDED_STARTBLK_HI) !== 0) return false;
	if (load<u32>(p + EXTENDED_I_MTIME_NSEC) >= SECOND) return false;
	return load<u64>(p + EXTENDED_I_RESERVED2) === 0 && load<u64>(p + EXTENDED_I_RESERVED2 + 8) === 0;
}

/** Bytes stored of `size`; more than there can be where only a closer look can tell. */
function storedOf(layout: u32, size: u64, raw: u32): u64 {
	switch (layout) {
		case LAYOUT_COMPRESSED_FULL:
		case LAYOUT_COMPRESSED_COMPACT:
			return (raw as u64) * blockSize;
		case LAYOUT_CHUNK_BASED:
			return raw < CHUNK_FORMAT_END ? 0 : u64.MAX_VALUE;
		case LAYOUT_FLAT_PLAIN:
			return raw === NULL32 ? u64.MAX_VALUE : size;
		case LAYOUT_FLAT_INLINE:
			return size;
		default:
			return u64.MAX_VALUE;
	}
}

/** What only lists show. */
function list(row: u32, stored: u32, isExtended: bool): void {
	set32(TREE_INODE_STORED, row, stored);
	set32(TREE_INODE_MTIME, row, mtime as u32);
	if (isExtended) {
		set32(TREE_INODE_UID, row, load<u32>(p + EXTENDED_I_UID));
		set32(TREE_INODE_GID, row, load<u32>(p + EXTENDED_I_GID));
	} else {
		set32(TREE_INODE_UID, row, load<u16>(p + COMPACT_I_UID));
		set32(TREE_INODE_GID, row, load<u16>(p + COMPACT_I_GID));
	}
}

/** A row for the inode with this nid, or none where others must look at it. */
export function addOrdinary(nid: u32): u32 {
	const start = metaStart + (nid as u64) * SLOT;
	if (start + COMPACT > imageSize) return NO_ROW;
	p = seek(start, COMPACT);
	const format: u32 = load<u16>(p);
	const isExtended = (format & 1) === 1;
	if (isExtended) {
		if (start + EXTENDED > imageSize) return NO_ROW;
		p = seek(start, EXTENDED);
	}
	const mode: u32 = load<u16>(p + COMPACT_I_MODE);
	const type = mode & TYPE;
	const icount: u32 = load<u16>(p + COMPACT_I_XATTR_ICOUNT);
	const layout = (format >> 1) & 7;
	const raw = load<u32>(p + COMPACT_STARTBLK_LO);
	const size: u64 = load<u32>(p + COMPACT_I_SIZE);
	if (type !== REGULAR && type !== DIRECTORY && type !== LINK) return NO_ROW;
	// Only images with 48-bit addresses have bit 4.
	if (format >= (has(HAS_48BIT) ? FORMAT_END : FORMAT_BIT4) || icount === 1) return NO_ROW;
	const stored = storedOf(layout, size, raw);
	if (size > most || stored > most) return NO_ROW;
	const isOneLink = (format & FORMAT_BIT4) !== 0 && type !== DIRECTORY;
	if (isExtended ? isOneLink || !isExtendedWell() : !isCompactWell(isOneLink)) return NO_ROW;
	if (mtime > NULL32) return NO_ROW;
	const row = addInode();
	set32(TREE_INODE_NID, row, nid);
	index(row, nid);
	set32(TREE_INODE_PLACE, row, NONE);
	set16(TREE_INODE_MODE, row, mode);
	set32(TREE_INODE_SIZE, row, size as u32);
	set32(TREE_INODE_RAW, row, raw);
	set16(TREE_INODE_NLINK, row, nlink);
	if (hasColumn(TREE_INODE_MTIME)) list(row, stored as u32, isExtended);
	store<u32>(AT_SERIAL + ((serials as usize) << 2), load<u32>(p + COMPACT_I_INO));
	serials++;
	const form = layout | (isExtended ? FORM_EXTENDED : 0) | (icount > 0 ? FORM_XATTRS : 0);
	set16(TREE_INODE_FORM, row, form);
	return row;
}
