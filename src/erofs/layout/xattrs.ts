/**
 * Attributes behind an inode, and those shared by several (format section 9):
 *
 *   | header 12 | shared ids 4 each | entry | entry | … |
 *   entry: | lengths 4 | name without prefix | value | zero bytes up to a multiple of 4 |
 */
import type { Finding } from "../../base/finding";
import { roundUp, type Span, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { showName } from "../../base/text";
import { fieldAt } from "../../schema/struct";
import { known, plus, times } from "../../schema/sum";
import { itemsOf, type Part, type Visitor } from "../../schema/visit";
import { fault } from "../faults";
import type { BodyInode } from "../inode";
import { LONG_PREFIX, sharedXattrId, xattrEntry, xattrIbodyHeader } from "../structs/xattr";
import { type InodeBody, isInside } from "./body";
import { kind } from "./kinds";
import { paddingPart } from "./padding";

const BODY: Part<InodeBody> = {
	key: "xattrs",
	doc: xattrIbodyHeader.doc,
	role: "struct",
	sum: ({ inode }) => known(inode.at.end, "end of the inode"),
};
/** Its fields stand beside what follows. */
const HEADER: Part<InodeBody> = { kind: kind("xattr-header") };
const IDS: Part<InodeBody> = { kind: kind("xattr-shared-ids") };
const ID: Part<InodeBody> = {
	kind: kind("xattr-shared-ids"),
	label: (_, _start, n) => `#${n}`,
	sum: ({ inode }, _start, n) =>
		plus(
			times(known(n, "number"), sharedXattrId.size),
			known(inode.at.end + xattrIbodyHeader.size, "end of the header"),
		),
};
const EMPTY = paddingPart("no-attribute");
const REST = paddingPart("attributes-end");

/**
 * The attributes of an inode that has some.
 * @returns false when they are not all inside the space: then what follows them is nowhere
 * @throws Missing
 */
export function layXattrs(of: InodeBody, v: Visitor): boolean {
	const { inode, bytes } = of;
	const { start, end } = { start: inode.at.end, end: inode.bodyEnd };
	if (!isInside(of, v, start, end, xattrIbodyHeader.name, "i_xattr_icount")) return false;
	bytes.need([{ start, end }]);
	if (v.open(BODY, of, start, end)) {
		layIbody(of, v, start, end);
		v.close();
	}
	return true;
}

function layIbody(of: InodeBody, v: Visitor, start: number, end: number): void {
	const { image, bytes } = of;
	const ids = start + xattrIbodyHeader.size;
	if (v.open(HEADER, of, start, ids)) {
		v.fields(xattrIbodyHeader, start, image.facts);
		v.close();
	}
	const count = bytes.u8(start + xattrIbodyHeader.at.h_shared_count);
	const entries = ids + count * sharedXattrId.size;
	if (entries > end) {
		v.stop(badCount(of, count));
		return;
	}
	laySharedIds(of, v, ids, entries, count);
	layEntries(of, v, entries, end);
}

/** Bytes of the id `i` of a shared attribute. */
export function sharedIdSpan({ at }: Pick<BodyInode, "at">, i: number): Span {
	const start = at.end + xattrIbodyHeader.size + i * sharedXattrId.size;
	return span(at.space, start, start + sharedXattrId.size);
}

/** The shared attributes an inode names, when its count of them can be right. @throws Missing */
export function sharedIds({ inode, bytes }: Pick<InodeBody, "inode" | "bytes">): number[] {
	const { at, xattrSize, bodyEnd } = inode;
	if (xattrSize < xattrIbodyHeader.size || bodyEnd > bytes.size) return [];
	const count = bytes.u8(at.end + xattrIbodyHeader.at.h_shared_count);
	const length = count * sharedXattrId.size;
	if (count === 0 || xattrIbodyHeader.size + length > xattrSize) return [];
	const p = bytes.seek(at.end + xattrIbodyHeader.size, length);
	const { view } = bytes;
	return Array.from({ length: count }, (_, i) => view.getUint32(p + i * sharedXattrId.size, true));
}

const badCount = ({ inode, bytes }: InodeBody, count: number): Finding => ({
	...fault("xattr-shared-count"),
	...fieldAt(xattrIbodyHeader, "h_shared_count", bytes.space, inode.at.end),
	seen: String(count),
	allowed: `at most ${(inode.xattrSize - xattrIbodyHeader.size) / sharedXattrId.size}`,
	nid: inode.nid,
});

function laySharedIds(of: InodeBody, v: Visitor, start: number, end: number, count: number): void {
	if (count === 0 || !v.open(IDS, of, start, end)) return;
	const { size } = sharedXattrId;
	const told = itemsOf(v, start, size, count);
	for (let i = told.start; i < told.end; i++)
		v.struct(ID, of, sharedXattrId, start + size * i, of.image.facts, i);
	v.close(count - (told.end - told.start));
}

function layEntries(of: InodeBody, v: Visitor, from: number, end: number): void {
	const { bytes } = of;
	let p = from;
	while (p + xattrEntry.size <= end) {
		const zeros = zerosAt(bytes, p, end);
		if (zeros > p) {
			v.bytes(EMPTY, of, p, zeros);
			p = zeros;
			continue;
		}
		const size = entrySize(bytes, p);
		if (p + size > end) {
			layCut(of, v, p, end);
			v.stop(overrun(of, p, size, end - p));
			return;
		}
		layEntry(INLINE, of, v, p, size);
		const next = Math.min(roundUp(p + size, ALIGNMENT), end);
		v.bytes(ALIGN, of, p + size, next);
		p = next;
	}
	v.bytes(REST, of, p, end);
}

/** An attribute that claims to go on behind `end`: its lengths are there, and one of them is at fault. */
function layCut(of: InodeBody, v: Visitor, p: number, end: number): void {
	if (!v.open(CUT, of, p, end)) return;
	v.fields(xattrEntry, p, of.image.facts);
	v.close();
}

/** Attributes begin at multiples of it. */
const ALIGNMENT = 4;

/** Behind the zero words at `p`, where attributes could stand. */
function zerosAt(bytes: Resident, p: number, end: number): number {
	let at = p;
	while (at + ALIGNMENT <= end && bytes.u32(at) === 0) at += ALIGNMENT;
	return at;
}

const overrun = ({ inode, bytes }: InodeBody, p: number, size: number, room: number): Finding => ({
	...fault("xattr-overrun"),
	...fieldAt(
		xattrEntry,
		xattrEntry.size + bytes.u8(p) > room ? "e_name_len" : "e_value_size",
		bytes.space,
		p,
	),
	seen: `${size} bytes`,
	allowed: `at most ${room} bytes`,
	nid: inode.nid,
});

/** Bytes of the entry at `p`, without what aligns the next. @throws Missing */
export const entrySize = (bytes: Resident, p: number): number =>
	xattrEntry.size +
	bytes.u8(p + xattrEntry.at.e_name_len) +
	bytes.u16(p + xattrEntry.at.e_value_size);

/** What the words of an entry are made from: those of one inode and shared ones have it both. */
export type XattrOwner = Pick<InodeBody, "bytes" | "image">;

const prefixOf = ({ bytes, image }: XattrOwner, p: number) => {
	const index = bytes.u8(p + xattrEntry.at.e_name_index);
	return index & LONG_PREFIX ? image.prefixes[index & ~LONG_PREFIX] : undefined;
};

const ENTRY: Part<XattrOwner> = {
	key: xattrEntry.name,
	role: "struct",
	doc: xattrEntry.doc,
	label(of, p) {
		const { bytes } = of;
		const name = showName(bytes.slice(p + xattrEntry.size, p + xattrEntry.size + bytes.u8(p)));
		const infix = prefixOf(of, p)?.infix;
		return infix ? showName(infix) + name : name;
	},
	links: {
		e_name_index(of, p) {
			const prefix = prefixOf(of, p);
			return prefix && { span: prefix.at, label: "long prefix" };
		},
	},
};
const INLINE: Part<XattrOwner> = { ...ENTRY, kind: kind("xattr-inline-entry") };
/** Without a label: where the name ends is not known. */
const CUT: Part<XattrOwner> = {
	kind: kind("xattr-inline-entry"),
	key: xattrEntry.name,
	role: "struct",
	doc: "An attribute that claims more bytes than there are: it and what is behind it cannot be read.",
};
const SHARED: Part<XattrOwner> = {
	...ENTRY,
	kind: kind("shared-xattr"),
	sum: ({ image: { facts } }, start) =>
		plus(
			times(known((start - facts.xattrStart) / ALIGNMENT, "id"), ALIGNMENT),
			known(facts.xattrStart, "start of the shared attributes"),
		),
};
const NAME: Part<XattrOwner> = {
	key: "e_name",
	role: "text",
	doc: "The name without its prefix.",
	value: ({ bytes }, start, end) => showName(bytes.slice(start, end)),
};
const VALUE: Part<XattrOwner> = { key: "value", role: "data", doc: "The attribute's value." };
const ALIGN = paddingPart("next-attribute");

function layEntry(part: Part<XattrOwner>, of: XattrOwner, v: Visitor, p: number, size: number) {
	if (!v.open(part, of, p, p + size)) return;
	const name = p + xattrEntry.size;
	const value = name + of.bytes.u8(p);
	v.fields(xattrEntry, p, of.image.facts);
	v.bytes(NAME, of, name, value);
	v.bytes(VALUE, of, value, p + size);
	v.close();
}

/**
 * A shared attribute at `start` of the space that `of.bytes` is of.
 * @throws Missing, or Failure `corrupt` when it lies outside
 */
export function layShared(of: XattrOwner, v: Visitor, start: number): void {
	const size = entrySize(of.bytes, start);
	of.bytes.seek(start, size);
	layEntry(SHARED, of, v, start, size);
	v.bytes(ALIGN, of, start + size, Math.min(roundUp(start + size, ALIGNMENT), of.bytes.size));
}
