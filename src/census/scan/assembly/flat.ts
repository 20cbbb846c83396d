/** Contents as they are: in blocks that follow one another, behind the inode, or both. */
import {
	HAS_48BIT,
	KIND_DATA,
	KIND_INLINE,
	LAYOUT_FLAT_INLINE,
	LONGEST_PATH,
	NULL32,
	OWNER_INLINE_DATA,
} from "./constants";
import { blockSize, has, imageSize } from "./facts";
import { addBytes, addHole, addStored, count, firstLength, firstStart, isOdd, odd } from "./found";
import { hasZero } from "./pages";
import { bodyEnd, isExtended, isLink, layout, raw, rawHigh, size } from "./subject";

const NULL48: u64 = 0xffffffffffff;

/** Bytes [0, length) of the file, in blocks of their own; a null address leaves them out. */
function addBlocks(length: u64): void {
	// Whether the address of a compact inode has 48 bits is not in the columns.
	if (!isExtended && raw === NULL32 && rawHigh === 0 && has(HAS_48BIT)) {
		odd();
		return;
	}
	const isWide = isExtended || rawHigh !== 0;
	const block = isWide ? (rawHigh << 32) | raw : raw;
	if (block === (isWide ? NULL48 : NULL32)) addHole(0);
	else addStored(0, block * blockSize, length, KIND_DATA);
}

/** The target of a link must be in one piece, which is a path. */
function checkTarget(): void {
	const length = firstLength();
	const at = firstStart();
	if (count() !== 1 || length === 0 || length > LONGEST_PATH || isOdd) odd();
	else if (hasZero(at, at + length)) odd();
}

/** @returns where it ends with all that lies behind it */
export function takeFlat(): u64 {
	// Of what may lie behind the inode that is at least a byte, and at most a block.
	const isInline = layout === LAYOUT_FLAT_INLINE && size > 0;
	const blocks = isInline ? size - 1 - ((size - 1) % blockSize) : size;
	const tail = size - blocks;
	const end = bodyEnd + tail;
	if ((tail > 0 && (bodyEnd % blockSize) + tail > blockSize) || end > imageSize) odd();
	if (blocks > 0) addBlocks(blocks);
	if (tail > 0) addStored(blocks, bodyEnd, tail, KIND_INLINE);
	if (isLink) checkTarget();
	addBytes(OWNER_INLINE_DATA, isOdd ? 0 : tail);
	return end;
}
