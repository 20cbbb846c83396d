/** Everything there is to say about one inode, as plain data. */
import { findingOf, isDamage } from "../base/errors";
import type { Exact } from "../base/exact";
import type { Finding, Report } from "../base/finding";
import { type SpaceId, type Span, span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import { showName } from "../base/text";
import { objectOf, openObject } from "../erofs/backing";
import { contentsSpace, type Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { readHeader } from "../erofs/map/header";
import { extentAt, loadMap } from "../erofs/map/open";
import { possibleOf } from "../erofs/possible";
import { storedSize } from "../erofs/stored-size";
import { FT } from "../erofs/structs/dirent";
import { algorithmLabel } from "../erofs/structs/features";
import { isCompressed, LAYOUTS, rdevOf } from "../erofs/structs/inode";
import { readXattrs } from "../erofs/xattr";
import { readableValue } from "../erofs/xattr-values";
import type { Annotation } from "../schema/annotate";

import type { Fact } from "./overview";
import { inodeStructures } from "./structures";

export interface XattrRow {
	/** Full name, `security.selinux`. */
	readonly name: string;
	readonly value: Uint8Array<ArrayBuffer>;
	/** Readable form: ACL entries, capability names, SELinux label, text, or hex. */
	readonly text: string;
	/** What the attribute is for, when well known. */
	readonly doc?: string;
	readonly where: "inline" | "shared";
	readonly at: Span;
}

export interface InodeDetail {
	readonly nid: bigint;
	/** Where the inode lies: space `image` or `metabox`. */
	readonly at: Span;
	/** Name of the space that is its contents. */
	readonly contents: SpaceId;
	/** Index into TYPE_NAMES. */
	readonly type: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly nlink: number;
	/** As stored, and as far as positions count: see Inode. */
	readonly i_size: Exact;
	readonly size: number;
	/** Bytes the contents occupy; absent when the inode claims more than the image can hold. */
	readonly stored?: Exact;
	readonly mtime: Exact;
	readonly mtimeNsec: number;
	readonly rdev?: { readonly major: number; readonly minor: number };
	/** Symlink target (raw bytes). */
	readonly target?: Uint8Array<ArrayBuffer>;
	/** "compact (32 bytes)" or "extended (64 bytes)". */
	readonly version: string;
	/** "compressed, compact index" … */
	readonly layout: string;
	readonly layoutDoc: string;
	/** Algorithms the map header names, e.g. ["LZ4"]; empty when nothing is compressed. */
	readonly algorithms: readonly string[];
	readonly facts: readonly Fact[];
	readonly xattrs: readonly XattrRow[];
	/** Structures of this inode: inode, xattrs, index, inline tail; the first of long lists. Space = at.space. */
	readonly structures: readonly Annotation[];
	/** Path of the object that has the contents, where the image itself has not. */
	readonly object?: string;
	/** False when the contents cannot be read at all; `whyNot` says why. */
	readonly readable: boolean;
	readonly whyNot?: string;
	readonly findings: readonly Finding[];
}

/** Items of a list (entries of an index, attributes) among the structures at most. */
const MOST_LISTED = 64;

/** @throws Failure `corrupt` when no inode can lie at `nid`. */
export async function inodeDetail(
	image: Image,
	nid: bigint,
	signal?: AbortSignal,
): Promise<InodeDetail> {
	const findings: Finding[] = [];
	const report: Report = (f) => findings.push(f);
	const inode = await readInode(image, nid, report, signal);
	const xattrs = await xattrRows(image, inode, report, signal);
	const probed = await probeContents(image, inode, report, signal);
	const structures = await inodeStructures(image, inode, signal, { most: MOST_LISTED });
	const claimed = await storedSize(image, inode, signal);
	const { stored, finding } = await possibleOf(image, inode, claimed, signal);
	if (finding) report(finding);
	const layout = LAYOUTS[inode.layout];
	return {
		nid,
		at: inode.at,
		contents: contentsSpace(image, nid),
		type: inode.type,
		mode: inode.mode,
		uid: inode.uid,
		gid: inode.gid,
		nlink: inode.nlink,
		i_size: inode.i_size,
		size: inode.size,
		...(finding ? {} : { stored }),
		mtime: inode.mtime,
		mtimeNsec: inode.mtimeNsec,
		...(inode.context.isDevice ? { rdev: rdevOf(inode.raw) } : {}),
		version: inode.extended ? "extended (64 bytes)" : "compact (32 bytes)",
		layout: inode.context.hasData ? (layout?.label ?? `unknown (${inode.layout})`) : "no contents",
		layoutDoc: inode.context.hasData
			? (layout?.doc ?? "This layout is not defined.")
			: "Inodes of this type have no contents.",
		facts: factRows(structures[0], inode, findings),
		xattrs,
		structures,
		...probed,
		findings,
	};
}

async function xattrRows(
	image: Image,
	inode: Inode,
	report: Report,
	signal?: AbortSignal,
): Promise<XattrRow[]> {
	const list = await readXattrs(image, inode, report, signal);
	return list.map(({ name, value, where, at }) => {
		const shown = showName(name);
		return { name: shown, value: value.slice(), where, at, ...readableValue(shown, value) };
	});
}

type Contents = Pick<InodeDetail, "target" | "algorithms" | "object" | "readable" | "whyNot">;

/** Opens the map and reads the first byte, which tells nearly all that can be wrong as a whole. */
async function probeContents(
	image: Image,
	inode: Inode,
	report: Report,
	signal?: AbortSignal,
): Promise<Contents> {
	const none = { algorithms: [], readable: true };
	if (!inode.context.hasData || (inode.size === 0 && inode.type !== FT.LNK)) return none;
	const beside = await objectOf(image, inode, signal);
	const object = beside ? { object: beside.path } : {};
	try {
		if (beside) await openObject(image, beside, signal);
		const map = await loadMap(image, inode, signal, report);
		const algorithms = await algorithmsOf(image, inode, signal);
		if (inode.type === FT.LNK) {
			return { algorithms, readable: true, target: await readLink(image, inode, report, signal) };
		}
		await extentAt(map, 0, signal);
		return { algorithms, readable: true, ...object };
	} catch (error) {
		if (!isDamage(error)) throw error;
		const found = findingOf(error);
		// What keeps the whole inode from being read was reported with its fields already.
		if (found && found !== inode.trouble?.make()) report(found);
		return { algorithms: [], readable: false, whyNot: error.message, ...object };
	}
}

async function algorithmsOf(image: Image, inode: Inode, signal?: AbortSignal): Promise<string[]> {
	if (!isCompressed(inode.layout)) return [];
	const bytes = new Resident(inode.home);
	const header = await withBytes(() => readHeader(image, inode, bytes), signal);
	if (header.wholeFragment !== undefined || header.recordSize !== undefined) return [];
	const [first, second] = header.algorithms;
	const used = second !== first && second !== 0 ? [first, second] : [first];
	return used.map(algorithmLabel);
}

function factRows(
	node: Annotation | undefined,
	inode: Inode,
	findings: readonly Finding[],
): Fact[] {
	const bad = new Set(findings.filter((f) => f.at.space === inode.at.space).map((f) => f.at.start));
	return (node?.children ?? []).map((field) => ({
		label: field.key,
		value: field.value ?? "",
		...(field.raw ? { raw: field.raw } : {}),
		doc: field.doc ?? "",
		at: span(inode.at.space, field.start, field.end),
		...(bad.has(field.start) ? { bad: true } : {}),
	}));
}
