/**
 * What nearly all inodes of large trees own, from the columns of the census: flat contents in the
 * image itself or behind the inode. Nothing is read for them but attributes.
 */
import { clamped } from "../base/exact";
import { span } from "../base/range";
import { FORM, type Inodes } from "../census/inodes";
import { COMPACT, EXTENDED } from "../erofs/inode-cursor";
import type { Extent } from "../erofs/map/extent";
import { FT } from "../erofs/structs/dirent";
import { blockBytes, LAYOUT, tailBytes } from "../erofs/structs/inode";
import type { AttributeBody } from "./attribute-bodies";
import type { Inhabitants } from "./inhabitants";

const DOUBTED = FORM.UNREADABLE | FORM.DOUBTFUL | FORM.IMPOSSIBLE_SIZE | FORM.IMPOSSIBLE_STORED;
const NULL32 = 0xffffffff;

const NOTHING: readonly Extent[] = [];

/** Whether the census vouches for what it tells of an inode. */
export const isVouchedFor = (inhabitants: Inhabitants, row: number): boolean =>
	inhabitants.isInTree(row) && !inhabitants.tree.inodes.is(row, DOUBTED);

/** An inode with its attributes. */
export interface Head {
	/** Behind the inode itself, which the census knows. */
	readonly inodeEnd: number;
	readonly attributes: AttributeBody;
	/** Behind both. */
	readonly end: number;
}

/** Of one that is vouched for; undefined where attributes are not as nearly all are. @throws Missing */
export function headOf(inhabitants: Inhabitants, row: number): Head | undefined {
	const isExtended = inhabitants.tree.inodes.is(row, FORM.EXTENDED);
	const inodeEnd = inhabitants.start(row) + (isExtended ? EXTENDED : COMPACT);
	const attributes = inhabitants.attributes.of(row, inodeEnd);
	return attributes && { inodeEnd, attributes, end: inodeEnd + attributes.size };
}

/**
 * All contents of one that is vouched for, in the order of the file; what lies behind the inode is
 * last, and all that does.
 * Undefined for all other inodes than these, sound or not.
 * @param head behind the inode and its attributes
 */
export function flatExtents(
	inhabitants: Inhabitants,
	row: number,
	head: number,
): readonly Extent[] | undefined {
	const { inodes } = inhabitants.tree;
	const layout = inodes.layout(row);
	if (layout > LAYOUT.CHUNK_BASED) return undefined;
	if (!hasContents(inodes, row)) return NOTHING;
	const isFlat = layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.FLAT_INLINE;
	return isFlat && inodes.size.highAt(row) === 0 ? contentsOf(inhabitants, row, head) : undefined;
}

/** Whether the columns alone tell all that it owns. */
export function isFlat(inhabitants: Inhabitants, row: number): boolean {
	if (!isVouchedFor(inhabitants, row) || inhabitants.tree.inodes.is(row, FORM.XATTRS)) return false;
	const head = headOf(inhabitants, row);
	return head !== undefined && flatExtents(inhabitants, row, head.end) !== undefined;
}

function hasContents(inodes: Inodes, row: number): boolean {
	const type = inodes.type(row);
	if (type !== FT.REG && type !== FT.DIR && type !== FT.LNK) return false;
	return inodes.size.low[row] !== 0 || inodes.size.highAt(row) !== 0;
}

function contentsOf(
	inhabitants: Inhabitants,
	row: number,
	head: number,
): readonly Extent[] | undefined {
	const { image, tree } = inhabitants;
	const { primary, metabox, facts } = image;
	const { size, raw } = tree.inodes;
	const layout = tree.inodes.layout(row);
	const bytes = size.low[row] as number;
	const home = inhabitants.inMetabox(row) ? metabox : primary;
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
