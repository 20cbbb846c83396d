/**
 * What nearly all inodes of large trees own, from the columns of the census alone: flat contents
 * in the image itself or behind the inode, without attributes. Nothing is read for them.
 */
import { clamped } from "../base/exact";
import { span } from "../base/range";
import { FORM, type Inodes } from "../census/inodes";
import { COMPACT, EXTENDED } from "../erofs/inode-cursor";
import type { Extent } from "../erofs/map/extent";
import { FT } from "../erofs/structs/dirent";
import { blockBytes, LAYOUT, tailBytes } from "../erofs/structs/inode";
import type { Inhabitants } from "./inhabitants";

/** What the census does not vouch for, or is not told in its columns. */
const OTHER =
	FORM.UNREADABLE | FORM.DOUBTFUL | FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED | FORM.XATTRS;
const NULL32 = 0xffffffff;

const NOTHING: readonly Extent[] = [];

/** Behind the inode itself, which the census knows. */
export const headEnd = (inhabitants: Inhabitants, row: number): number =>
	inhabitants.start(row) + (inhabitants.tree.inodes.is(row, FORM.EXTENDED) ? EXTENDED : COMPACT);

/**
 * All contents, in the order of the file; what lies behind the inode is last, and all that does.
 * Undefined for all other inodes than these, sound or not.
 */
export function flatExtents(inhabitants: Inhabitants, row: number): readonly Extent[] | undefined {
	const { inodes } = inhabitants.tree;
	if (!inhabitants.isInTree(row) || inodes.is(row, OTHER)) return undefined;
	const layout = inodes.layout(row);
	if (layout > LAYOUT.CHUNK_BASED) return undefined;
	if (!hasContents(inodes, row)) return NOTHING;
	const isFlat = layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.FLAT_INLINE;
	return isFlat && inodes.size.highAt(row) === 0 ? contentsOf(inhabitants, row) : undefined;
}

/** Whether the columns tell all that it owns. */
export const isFlat = (inhabitants: Inhabitants, row: number): boolean =>
	flatExtents(inhabitants, row) !== undefined;

function hasContents(inodes: Inodes, row: number): boolean {
	const type = inodes.type(row);
	if (type !== FT.REG && type !== FT.DIR && type !== FT.LNK) return false;
	return inodes.size.low[row] !== 0 || inodes.size.highAt(row) !== 0;
}

function contentsOf(inhabitants: Inhabitants, row: number): readonly Extent[] | undefined {
	const { image, tree } = inhabitants;
	const { primary, metabox, facts } = image;
	const { size, raw } = tree.inodes;
	const layout = tree.inodes.layout(row);
	const bytes = size.low[row] as number;
	const home = inhabitants.inMetabox(row) ? metabox : primary;
	const head = headEnd(inhabitants, row);
	const tail = tailBytes(layout, bytes, facts.blockSize);
	const isTailFine = tail === 0 || (head % facts.blockSize) + tail <= facts.blockSize;
	if (!home || head + tail > home.source.size || !isTailFine) return undefined;
	const extents: Extent[] = [];
	const blocks = clamped(blockBytes(layout, bytes, facts.blockSize));
	if (blocks > 0) {
		const first = raw.low[row] as number;
		const start = first * facts.blockSize;
		const isThere = raw.highAt(row) === 0 && first !== NULL32 && facts.extraDevices === 0;
		if (!isThere || start + blocks > primary.source.size) return undefined;
		const at = span(primary.space, start, start + blocks);
		extents.push({ start: 0, end: blocks, kind: "data", at });
	}
	if (tail > 0) {
		const at = span(home.space, head, head + tail);
		extents.push({ start: blocks, end: bytes, kind: "inline", at });
	}
	return extents;
}
