/**
 * Extended attributes of an inode: inline entries behind it and entries shared
 * between inodes, with short and long name prefixes (format section 9).
 */
import { corrupt, findingOf } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { type Span, span } from "../base/range";
import { type About, beyondEnd, Resident, withBytes } from "../base/resident";
import { METABOX_SPACE } from "../base/space";
import { concat, showName, utf8Bytes } from "../base/text";
import { xxh32 } from "../base/xxh32";
import { Claimer } from "../schema/claimer";
import { fieldAt } from "../schema/struct";
import { fault } from "./faults";
import { containerOf, type Image } from "./image";
import type { Inode } from "./inode";
import { kind } from "./layout/kinds";
import { entrySize, layShared, layXattrs, sharedIdSpan, sharedIds } from "./layout/xattrs";
import { hasCompat } from "./structs/features";
import {
	LONG_PREFIX,
	sharedXattrId,
	XATTR_PREFIXES,
	xattrEntry,
	xattrIbodyHeader,
} from "./structs/xattr";

export interface Xattr {
	/** Full name, bytes. */
	readonly name: Uint8Array;
	readonly value: Uint8Array;
	readonly where: "inline" | "shared";
	/** The whole entry. */
	readonly at: Span;
	/** Short prefix the name is hashed under, and the rest: for the name filter. */
	readonly base: number;
	readonly rest: Uint8Array;
}

const MAX_NAME = 255;

/** The attributes of an inode, inline ones first. Damaged ones are reported and left out. */
export async function readXattrs(
	image: Image,
	inode: Inode,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<Xattr[]> {
	if (inode.xattrSize === 0) return [];
	const bytes = new Resident(inode.home);
	const shared = sharedBytes(image);
	const { list, findings } = await withBytes(() => {
		const findings: Finding[] = [];
		const list = xattrsIn(image, inode, bytes, shared, (finding) => findings.push(finding));
		return { list, findings };
	}, signal);
	for (const finding of findings) report(finding);
	return list;
}

/** Bytes of the space that shared attributes lie in; undefined when there is none that can be read. */
export function sharedBytes(image: Image): Resident | undefined {
	const home = containerOf(image, image.facts.xattrSpace);
	return home && new Resident(home);
}

/**
 * The same, of bytes in memory.
 * @param bytes those of the inode's home
 * @param shared see {@link sharedBytes}
 * @param report is told at once: a step that may run again collects findings anew each time
 * @throws Missing
 */
export function xattrsIn(
	image: Image,
	inode: Inode,
	bytes: Resident,
	shared: Resident | undefined,
	report: Report,
): Xattr[] {
	const reading = new Reading(image, inode, bytes, report);
	reading.read(shared);
	return reading.list;
}

/** One inode's attributes, as the layout tells them. */
class Reading {
	readonly list: Xattr[] = [];
	readonly #image: Image;
	readonly #inode: Inode;
	readonly #bytes: Resident;
	readonly #report: Report;

	constructor(image: Image, inode: Inode, bytes: Resident, report: Report) {
		this.#image = image;
		this.#inode = inode;
		this.#bytes = bytes;
		this.#report = report;
	}

	/** @param shared bytes of the space that shared attributes lie in, when they can be had @throws Missing */
	read(shared: Resident | undefined): void {
		const image = this.#image;
		const inode = this.#inode;
		const bytes = this.#bytes;
		const of = { image, inode, bytes };
		layXattrs(of, this.#listener(bytes, kind("xattr-inline-entry"), "inline"));
		for (const [i, id] of sharedIds(of).entries()) this.#readShared(shared, i, id);
		if (bytes.size >= inode.bodyEnd)
			checkFilter(image, inode, bytes.u32(inode.at.end), this.list, this.#report);
	}

	#listener(bytes: Resident, wanted: number, where: Xattr["where"]): Claimer {
		const take = (kind: number, start: number, end: number) => {
			// What the layout found to be cut off, it has reported.
			if (kind !== wanted || start + entrySize(bytes, start) > end) return;
			const at = span(bytes.space, start, end);
			const entry = parseEntry(
				this.#image,
				this.#inode,
				bytes.slice(start, end),
				at,
				where,
				this.#report,
			);
			if (entry) this.list.push(entry);
		};
		return new Claimer(bytes.size, take, this.#report);
	}

	#readShared(shared: Resident | undefined, i: number, id: number): void {
		const { nid } = this.#inode;
		const { xattrStart } = this.#image.facts;
		const start = xattrStart + id * sharedXattrId.size;
		const about = { structure: xattrIbodyHeader.name, field: "h_shared_xattrs", nid };
		try {
			if (!shared) throw corrupt(noMetabox(about, start));
			shared.about = about;
			const of = { image: this.#image, bytes: shared };
			layShared(of, this.#listener(shared, kind("shared-xattr"), "shared"), start);
		} catch (error) {
			const found = findingOf(error);
			if (!found) throw error;
			const text = `A shared attribute cannot be read: ${found.text}`;
			const isNowhere = found.code === beyondEnd.code;
			const leads = isNowhere ? { leadsTo: found.at } : {};
			this.#report({ ...found, ...leads, text, at: sharedIdSpan(this.#inode, i) });
		}
	}
}

const noMetabox = (about: About, start: number): Finding => ({
	...fault("xattr-no-metabox"),
	at: span(METABOX_SPACE, start, start + xattrEntry.size),
	...about,
});

function parseEntry(
	image: Image,
	inode: Inode,
	bytes: Uint8Array,
	at: Span,
	where: Xattr["where"],
	report: Report,
): Xattr | undefined {
	const nameEnd = xattrEntry.size + (bytes[xattrEntry.at.e_name_len] as number);
	const index = bytes[xattrEntry.at.e_name_index] as number;
	const suffix = bytes.subarray(xattrEntry.size, nameEnd);
	const prefix = prefixOf(image, index);
	if (!prefix) {
		const long = (index & LONG_PREFIX) !== 0;
		// Opening has told of all of them.
		if (long && image.prefixesElsewhere) return undefined;
		report({
			...fault(long ? "xattr-long-prefix" : "xattr-name-index"),
			...fieldAt(xattrEntry, "e_name_index", at.space, at.start),
			seen: String(index),
			allowed: long ? `128 to ${127 + image.prefixes.length}` : "0 to 6",
			nid: inode.nid,
		});
		return undefined;
	}
	const rest = concat([prefix.infix, suffix]);
	const name = concat([utf8Bytes(XATTR_PREFIXES[prefix.base] ?? ""), rest]);
	if (name.length > MAX_NAME) {
		report({
			...fault("xattr-name-length"),
			...fieldAt(xattrEntry, "e_name_len", at.space, at.start),
			seen: `${name.length} bytes`,
			allowed: `at most ${MAX_NAME}`,
			nid: inode.nid,
		});
	}
	return {
		name,
		value: bytes.subarray(nameEnd),
		where,
		at,
		base: prefix.base,
		rest,
	};
}

const NO_INFIX = new Uint8Array();

function prefixOf(image: Image, index: number): { base: number; infix: Uint8Array } | undefined {
	if (index & LONG_PREFIX) return image.prefixes[index & 0x7f];
	return index < XATTR_PREFIXES.length ? { base: index, infix: NO_INFIX } : undefined;
}

/** A whole name as it is hashed: the number of its beginning, and the rest. */
export function splitName(name: Uint8Array): Pick<Xattr, "base" | "rest"> {
	const text = showName(name);
	const base = XATTR_PREFIXES.findIndex((prefix) => prefix !== "" && text.startsWith(prefix));
	return { base: Math.max(0, base), rest: name.subarray(XATTR_PREFIXES[base]?.length ?? 0) };
}

const FILTER_SEED = 0x25bbe08f;

/** Bit of the name filter an attribute hashes to (kernel: XATTR_FILTER_SEED + prefix index). */
export const filterBit = (base: number, rest: Uint8Array): number =>
	xxh32(rest, FILTER_SEED + base) & 31;

/** Whether kernels go by the name filters of an image. */
export const filterIsUsed = ({ facts, superblock }: Image): boolean =>
	hasCompat(facts, "XATTR_FILTER") && superblock.xattr_filter_reserved === 0;

/** A set filter bit says "absent": then kernels do not even look for the attribute. */
export function hiddenByFilter(
	inode: Inode,
	filter: number,
	{ base, rest }: Xattr,
): Finding | undefined {
	const bit = filterBit(base, rest);
	if (((filter >>> bit) & 1) === 0) return undefined;
	return {
		...fault("xattr-filter"),
		...fieldAt(xattrIbodyHeader, "h_name_filter", inode.at.space, inode.at.end),
		seen: `bit ${bit} set`,
		allowed: `bit ${bit} clear`,
		nid: inode.nid,
	};
}

function checkFilter(
	image: Image,
	inode: Inode,
	filter: number,
	list: readonly Xattr[],
	report: Report,
): void {
	if (!filterIsUsed(image)) return;
	for (const entry of list) {
		const finding = hiddenByFilter(inode, filter, entry);
		if (finding) report(finding);
	}
}
