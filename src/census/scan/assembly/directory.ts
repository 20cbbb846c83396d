/**
 * A directory into the columns of the tree, when it is as nearly all are: its entries, then the inodes
 * they name. As soon as something about an entry is not as it should be, nothing of the directory is
 * added: others, who know all there is, read it. Inodes that are unusual are added by others, too.
 */
import {
	BATCH,
	COMPACT,
	COMPACT_I_XATTR_ICOUNT,
	EXTENDED,
	FORM_EXTENDED,
	FORM_LAYOUT,
	FORM_UNREADABLE,
	FORMAT_BIT4,
	LAYOUT_FLAT_INLINE,
	LAYOUT_FLAT_PLAIN,
	MOST_DIRECTORY,
	NULL32,
	ODD,
	SLOT,
	TREE_INODE_NID,
	TREE_INODE_RAW,
	TREE_INODE_SIZE,
	XATTR_HEADER,
	XATTR_UNIT,
} from "./constants";
import { addBlock, beginBlocks, hasDot, hasDotDot } from "./dirents";
import { blockSize, imageSize, metaStart } from "./facts";
import { seek, zerosBehind } from "./pages";
import { endEntries, entries, formOf, get32, inodeRoom, inodes, modeOf } from "./tree";
import { DIRECTORY, TYPE } from "./types";

/** First byte of the blocks of the directory, bytes of them, and of the tail that lies behind the inode. */
let blocksStart: u64 = 0;
let blocksSize: u64 = 0;
let tailStart: u64 = 0;
let tailSize: u64 = 0;
/** Whether the inode says that `.` is left out. */
let isDotOmitted: bool = false;

/** Bytes behind all that lies together with the inode, in the same block, that are zero. */
export let zeros: u32 = 0;

/** Finds its data. @returns false when it takes more for that, or something is wrong */
function locate(inode: u32): bool {
	const form = formOf(inode);
	if ((form & (ODD | FORM_UNREADABLE)) !== 0 || (modeOf(inode) & TYPE) !== DIRECTORY) return false;
	const layout = form & FORM_LAYOUT;
	if (layout !== LAYOUT_FLAT_PLAIN && layout !== LAYOUT_FLAT_INLINE) return false;
	const start = metaStart + (get32(TREE_INODE_NID, inode) as u64) * SLOT;
	if (start + COMPACT > imageSize) return false;
	const p = seek(start, COMPACT);
	const icount: u64 = load<u16>(p + COMPACT_I_XATTR_ICOUNT);
	isDotOmitted = (load<u16>(p) & FORMAT_BIT4) !== 0;
	const size: u64 = get32(TREE_INODE_SIZE, inode);
	if (size === 0 || size > MOST_DIRECTORY) return false;
	tailSize = layout === LAYOUT_FLAT_INLINE ? ((size - 1) % blockSize) + 1 : 0;
	tailStart =
		start +
		((form & FORM_EXTENDED) !== 0 ? EXTENDED : COMPACT) +
		(icount > 0 ? XATTR_HEADER + (icount - 1) * XATTR_UNIT : 0);
	if (tailSize > 0 && (tailStart % blockSize) + tailSize > blockSize) return false;
	if (tailStart + tailSize > imageSize) return false;
	const raw = get32(TREE_INODE_RAW, inode);
	blocksSize = size - tailSize;
	blocksStart = (raw as u64) * blockSize;
	return blocksSize === 0 || (raw !== NULL32 && blocksStart + blocksSize <= imageSize);
}

/** Bytes [start, start + size) of the image are blocks of it, the last of which may be short. */
function addBlocks(start: u64, size: u64): bool {
	for (let at: u64 = 0; at < size; at += blockSize) {
		if (at % BATCH === 0) seek(start + at, min(BATCH as u64, size - at));
		const length = min(blockSize, size - at);
		if (!addBlock(seek(start + at, length), length as u32)) return false;
	}
	return true;
}

/**
 * Adds the entries of the directory with this inode.
 * @param parent nid of the one it is in, where that is known
 * @returns false when others must read it
 */
export function readDirectory(inode: u32, parent: u32, isKnown: bool): bool {
	const before = entries;
	if (!locate(inode)) return false;
	beginBlocks(get32(TREE_INODE_NID, inode), parent, isKnown);
	const isWhole =
		addBlocks(blocksStart, blocksSize) &&
		addBlocks(tailStart, tailSize) &&
		hasDotDot &&
		(hasDot || isDotOmitted) &&
		// Each of them may name an inode of its own.
		inodes + (entries - before) <= inodeRoom;
	if (isWhole) zeros = zerosBehind(tailStart + tailSize) as u32;
	else endEntries(before);
	return isWhole;
}
