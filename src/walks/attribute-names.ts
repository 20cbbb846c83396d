/** To an attribute by its name, as Linux looks for it: the filter, those behind the inode, the shared ones. */
import { corrupt } from "../base/errors";
import { span } from "../base/range";
import { compareBytes, showName } from "../base/text";
import { exactBytes } from "../base/words";
import { type Inode, inodeField } from "../erofs/inode";
import { XATTR_PREFIXES, xattrEntry, xattrIbodyHeader } from "../erofs/structs/xattr";
import { sbField } from "../erofs/superblock";
import {
	filterBit,
	filterIsUsed,
	hiddenByFilter,
	readXattrs,
	splitName,
	type Xattr,
} from "../erofs/xattr";
import { fieldAt } from "../schema/struct";
import { known, plus } from "../schema/sum";
import { sayId, sayShared } from "./attributes";
import { toBodyEnd } from "./flat";
import { toPath } from "./paths";
import type { WalkEnd } from "./step";
import { place, type Walker } from "./walker";

/** Attributes that are compared one by one, each in a step. */
const MOST_COMPARED = 32;

/** @param path to the inode; links are not followed */
export async function toAttribute(w: Walker, path: Uint8Array, name: Uint8Array): Promise<WalkEnd> {
	const inode = await toPath(w, path);
	if (!inode) return "absent";
	if (inode.xattrSize === 0) {
		await w.field(w.body(inode), inodeField(inode, "i_xattr_icount"), {
			text: `It is 0: the inode has no attributes, and so no “${showName(name)}”.`,
			why: "The number tells how many bytes of attributes lie behind the inode.",
		});
		return "absent";
	}
	await toBodyEnd(w, inode);
	await w.structure(w.body(inode), "xattrs", inode.at.end, {
		text: "The attributes begin where the inode ends.",
	});
	const list = await readXattrs(w.image, inode, w.report, w.signal);
	const found = list.find((entry) => compareBytes(entry.name, name) === 0);
	if (!(await passFilter(w, inode, name, found))) return "absent";
	await compare(w, inode, list, found);
	if (found) sayValue(w, found);
	else sayAbsent(w, inode, name, list.length);
	return found ? "byte" : "absent";
}

/** @returns false when the filter says that the name is absent @throws Failure `corrupt` when it is not */
async function passFilter(
	w: Walker,
	inode: Inode,
	name: Uint8Array,
	found: Xattr | undefined,
): Promise<boolean> {
	if (!filterIsUsed(w.image)) {
		await w.field(w.fixed(), sbField("feature_compat"), {
			text: "The image has no name filters: all names have to be compared.",
			why: "Filters are made when an image is; older images have none.",
			since: "6.6",
		});
		return true;
	}
	const body = w.body(inode);
	const filter = await w.run(() => body.bytes.u32(inode.at.end));
	const hidden = found && hiddenByFilter(inode, filter, found);
	if (hidden) throw corrupt(hidden);
	const { base, rest } = splitName(name);
	const bit = filterBit(base, rest);
	const isAbsent = ((filter >>> bit) & 1) === 1;
	await w.field(body, fieldAt(xattrIbodyHeader, "h_name_filter", inode.at.space, inode.at.end), {
		text: isAbsent
			? `The name “${showName(name)}” has bit ${bit} of the filter. It is 1: no attribute has that name, and none has to be looked at.`
			: `The name “${showName(name)}” has bit ${bit} of the filter. It is 0: the attribute may be there, and the names are compared.`,
		why: `The bit is a hash of the name without its beginning “${XATTR_PREFIXES[base] || "none"}”. A bit is 0 when any attribute of the inode has it.`,
	});
	return !isAbsent;
}

/** Those in front of what is looked for, in the order in which Linux compares them. */
async function compare(
	w: Walker,
	inode: Inode,
	list: readonly Xattr[],
	found: Xattr | undefined,
): Promise<void> {
	const shared = list.filter(({ where }) => where === "shared");
	const upTo = found ? list.indexOf(found) + 1 : list.length;
	for (const [i, entry] of list.slice(0, upTo).entries()) {
		if (i >= MOST_COMPARED && entry !== found) continue;
		const words = {
			text: `Attribute ${i + 1} is “${showName(entry.name)}”: ${entry === found ? "the one that is looked for" : "another one"}.`,
			why: "Those of the inode alone come first, then those that it shares with others. They are in no order.",
		};
		const { start } = entry.at;
		if (entry.where === "inline") {
			await w.structure(w.body(inode), xattrEntry.name, start, words);
			continue;
		}
		await sayId(w, inode, shared.indexOf(entry), start);
		await sayShared(w, start, words);
	}
}

/** Behind the lengths and the name. */
function sayValue(w: Walker, { at, value }: Xattr): void {
	const start = at.end - value.length;
	const length = start - at.start - xattrEntry.size;
	w.add({
		at: [span(at.space, start, at.end)],
		text: `Its value has ${exactBytes(value.length)}: “${showName(value.subarray(0, 64))}”.`,
		why: "An attribute is its lengths, its name without the numbered beginning, and its value.",
		sum: place(
			plus(
				plus(known(at.start, "start of the attribute"), xattrEntry.size),
				known(length, "bytes of its name"),
			),
		),
	});
}

function sayAbsent(w: Walker, inode: Inode, name: Uint8Array, count: number): void {
	w.add({
		at: [span(inode.at.space, inode.at.end, inode.bodyEnd)],
		text: `None of ${count} ${count === 1 ? "attribute" : "attributes"} is “${showName(name)}”.`,
		why: "All of them were compared: the filter can only say that a name is surely absent, or that it may be there.",
	});
}
