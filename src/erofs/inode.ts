/**
 * Inodes: from a nid to attributes, and to where the contents are described.
 *
 *   | inode 32 or 64 bytes | xattr ibody | inline tail, chunk map or compression index |
 *                                        ^ bodyEnd
 */
import { corrupt, refused } from "../base/errors";
import { clamped, type Exact, exact, product, sum } from "../base/exact";
import {
	blame,
	type Culprit,
	type Finding,
	ignoreFindings,
	type LateFinding,
	later,
	passOn,
	type Report,
} from "../base/finding";
import type { Span } from "../base/range";
import { beyond, beyondEnd } from "../base/resident";
import { countText, exactBytes } from "../base/words";
import { checkLate, fieldAt, viewOf } from "../schema/struct";
import { type FaultCode, fault } from "./faults";
import type { Container, Image } from "./image";
import { COMPACT, EXTENDED, InodeCursor } from "./inode-cursor";
import { readMeta } from "./read";
import { type Facts, inMetabox, nidOffset, SLOT } from "./structs/facts";
import { type InodeContext, inodeCompact, inodeExtended } from "./structs/inode";
import { metaboxField, sbField } from "./superblock";

export interface Inode {
	readonly nid: bigint;
	/** Container the inode and everything up to its inline tail lie in. */
	readonly home: Container;
	/** The fixed inode: 32 or 64 bytes. */
	readonly at: Span;
	readonly extended: boolean;
	/** LAYOUT value. */
	readonly layout: number;
	/** st_mode with type bits. */
	readonly mode: number;
	/** FT value derived from the mode; FT.UNKNOWN when the mode is invalid. */
	readonly type: number;
	readonly nlink: number;
	readonly uid: number;
	readonly gid: number;
	/** Bytes of contents as stored: what is shown, compared and written down. */
	readonly i_size: Exact;
	/**
	 * Bytes of contents that readers, maps and ranges count to: i_size, but never beyond 2^53 - 1.
	 * Who stops there before i_size says so.
	 */
	readonly size: number;
	/** Seconds since 1970. */
	readonly mtime: Exact;
	readonly mtimeNsec: number;
	readonly ino: number;
	/** Bytes of the xattr ibody. */
	readonly xattrSize: number;
	/** Offset in the container right after the xattr ibody. */
	readonly bodyEnd: number;
	/** First block of flat contents; undefined for the null address. */
	readonly startBlock?: number;
	/** Blocks the compressed contents claim. */
	readonly compressedBlocks: number;
	/** i_u as chunk format or device number. */
	readonly raw: number;
	/** Directory without a stored "." entry. */
	readonly dotOmitted: boolean;
	readonly context: InodeContext;
	/** Set when the contents must not be read: the kernel would refuse the inode. Made once. */
	readonly trouble?: LateFinding;
}

/** Structure, field and bytes of an inode's field, for findings. */
export function inodeField(
	{ extended, at, nid }: Pick<Inode, "extended" | "at" | "nid">,
	field: keyof typeof inodeCompact.at & keyof typeof inodeExtended.at,
): Culprit {
	const { space, start } = at;
	const about = extended
		? fieldAt(inodeExtended, field, space, start)
		: fieldAt(inodeCompact, field, space, start);
	return { ...about, nid };
}

/** Whether {@link readInode} found that no inode can lie at `nid`. */
export const isNowhere = (found: Finding, nid: bigint): boolean =>
	found.nid === nid &&
	found.field === undefined &&
	(found.code === NO_METABOX || found.code === beyondEnd.code);

/**
 * What {@link readInode} found, told of the field that gave the nid when no inode can lie there:
 * then the field is wrong, and at its target is nothing to be shown.
 */
export function blameNid(found: Finding, nid: bigint, pointer: Culprit): Finding {
	if (!isNowhere(found, nid)) return found;
	if (found.code === NO_METABOX) return blame(found, pointer);
	return blame({ ...found, seen: `inode ${nid}, ${found.seen}` }, pointer);
}

/**
 * What the layout behind an inode follows from: an inode, or a cursor that is filled anew for
 * each of a million.
 */
export type BodyInode = Pick<
	Inode,
	| "nid"
	| "home"
	| "at"
	| "extended"
	| "layout"
	| "type"
	| "i_size"
	| "size"
	| "xattrSize"
	| "bodyEnd"
	| "raw"
	| "context"
	| "trouble"
>;

/** Unique key of a nid, for sets and maps of millions: metabox nids become negative. */
export const nidKey = (nid: bigint): Exact =>
	exact(inMetabox(nid) ? ~BigInt.asUintN(63, nid) : nid);

const NO_METABOX = "nid-no-metabox" satisfies FaultCode;

/**
 * @throws Failure `corrupt` for a metabox nid in an image without (readable) metabox,
 *         `unsupported` when no inode of the image can be read.
 */
export function homeOf(image: Image, nid: bigint): Container {
	if (image.trouble) throw refused("unsupported", image.trouble);
	const home = containerOf(image, nid);
	if (home) return home;
	throw corrupt(noMetabox(nid));
}

const containerOf = ({ primary, metabox }: Image, nid: bigint): Container | undefined =>
	inMetabox(nid) ? metabox : primary;

const noMetabox = (nid: bigint): Finding => ({
	...fault(NO_METABOX),
	structure: "nid",
	seen: String(nid),
	allowed: "an inode number with bit 63 clear",
	at: sbField("feature_incompat").at,
	nid,
});

/** Where an inode lies. */
export interface InodePlace {
	readonly home: Container;
	readonly start: number;
}

/**
 * Where an inode lies, its first 32 bytes at least; undefined where none can lie. That is no failure:
 * a damaged directory can lead nowhere a million times.
 */
export function placeOf(image: Image, nid: bigint): InodePlace | undefined {
	if (image.trouble) return undefined;
	const home = containerOf(image, nid);
	const start = nidOffset(image.facts, nid);
	if (!home || start === undefined || start + COMPACT > home.source.size) return undefined;
	return { home, start };
}

/** Why {@link placeOf} knows no place. */
export function nowhere(image: Image, nid: bigint): LateFinding {
	const { trouble } = image;
	if (trouble) return later(trouble, () => trouble);
	const home = containerOf(image, nid);
	if (!home) return later(fault(NO_METABOX), () => noMetabox(nid));
	const start = nidOffset(image.facts, nid);
	if (start === undefined) return later(beyondEnd, () => beyondAll(image, home, nid));
	const about = { structure: "inode", nid };
	return later(beyondEnd, () => beyond(home, start, start + COMPACT, about));
}

/** For a nid that counts beyond 2^53 bytes, only the place it counts from can be pointed at. */
function beyondAll({ facts }: Image, { source, space }: Container, nid: bigint): Finding {
	const boxed = inMetabox(nid);
	const start = sum(boxed ? 0 : facts.metaStart, product(BigInt.asUintN(63, nid), SLOT));
	return {
		...beyondEnd,
		text: `The inode lies beyond the end of the ${space}, further than any device reaches: a pointer is wrong.`,
		structure: "inode",
		seen: `bytes ${countText(start)} to ${countText(sum(start, SLOT))}`,
		allowed: `within ${exactBytes(source.size)}`,
		at: boxed ? metaboxField.at : sbField("meta_blkaddr").at,
		nid,
	};
}

/**
 * Reads the inode at `nid` and checks its fields.
 * @throws Failure `corrupt` when no inode can lie there.
 */
export async function readInode(
	image: Image,
	nid: bigint,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<Inode> {
	if (image.trouble) throw refused("unsupported", image.trouble);
	const place = placeOf(image, nid);
	if (!place) throw corrupt(nowhere(image, nid).make());
	const { home, start } = place;
	const end = Math.min(start + EXTENDED, home.source.size);
	const bytes = await readMeta(home, start, end, { structure: "inode", nid }, signal);
	return parseInode(image.facts, home, nid, start, bytes, report);
}

/** Whether an inode of 64 bytes begins where there are only 32: the last thing in its container. */
export const isCut = (bytes: Uint8Array): boolean =>
	bytes.length < EXTENDED && bytes.length < InodeCursor.sizeAt(viewOf(bytes), 0);

export const cut = ({ home, start }: InodePlace, nid: bigint): LateFinding =>
	later(beyondEnd, () => beyond(home, start, start + EXTENDED, { structure: "inode", nid }));

/** The inode in `bytes` (32 bytes at least), which lie at `start` of `home`. */
export function parseInode(
	facts: Facts,
	home: Container,
	nid: bigint,
	start: number,
	bytes: Uint8Array,
	report: Report,
): Inode {
	if (isCut(bytes)) throw corrupt(cut({ home, start }, nid).make());
	const cursor = cursorOf(facts);
	cursor.turn(viewOf(bytes), 0);
	const { context, extended, startBlock, i_size } = cursor;
	const trouble = cursor.fine ? undefined : explain(cursor, home, nid, start, bytes, report);
	const end = start + cursor.byteLength;
	return {
		nid,
		home,
		at: { space: home.space, start, end },
		extended,
		layout: cursor.layout,
		mode: cursor.mode,
		type: cursor.type,
		nlink: cursor.nlink,
		uid: cursor.uid,
		gid: cursor.gid,
		i_size,
		size: clamped(i_size),
		mtime: cursor.mtime,
		mtimeNsec: cursor.mtimeNsec,
		ino: cursor.ino,
		xattrSize: cursor.xattrSize,
		bodyEnd: end + cursor.xattrSize,
		...(startBlock === undefined ? {} : { startBlock }),
		compressedBlocks: cursor.compressedBlocks,
		raw: cursor.raw,
		dotOmitted: context.isDirectory && cursor.bit4,
		context,
		...(trouble ? { trouble } : {}),
	};
}

const cursors = new WeakMap<Facts, InodeCursor>();

function cursorOf(facts: Facts): InodeCursor {
	const cursor = cursors.get(facts) ?? new InodeCursor(facts);
	cursors.set(facts, cursor);
	return cursor;
}

/** Seconds behind an epoch; as kernels count, with 64 bits. */
export function timeAfter(epoch: Exact, seconds: number): Exact {
	const time = sum(epoch, seconds);
	return typeof time === "number" ? time : exact(BigInt.asIntN(64, time));
}

/** Runs the table's rules; the first error is what keeps the contents from being read. */
function explain(
	{ context, extended }: InodeCursor,
	home: Container,
	nid: bigint,
	start: number,
	bytes: Uint8Array,
	report: Report,
): LateFinding | undefined {
	let trouble: LateFinding | undefined;
	const place = { bytes, offset: 0, space: home.space, start, nid };
	const tell = (field: string, late: LateFinding) => {
		if (trouble || late.severity !== "error" || field === "i_xattr_icount") {
			passOn(report, late);
			return;
		}
		let made: Finding | undefined;
		trouble = later(late, () => {
			made ??= late.make();
			return made;
		});
		passOn(report, trouble);
	};
	if (extended) checkLate(inodeExtended, place, context, tell);
	else checkLate(inodeCompact, place, context, tell);
	return trouble;
}
