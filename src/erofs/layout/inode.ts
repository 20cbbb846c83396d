/**
 * An inode and what is stored behind it:
 *
 *   | inode 32 or 64 | xattrs | chunk map, or map header and index, or inline tail |
 */
import { exact } from "../../base/exact";
import { span } from "../../base/range";
import { showName } from "../../base/text";
import { known, plus, times } from "../../schema/sum";
import type { Part, Visitor } from "../../schema/visit";
import { contentsSpace } from "../image";
import { FT } from "../structs/dirent";
import { inMetabox, SLOT } from "../structs/facts";
import { inodeCompact, inodeExtended, isCompressed, LAYOUT, tailRange } from "../structs/inode";
import { type InodeBody, isInside } from "./body";
import { layChunkMap } from "./chunk-map";
import { layDirectoryBlock } from "./directory";
import { kind } from "./kinds";
import { layMap } from "./map";
import { layXattrs } from "./xattrs";

const INODE: Part<InodeBody> = {
	label: ({ inode }) => `inode ${inode.nid}`,
	sum: ({ image, inode: { nid } }) =>
		inMetabox(nid)
			? times(known(exact(BigInt.asUintN(63, nid)), "inode number without its highest bit"), SLOT)
			: plus(
					times(known(exact(nid), "inode number"), SLOT),
					known(image.facts.metaStart, "start of the metadata"),
				),
};
const COMPACT = { ...INODE, kind: kind("inode-compact") };
const EXTENDED = { ...INODE, kind: kind("inode-extended") };

/** @throws Missing, but no damage: of that the listener is told */
export function layInode(of: InodeBody, v: Visitor): void {
	const { inode } = of;
	const { at, context, layout } = inode;
	if (inode.extended) v.struct(EXTENDED, of, inodeExtended, at.start, context);
	else v.struct(COMPACT, of, inodeCompact, at.start, context);
	if (inode.xattrSize > 0 && !layXattrs(of, v)) return;
	if (inode.trouble || !context.hasData) return;
	if (isCompressed(layout)) layMap(of, v);
	else if (layout === LAYOUT.CHUNK_BASED) layChunkMap(of, v);
	else if (layout === LAYOUT.FLAT_INLINE) layTail(of, v);
}

const TAIL: Part<InodeBody> = {
	kind: kind("inline-data"),
	key: "inline tail",
	role: "data",
	doc: "The end of the contents, stored behind the inode to save a block.",
	target: ({ image, inode: { nid, size } }, start, end) => ({
		span: span(contentsSpace(image, nid), size - (end - start), size),
		label: "contents of the file",
	}),
	sum: ({ inode }) => known(inode.bodyEnd, "end of inode and attributes"),
};
const LINK: Part<InodeBody> = {
	...TAIL,
	key: "symlink target",
	role: "text",
	doc: "The path the link points to.",
	value: ({ bytes }, start, end) => showName(bytes.slice(start, end)),
};
/** The tails of the hidden inodes count as theirs, whatever stores them. */
const PACKED_TAIL = { ...TAIL, kind: kind("packed-data") };
const METABOX_TAIL = { ...TAIL, kind: kind("metabox-data") };

function layTail(of: InodeBody, v: Visitor): void {
	const { image, inode } = of;
	const { start, end } = tailRange(inode, image.facts.blockSize);
	if (end === start || !isInside(of, v, start, end, "inline tail", "i_size")) return;
	if (inode.type === FT.DIR) layDirectoryBlock({ ...of, start, end }, v);
	else v.bytes(tailPart(of), of, start, end);
}

function tailPart({ image, inode: { nid, type } }: InodeBody): Part<InodeBody> {
	if (nid === image.packedNid) return PACKED_TAIL;
	if (nid === image.metaboxNid) return METABOX_TAIL;
	return type === FT.LNK ? LINK : TAIL;
}
