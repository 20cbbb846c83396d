/** From the number of an inode to the inode. */
import { corrupt, findingOf } from "../base/errors";
import type { Exact } from "../base/exact";
import type { Culprit } from "../base/finding";
import { span } from "../base/range";
import { METABOX_SPACE } from "../base/space";
import { exactBytes } from "../base/words";
import { blameNid, homeOf, type Inode, inodeField, readInode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { inMetabox, nidOffset, SLOT } from "../erofs/structs/facts";
import { LAYOUT, LAYOUTS } from "../erofs/structs/inode";
import { known, times } from "../schema/sum";
import { toMetadataStart } from "./superblock";
import { place, type Walker } from "./walker";

const TYPES: Readonly<Record<number, string>> = {
	[FT.REG]: "A regular file",
	[FT.DIR]: "A directory",
	[FT.CHR]: "A character device",
	[FT.BLK]: "A block device",
	[FT.FIFO]: "A fifo",
	[FT.SOCK]: "A socket",
	[FT.LNK]: "A symbolic link",
};

/** @param pointer the field that gave the number: it is wrong when no inode can be there */
export async function toInode(w: Walker, nid: bigint, pointer: Culprit): Promise<Inode> {
	const inode = await readFrom(w, nid, pointer);
	if (inMetabox(nid)) await toMetaboxPlace(w, nid);
	else await toMetadataStart(w);
	const { at, extended } = inode;
	const { structure } = inodeField(inode, "i_format");
	await w.structure(w.body(inode), structure, at.start, {
		text: `Inode ${nid} lies here, in its ${extended ? "large form of 64" : "small form of 32"} bytes.`,
		why: "The number of an inode is its place, in steps of 32 bytes: there is no table of inodes.",
	});
	await toForm(w, inode);
	return inode;
}

async function readFrom(w: Walker, nid: bigint, pointer: Culprit): Promise<Inode> {
	try {
		return await readInode(w.image, nid, w.report, w.signal);
	} catch (error) {
		const found = findingOf(error);
		throw found ? corrupt(blameNid(found, nid, pointer)) : error;
	}
}

/** Where in the metabox, and how that byte comes about. */
async function toMetaboxPlace(w: Walker, nid: bigint): Promise<void> {
	const { space } = homeOf(w.image, nid);
	const start = nidOffset(w.image.facts, nid) ?? 0;
	w.add({
		at: [span(space, start, start + SLOT)],
		text: "The highest bit of the number is set: the inode lies in the metabox, a hidden file.",
		why: "Without that bit the number counts steps of 32 bytes from the start of the metabox.",
		sum: place(times(known(start / SLOT, "inode number without its highest bit"), SLOT)),
		since: "6.17",
	});
	await w.into(METABOX_SPACE, start);
}

/** What kind of file it is, how large, and how its contents are stored. */
async function toForm(w: Walker, inode: Inode): Promise<void> {
	const { layout, context } = inode;
	const label = LAYOUTS[layout]?.label ?? "of an unknown form";
	const how = context.hasData ? `, layout ${layout}: ${label}` : "";
	await w.field(w.body(inode), inodeField(inode, "i_format"), {
		text: `${whatOf(inode)}${how}.`,
		more: [inodeField(inode, "i_mode").at, inodeField(inode, "i_size").at],
		why: context.hasData ? (LAYOUTS[layout]?.doc ?? "") : "It has no contents.",
		...(layout === LAYOUT.CHUNK_BASED ? { since: "5.15" } : {}),
	});
}

function whatOf({ type, i_size }: { readonly type: number; readonly i_size: Exact }): string {
	return `${TYPES[type] ?? "An inode without a known type"} of ${exactBytes(i_size)}`;
}
