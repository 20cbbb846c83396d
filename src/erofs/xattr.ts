/**
 * Extended attributes of an inode: inline entries behind it and entries shared
 * between inodes, with short and long name prefixes (format section 9).
 *
 *   | header 12 | shared ids 4 each | entry | entry | … |
 *   entry: | lengths 4 | name without prefix | value | padding to 4 |
 */

import { corrupt, findingOf, reportOrThrow } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { roundUp, type Span, span } from "../base/range";
import { METABOX_SPACE } from "../base/space";
import { concat, utf8Bytes } from "../base/text";
import { xxh32 } from "../base/xxh32";
import { fieldAt, viewOf } from "../schema/struct";
import type { Container, Image } from "./image";
import { type Inode, inodeField } from "./inode";
import { readMeta } from "./read";
import { COMPAT, hasCompat } from "./structs/features";
import { LONG_PREFIX, XATTR_PREFIXES, xattrEntry, xattrIbodyHeader } from "./structs/xattr";

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

const HEADER = 12;
const ENTRY = 4;
const MAX_NAME = 255;

/** The attributes of an inode, inline ones first. Damaged ones are reported and left out. */
export async function readXattrs(
	image: Image,
	inode: Inode,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<Xattr[]> {
	if (inode.xattrSize === 0) return [];
	const { home, at, nid } = inode;
	const from = inodeField(inode, "i_xattr_icount");
	const about = { structure: xattrIbodyHeader.name, from };
	let body: Uint8Array;
	try {
		body = await readMeta(home, at.end, inode.bodyEnd, about, signal);
	} catch (error) {
		reportOrThrow(error, report);
		return [];
	}
	const view = viewOf(body);
	const shared = body.length >= HEADER ? view.getUint8(4) : 0;
	const idsEnd = HEADER + 4 * shared;
	if (idsEnd > body.length) {
		report({
			code: "xattr-shared-count",
			severity: "error",
			text: "The inode claims more shared attributes than fit behind it.",
			structure: xattrIbodyHeader.name,
			field: "h_shared_count",
			seen: String(shared),
			allowed: `at most ${Math.floor((body.length - HEADER) / 4)}`,
			at: span(home.space, at.end + 4, at.end + 5),
			nid,
		});
		return [];
	}
	const list = inlineEntries(image, inode, body, idsEnd, report);
	for (let i = 0; i < shared; i++) {
		const id = view.getUint32(HEADER + 4 * i, true);
		const pointer = span(home.space, at.end + HEADER + 4 * i, at.end + HEADER + 4 * i + 4);
		const entry = await sharedEntry(image, inode, id, pointer, report, signal);
		if (entry) list.push(entry);
	}
	checkFilter(image, inode, view.getUint32(0, true), list, report);
	return list;
}

function inlineEntries(
	image: Image,
	inode: Inode,
	body: Uint8Array,
	from: number,
	report: Report,
): Xattr[] {
	const list: Xattr[] = [];
	const { home, at: fixed } = inode;
	for (let p = from; p + ENTRY <= body.length; ) {
		const size = entrySize(body, p);
		if (size === ENTRY && viewOf(body).getUint32(p, true) === 0) {
			p += ENTRY; // zero padding, not an attribute
			continue;
		}
		const at = span(home.space, fixed.end + p, fixed.end + p + size);
		if (p + size > body.length) {
			const room = body.length - p;
			const field = ENTRY + (body[p] as number) > room ? "e_name_len" : "e_value_size";
			report(overrun(inode, at, field, `at most ${room} bytes`));
			break;
		}
		const entry = parseEntry(image, inode, body.subarray(p, p + size), at, "inline", report);
		if (entry) list.push(entry);
		p = roundUp(p + size, 4);
	}
	return list;
}

const overrun = (
	inode: Inode,
	at: Span,
	field: "e_name_len" | "e_value_size",
	allowed: string,
): Finding => ({
	...fieldAt(xattrEntry, field, at.space, at.start),
	code: "xattr-overrun",
	severity: "error",
	text: "The attribute is longer than the space it lies in; it and the ones behind it cannot be read.",
	seen: `${at.end - at.start} bytes`,
	allowed,
	nid: inode.nid,
});

/** Bytes of the entry at `p`, without padding. */
const entrySize = (bytes: Uint8Array, p: number): number =>
	ENTRY + (bytes[p] as number) + viewOf(bytes).getUint16(p + 2, true);

function parseEntry(
	image: Image,
	inode: Inode,
	bytes: Uint8Array,
	at: Span,
	where: Xattr["where"],
	report: Report,
): Xattr | undefined {
	const nameLength = bytes[0] as number;
	const index = bytes[1] as number;
	const suffix = bytes.subarray(ENTRY, ENTRY + nameLength);
	const prefix = prefixOf(image, index);
	if (!prefix) {
		const long = (index & LONG_PREFIX) !== 0;
		report({
			code: long ? "xattr-long-prefix" : "xattr-name-index",
			severity: long ? "error" : "warning",
			text: "The attribute's name starts with a prefix that is not defined; it is left out.",
			structure: xattrEntry.name,
			field: "e_name_index",
			seen: String(index),
			allowed: long ? `128 to ${127 + image.prefixes.length}` : "0 to 6",
			at: span(at.space, at.start + 1, at.start + 2),
			nid: inode.nid,
		});
		return undefined;
	}
	const rest = concat([prefix.infix, suffix]);
	const name = concat([utf8Bytes(XATTR_PREFIXES[prefix.base] ?? ""), rest]);
	if (name.length > MAX_NAME) {
		report(overrun(inode, at, "e_name_len", "names of at most 255 bytes"));
	}
	return {
		name,
		value: bytes.subarray(ENTRY + nameLength),
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

/** Container and base of shared attributes: the device, or the metabox when the image says so. */
export function sharedHome(image: Image): Container | undefined {
	return hasCompat(image.facts, "SHARED_EA_IN_METABOX") ? image.metabox : image.primary;
}

async function sharedEntry(
	image: Image,
	inode: Inode,
	id: number,
	pointer: Span,
	report: Report,
	signal?: AbortSignal,
): Promise<Xattr | undefined> {
	const home = sharedHome(image);
	const start = image.facts.xattrStart + id * 4;
	const about = { structure: "shared xattr", field: "h_shared_xattrs", nid: inode.nid };
	try {
		if (!home) {
			throw corrupt({
				code: "xattr-no-metabox",
				severity: "error",
				text: "Shared attributes are in the metabox, which cannot be read.",
				at: { space: METABOX_SPACE, start, end: start + ENTRY },
				...about,
			});
		}
		const head = await readMeta(home, start, start + ENTRY, about, signal);
		const end = start + entrySize(head, 0);
		const bytes = await readMeta(home, start, end, about, signal);
		return parseEntry(image, inode, bytes, span(home.space, start, end), "shared", report);
	} catch (error) {
		const found = findingOf(error);
		if (!found) throw error;
		report({ ...found, text: `A shared attribute cannot be read: ${found.text}`, at: pointer });
		return undefined;
	}
}

const FILTER_SEED = 0x25bbe08f;

/** Bit of the name filter an attribute hashes to (kernel: XATTR_FILTER_SEED + prefix index). */
export const filterBit = (base: number, rest: Uint8Array): number =>
	xxh32(rest, FILTER_SEED + base) & 31;

/** A set filter bit says "absent": then kernels do not even look for the attribute. */
function checkFilter(
	image: Image,
	inode: Inode,
	filter: number,
	list: readonly Xattr[],
	report: Report,
): void {
	const trusted = image.superblock.xattr_filter_reserved === 0;
	if ((image.facts.featureCompat & COMPAT.XATTR_FILTER) === 0 || !trusted) return;
	for (const entry of list) {
		const bit = filterBit(entry.base, entry.rest);
		if (((filter >>> bit) & 1) === 0) continue;
		report({
			code: "xattr-filter",
			severity: "error",
			text: "The name filter says this attribute is absent, so kernels do not find it.",
			structure: xattrIbodyHeader.name,
			field: "h_name_filter",
			seen: `bit ${bit} set`,
			allowed: `bit ${bit} clear`,
			at: span(inode.home.space, inode.at.end, inode.at.end + 4),
			nid: inode.nid,
		});
	}
}
