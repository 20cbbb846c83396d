/**
 * Inodes: from a nid to attributes, and to where the contents are described.
 *
 *   | inode 32 or 64 bytes | xattr ibody | inline tail, chunk map or compression index |
 *                                        ^ bodyEnd
 */
import { corrupt } from "../base/errors";
import { clamped, type Exact, exact, readS64, readU64, sum } from "../base/exact";
import { blame, type Culprit, type Finding, ignoreFindings, type Report } from "../base/finding";
import type { Span } from "../base/range";
import { BEYOND_END, beyond } from "../base/resident";
import { exactBytes } from "../base/words";
import { check, viewOf } from "../schema/struct";
import { contextCache } from "./contexts";
import type { Container, Image } from "./image";
import { readMeta } from "./read";
import { FT } from "./structs/dirent";
import { type Facts, inMetabox, nidOffset, SLOT } from "./structs/facts";
import { FORMAT_BIT4, type InodeContext, inodeCompact, inodeExtended } from "./structs/inode";
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
	/** Set when the contents must not be read: the kernel would refuse the inode. */
	readonly trouble?: Finding;
}

/** Structure, field and bytes of an inode's field, for findings. */
export function inodeField(
	{ extended, at, nid }: Pick<Inode, "extended" | "at" | "nid">,
	field: keyof typeof inodeCompact.at & keyof typeof inodeExtended.at,
): Culprit {
	const table = extended ? inodeExtended : inodeCompact;
	const start = at.start + table.at[field];
	const end = start + table.fields[field].size;
	return { structure: table.name, field, at: { space: at.space, start, end }, nid };
}

/**
 * What {@link readInode} found, told of the field that gave the nid when no inode can lie there:
 * then the field is wrong, and at its target is nothing to be shown.
 */
export function blameNid(found: Finding, nid: bigint, pointer: Culprit): Finding {
	if (found.nid !== nid || found.field !== undefined) return found;
	if (found.code === NO_METABOX) return blame(found, pointer);
	if (found.code !== BEYOND_END) return found;
	return blame({ ...found, seen: `nid ${nid}, ${found.seen}` }, pointer);
}

/** FT value by the type bits of st_mode, shifted down by 12. */
const TYPE_OF_MODE: readonly number[] = [
	0,
	FT.FIFO,
	FT.CHR,
	0,
	FT.DIR,
	0,
	FT.BLK,
	0,
	FT.REG,
	0,
	FT.LNK,
	0,
	FT.SOCK,
];

export const typeOfMode = (mode: number): number => TYPE_OF_MODE[mode >> 12] ?? FT.UNKNOWN;

/** Unique key of a nid, for sets and maps of millions: metabox nids become negative. */
export const nidKey = (nid: bigint): Exact =>
	exact(inMetabox(nid) ? ~BigInt.asUintN(63, nid) : nid);

const NO_METABOX = "nid-no-metabox";

/** @throws Failure `corrupt` for a metabox nid in an image without (readable) metabox. */
export function homeOf(image: Image, nid: bigint): Container {
	if (!inMetabox(nid)) return image.primary;
	if (image.metabox) return image.metabox;
	throw corrupt({
		code: NO_METABOX,
		severity: "error",
		text: "The nid says the inode is in the metabox, but the image has no readable metabox.",
		structure: "nid",
		seen: String(nid),
		allowed: "a nid with bit 63 clear",
		at: sbField("feature_incompat").at,
		nid,
	});
}

/** For a nid that counts beyond 2^53 bytes, only the place it counts from can be pointed at. */
const nowhere = ({ source, space }: Container, nid: bigint): Finding => ({
	code: "beyond-end",
	severity: "error",
	text: `The inode lies beyond the end of the ${space}, where no device reaches: a pointer is wrong.`,
	structure: "inode",
	seen: `nid ${nid}`,
	allowed: `slots of ${SLOT} bytes within ${exactBytes(source.size)}`,
	at: inMetabox(nid) ? metaboxField.at : sbField("meta_blkaddr").at,
	nid,
});

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
	const home = homeOf(image, nid);
	const start = nidOffset(image.facts, nid);
	if (start === undefined) throw corrupt(nowhere(home, nid));
	const about = { structure: "inode", nid };
	if (start + 32 > home.source.size) throw corrupt(beyond(home, start, start + 32, about));
	const end = Math.min(start + 64, home.source.size);
	const bytes = await readMeta(home, start, end, about, signal);
	return parseInode(image.facts, home, nid, start, bytes, report);
}

/** The inode in `bytes` (32 bytes at least), which lie at `start` of `home`. */
export function parseInode(
	facts: Facts,
	home: Container,
	nid: bigint,
	start: number,
	bytes: Uint8Array,
	report: Report,
): Inode {
	const view = viewOf(bytes);
	const format = view.getUint16(0, true);
	const extended = (format & 1) === 1;
	const size = extended ? 64 : 32;
	if (bytes.length < size) {
		throw corrupt(beyond(home, start, start + size, { structure: "inode", nid }));
	}
	const context = contextOf(facts, {
		layout: (format >> 1) & 7,
		type: typeOfMode(view.getUint16(4, true)),
		bit4: (format & FORMAT_BIT4) !== 0,
		extended,
	});
	const trouble = checkInode(extended, home, nid, start, bytes, context, report);
	const icount = view.getUint16(2, true);
	const xattrSize = icount === 0 ? 0 : 12 + 4 * (icount - 1);
	const wide = extended || context.nlink1;
	const f = extended ? inodeExtended.at : inodeCompact.at;
	const low = view.getUint32(f.startblk_lo, true);
	const high = wide ? view.getUint16(f.startblk_hi, true) : 0;
	const startBlock = blockAddress(low, high, wide);
	const fields = extended ? largeFields(view) : smallFields(view, context);
	return {
		nid,
		home,
		at: { space: home.space, start, end: start + size },
		extended,
		layout: context.layout,
		mode: view.getUint16(f.i_mode, true),
		type: typeOfMode(view.getUint16(f.i_mode, true)),
		...fields,
		size: clamped(fields.i_size),
		ino: view.getUint32(f.i_ino, true),
		xattrSize,
		bodyEnd: start + size + xattrSize,
		...(startBlock === undefined ? {} : { startBlock }),
		compressedBlocks: high * 2 ** 32 + low,
		raw: low,
		dotOmitted: context.isDirectory && (format & FORMAT_BIT4) !== 0,
		context,
		...(trouble ? { trouble } : {}),
	};
}

/** Read without building the decoded structure: this runs for every inode of a walk. */
function largeFields(view: DataView) {
	const f = inodeExtended.at;
	return {
		nlink: view.getUint32(f.i_nlink, true),
		uid: view.getUint32(f.i_uid, true),
		gid: view.getUint32(f.i_gid, true),
		i_size: readU64(view, f.i_size),
		mtime: readS64(view, f.i_mtime),
		mtimeNsec: view.getUint32(f.i_mtime_nsec, true),
	};
}

function smallFields(view: DataView, c: InodeContext) {
	const f = inodeCompact.at;
	return {
		nlink: c.nlink1 ? 1 : view.getUint16(f.i_nlink, true),
		uid: view.getUint16(f.i_uid, true),
		gid: view.getUint16(f.i_gid, true),
		i_size: view.getUint32(f.i_size, true),
		mtime: timeAfter(c.epoch, view.getUint32(f.i_mtime, true)),
		mtimeNsec: c.fixedNsec,
	};
}

/** Seconds behind an epoch; as kernels count, with 64 bits. */
export function timeAfter(epoch: Exact, seconds: number): Exact {
	const time = sum(epoch, seconds);
	return typeof time === "number" ? time : exact(BigInt.asIntN(64, time));
}

interface Shape {
	readonly layout: number;
	readonly type: number;
	readonly bit4: boolean;
	readonly extended: boolean;
}

const contextOf = contextCache<Shape, InodeContext>(
	({ layout, type, bit4, extended }) =>
		(layout << 5) | (type << 2) | (bit4 ? 2 : 0) | (extended ? 1 : 0),
	(facts, { layout, type, bit4, extended }) => ({
		...facts,
		layout,
		isDirectory: type === FT.DIR,
		isDevice: type === FT.CHR || type === FT.BLK,
		hasData: type === FT.DIR || type === FT.REG || type === FT.LNK,
		nlink1: type !== FT.DIR && bit4 && !extended,
	}),
);

/** Runs the table's rules; the first error is what keeps the contents from being read. */
function checkInode(
	extended: boolean,
	home: Container,
	nid: bigint,
	start: number,
	bytes: Uint8Array,
	context: InodeContext,
	report: Report,
): Finding | undefined {
	let trouble: Finding | undefined;
	const place = { bytes, offset: 0, space: home.space, start, nid };
	const note: Report = (finding) => {
		if (finding.severity === "error" && finding.field !== "i_xattr_icount") trouble ??= finding;
		report(finding);
	};
	if (extended) check(inodeExtended, place, context, note);
	else check(inodeCompact, place, context, note);
	return trouble;
}

const NULL32 = 0xffffffff;
const NULL48 = 0xffffffffffff;

/** `wide`: the address has 48 bits, so its null value is 48 ones. */
const blockAddress = (lo: number, hi: number, wide: boolean): number | undefined => {
	const block = wide ? hi * 2 ** 32 + lo : lo;
	return block === (wide ? NULL48 : NULL32) ? undefined : block;
};
