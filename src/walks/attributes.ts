/** To an attribute: by the name filter, then behind the inode or among the shared ones. */
import { corrupt } from "../base/errors";
import { contains, type SpaceId, type Span, span } from "../base/range";
import { IMAGE_SPACE } from "../base/space";
import { showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { containerOf } from "../erofs/image";
import { type Inode, inodeField } from "../erofs/inode";
import { layShared, sharedIdSpan, sharedIds } from "../erofs/layout/xattrs";
import { sharedXattrId, xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import { sbField } from "../erofs/superblock";
import { filterBit, filterIsUsed, hiddenByFilter, readXattrs } from "../erofs/xattr";
import { fieldAt } from "../schema/struct";
import type { Walker, Words } from "./walker";

/** @param start the attribute's first byte, in the space of shared ones */
export async function toShared(w: Walker, inode: Inode, start: number): Promise<void> {
	const { xattrStart, xattrSpace } = w.image.facts;
	const body = w.body(inode);
	await w.field(body, inodeField(inode, "i_xattr_icount"), {
		text: "Attributes lie behind the inode.",
	});
	await passFilter(w, inode, span(xattrSpace, start, start + 1));
	const ids = await w.run(() => sharedIds({ inode, bytes: body.bytes }));
	const { space, end } = inode.at;
	await w.field(body, fieldAt(xattrIbodyHeader, "h_shared_count", space, end), {
		text: `Of them, those shared with other inodes are only named here: ${ids.length}.`,
	});
	const i = ids.indexOf((start - xattrStart) / sharedXattrId.size);
	if (i < 0) return;
	await sayId(w, inode, i, start);
	await sayShared(w, start, { text: "The attribute begins here." });
}

/** The id of a shared attribute, and from where it counts. */
export async function sayId(w: Walker, inode: Inode, i: number, start: number): Promise<void> {
	const { xattrStart, xattrSpace } = w.image.facts;
	const id = (start - xattrStart) / sharedXattrId.size;
	const { start: at } = sharedIdSpan(inode, i);
	await w.structure(w.body(inode), sharedXattrId.name, at, { text: `Number ${i} is ${id}.` }, i);
	if (!w.isNew("shared attributes")) return;
	await w.field(w.fixed(), sbField("xattr_blkaddr"), {
		text: `Shared attributes are counted from byte ${countText(xattrStart)} of ${spaceText(xattrSpace)} on, in steps of 4 bytes.`,
	});
	if (xattrSpace !== IMAGE_SPACE) await w.into(xattrSpace, start);
}

/** A shared attribute, told where it is stored once for all. */
export async function sayShared(w: Walker, start: number, words: Words): Promise<void> {
	const { image } = w;
	const home = containerOf(image, image.facts.xattrSpace);
	if (!home) return;
	const bytes = w.bytesOf(home);
	const laid = {
		bytes,
		lay: (v: Parameters<typeof layShared>[1]) => layShared({ image, bytes }, v, start),
	};
	await w.structure(laid, xattrEntry.name, start, words);
}

/** To an attribute of an inode alone, behind it. */
export async function toInline(w: Walker, inode: Inode, at: Span): Promise<void> {
	const body = w.body(inode);
	await w.field(body, inodeField(inode, "i_xattr_icount"), {
		text: `${exactBytes(inode.xattrSize)} of attributes lie behind the inode.`,
	});
	await w.structure(body, "xattrs", inode.at.end, { text: "They begin where the inode ends." });
	const found = await passFilter(w, inode, at);
	if (!found) return;
	const { before, entry } = found;
	await w.structure(body, xattrEntry.name, entry.at.start, {
		text:
			before === 0
				? "The attribute is the first behind the header and the shared ones that are named there."
				: `The attribute stands behind ${before === 1 ? "another" : `${before} others`}: each says how long it is.`,
		why: "Attributes stand in no order: those in front are read, and their names compared.",
	});
}

/**
 * What the name filter says of the attribute with this byte.
 * @returns the attribute, and how many of its kind stand in front of it; undefined when it cannot be read
 * @throws Failure `corrupt` when the filter hides it
 */
async function passFilter(w: Walker, inode: Inode, at: Span) {
	const list = await readXattrs(w.image, inode, w.report, w.signal);
	const entry = list.find((each) => each.at.space === at.space && contains(each.at, at.start));
	if (!entry) return undefined;
	const before = list.filter(({ where }) => where === entry.where).indexOf(entry);
	if (!filterIsUsed(w.image)) return { entry, before };
	const body = w.body(inode);
	const filter = await w.run(() => body.bytes.u32(inode.at.end));
	const hidden = hiddenByFilter(inode, filter, entry);
	if (hidden) throw corrupt(hidden);
	const bit = filterBit(entry.base, entry.rest);
	await w.field(body, fieldAt(xattrIbodyHeader, "h_name_filter", inode.at.space, inode.at.end), {
		text: `The name “${showName(entry.name)}” has bit ${bit} of the filter. It is 0: the attribute may be there.`,
		why: "A bit that is 1 says that no attribute has a name of this bit: then none is looked at.",
	});
	return { entry, before };
}

const spaceText = (space: SpaceId): string =>
	space === IMAGE_SPACE ? "the image" : `the ${space}`;
