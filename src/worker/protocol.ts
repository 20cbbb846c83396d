/**
 * Everything that crosses between page and worker: types only, no code that runs.
 *
 * The page sends descriptions (a File, a URL), never bytes; the worker answers
 * with plain data, and with columns of typed arrays where there are many rows
 * (their buffers are transferred, not copied). Nids are 64-bit: bigint everywhere.
 */
import type { FailureInfo } from "../base/errors";
import type { Finding } from "../base/finding";
import type { Progress } from "../base/progress";
import type { SpaceId, Span } from "../base/range";
import type { Annotation } from "../schema/annotate";

/** One thing the user handed us. */
export type Input =
	| { readonly kind: "file"; readonly file: File }
	| { readonly kind: "url"; readonly url: string };

export interface OpenParams {
	/** The image first; the others are matched to device slots by tag, size or order. */
	readonly inputs: readonly Input[];
	/** Byte at which the EROFS volume starts inside the first input. */
	readonly offset?: number;
	/** Keep fetched blocks of a remote image on this device for the next visit. */
	readonly keep?: boolean;
}

/** A fact for a table: label, value, meaning, and the bytes it comes from. */
export interface Fact {
	readonly label: string;
	readonly value: string;
	readonly doc: string;
	readonly at?: Span;
	/** True when the value looks wrong; a finding says why. */
	readonly bad?: boolean;
}

export interface FeatureRow {
	readonly word: "compat" | "incompat";
	readonly mask: number;
	readonly name: string;
	readonly set: boolean;
	/** First kernel version that understands the bit; absent for unknown bits. */
	readonly since?: string;
	readonly doc: string;
	readonly at: Span;
}

export interface AlgorithmRow {
	readonly id: number;
	readonly label: string;
	readonly doc: string;
	readonly since: string;
	/** Parameters of the configuration record in words: "window 64 KiB". */
	readonly parameters?: string;
	readonly at?: Span;
	/** Whether this program can decode it. */
	readonly supported: boolean;
}

export interface DeviceRow {
	/** 0 is the primary device; N is slot N of the device table. */
	readonly id: number;
	readonly tag: string;
	/** Bytes the table declares. */
	readonly size: number;
	/** Name of the file or URL serving it; absent when none was given. */
	readonly source?: string;
	readonly at?: Span;
}

export interface KernelReason {
	/** "5.4" */
	readonly version: string;
	readonly because: string;
}

export interface SpaceRow {
	readonly id: SpaceId;
	readonly label: string;
	readonly size: number;
}

export interface Overview {
	readonly name: string;
	/** Bytes of the primary input (after the offset). */
	readonly size: number;
	readonly remote: boolean;
	readonly blockSize: number;
	readonly blocks: number;
	readonly rootNid: bigint;
	readonly inodes: number;
	readonly volume: string;
	readonly uuid: string;
	/** Seconds since 1970, or undefined when the image records none. */
	readonly created?: number;
	readonly superblock: readonly Fact[];
	readonly features: readonly FeatureRow[];
	readonly algorithms: readonly AlgorithmRow[];
	readonly devices: readonly DeviceRow[];
	readonly kernel: { readonly version: string; readonly reasons: readonly KernelReason[] };
	readonly spaces: readonly SpaceRow[];
	/** Superblock, configs, device table, prefix table: the structures at fixed places, space `image`. */
	readonly structures: readonly Annotation[];
	readonly findings: readonly Finding[];
}

/** Inode types in the order of dirent `file_type`. */
export const TYPE_NAMES = [
	"unknown",
	"file",
	"directory",
	"character device",
	"block device",
	"fifo",
	"socket",
	"symlink",
] as const;

/**
 * Rows of a listing, one array a column, all of `count` entries.
 * Names are raw bytes (they need not be UTF-8) in one arena.
 */
export interface EntryColumns {
	readonly count: number;
	/** Name i is names[nameStart[i] .. nameStart[i + 1]). */
	readonly names: Uint8Array<ArrayBuffer>;
	readonly nameStart: Uint32Array<ArrayBuffer>;
	readonly nid: BigUint64Array<ArrayBuffer>;
	/** Index into TYPE_NAMES. */
	readonly type: Uint8Array<ArrayBuffer>;
	/** st_mode, type bits included. 0 when the inode could not be read. */
	readonly mode: Uint16Array<ArrayBuffer>;
	readonly uid: Uint32Array<ArrayBuffer>;
	readonly gid: Uint32Array<ArrayBuffer>;
	readonly nlink: Uint32Array<ArrayBuffer>;
	/** Bytes; NaN when the inode could not be read. */
	readonly size: Float64Array<ArrayBuffer>;
	/** Bytes the contents occupy in the image; NaN when unknown. */
	readonly stored: Float64Array<ArrayBuffer>;
	/** Seconds since 1970; NaN when unknown. */
	readonly mtime: Float64Array<ArrayBuffer>;
	/** 1 where a finding was raised for the entry or its inode. */
	readonly bad: Uint8Array<ArrayBuffer>;
}

export interface Listing {
	readonly nid: bigint;
	readonly entries: EntryColumns;
	readonly findings: readonly Finding[];
}

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
	readonly type: number;
	readonly mode: number;
	readonly uid: number;
	readonly gid: number;
	readonly nlink: number;
	readonly size: number;
	readonly stored: number;
	readonly mtime: number;
	readonly mtimeNsec: number;
	readonly rdev?: { readonly major: number; readonly minor: number };
	/** Symlink target (raw bytes). */
	readonly target?: Uint8Array<ArrayBuffer>;
	/** "compact (32 bytes)" or "extended (64 bytes)". */
	readonly version: string;
	/** "compressed, compact indexes" … */
	readonly layout: string;
	readonly layoutDoc: string;
	/** Algorithm labels used by the file, e.g. ["LZ4"]. */
	readonly algorithms: readonly string[];
	readonly facts: readonly Fact[];
	readonly xattrs: readonly XattrRow[];
	/** Structures of this inode: inode, xattrs, index, inline tail. Space = at.space. */
	readonly structures: readonly Annotation[];
	/** False when the contents use something this program cannot decode yet; `whyNot` says what. */
	readonly readable: boolean;
	readonly whyNot?: string;
	readonly findings: readonly Finding[];
}

export const EXTENT_KINDS = ["data", "hole", "inline", "fragment", "compressed"] as const;

/** Extents in logical order, one array a column. */
export interface ExtentColumns {
	readonly count: number;
	/** Logical bytes [start, start + length) of the file. */
	readonly start: Float64Array<ArrayBuffer>;
	readonly length: Float64Array<ArrayBuffer>;
	/** Index into EXTENT_KINDS. */
	readonly kind: Uint8Array<ArrayBuffer>;
	/** Algorithm id, 255 for none. */
	readonly algorithm: Uint8Array<ArrayBuffer>;
	/** Stored bytes [at, at + stored) in space spaces[spaceIndex[i]]; NaN for holes. */
	readonly at: Float64Array<ArrayBuffer>;
	readonly stored: Float64Array<ArrayBuffer>;
	readonly space: Uint8Array<ArrayBuffer>;
	/** 1: the extent uses only the first part of what the stored bytes decode to. */
	readonly partial: Uint8Array<ArrayBuffer>;
}

export interface ExtentPage {
	readonly extents: ExtentColumns;
	readonly spaces: readonly SpaceId[];
	/** Logical offset to continue at; absent on the last page. */
	readonly next?: number;
	readonly findings: readonly Finding[];
}

/** Bytes of a space. `holes` are ranges that could not be read and are shown as missing. */
export interface BytesResult {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly missing: readonly {
		readonly start: number;
		readonly end: number;
		readonly why: string;
	}[];
}

/** A step of a resolved path. */
export interface PathStep {
	readonly name: Uint8Array<ArrayBuffer>;
	readonly nid: bigint;
	readonly type: number;
}

export interface TypeTotal {
	readonly type: number;
	readonly count: number;
	readonly size: number;
	readonly stored: number;
}

/** Sums over the whole tree; each inode counted once however many names it has. */
export interface Survey {
	readonly inodes: number;
	readonly entries: number;
	readonly size: number;
	readonly stored: number;
	readonly types: readonly TypeTotal[];
	/** Per data layout: label, inodes, bytes, stored. */
	readonly layouts: readonly {
		readonly label: string;
		readonly count: number;
		readonly size: number;
		readonly stored: number;
	}[];
	readonly findings: readonly Finding[];
	/** True when findings were dropped because there were too many. */
	readonly capped: boolean;
}

/** Hits of a whole-image name filter; paths are raw bytes in the `names` arena of `entries`. */
export interface FilterDone {
	readonly hits: number;
	readonly capped: boolean;
	readonly visited: number;
}

export interface FindParams {
	readonly space: SpaceId;
	readonly pattern: Uint8Array;
	/** Treat ASCII letters of both cases as equal. */
	readonly ignoreCase?: boolean;
	readonly from: number;
	readonly backward?: boolean;
}

export interface SaveParams {
	readonly nid: bigint;
	/** `file`: contents as they are. `tar`, `zip`: the tree below a directory. */
	readonly as: "file" | "tar" | "zip";
	/** Name without extension. */
	readonly name: string;
}

export interface Saved {
	/** Backed by disk where the browser allows, so that size does not matter. */
	readonly file: File;
	/** Things that could not be stored as they are: renamed entries, unreadable files. */
	readonly notes: readonly string[];
}

export interface NetworkRequest {
	readonly id: number;
	readonly start: number;
	readonly end: number;
	/** Which structure asked: "superblock", "directory /usr", "contents of /bin/sh". */
	readonly reason: string;
	readonly state: "waiting" | "done" | "failed" | "cancelled";
	readonly status?: number;
	readonly bytes: number;
	/** Milliseconds since the image was opened, and how long it took. */
	readonly began: number;
	readonly took?: number;
	readonly attempt: number;
	readonly error?: string;
}

export interface Network {
	readonly url: string;
	readonly size: number;
	readonly requests: number;
	readonly bytes: number;
	/** Page-cache hits and misses. */
	readonly hits: number;
	readonly misses: number;
	/** Fetched byte ranges, merged and ascending. */
	readonly fetched: readonly { readonly start: number; readonly end: number }[];
	/** Newest last, bounded. */
	readonly log: readonly NetworkRequest[];
	/** Bytes that came from blocks kept on this device. */
	readonly kept: number;
}

export interface KeptImage {
	readonly url: string;
	readonly bytes: number;
	readonly used: number;
}

interface Method<Params, Result, Event = never> {
	params: Params;
	result: Result;
	/** Batches sent before the result, for methods that stream. */
	event: Event;
}

/** The whole conversation. One worker holds one open image. */
export interface Api {
	open: Method<OpenParams, Overview>;
	/** A directory with the inode facts of each entry. `.` and `..` are left out. */
	list: Method<{ nid: bigint }, Listing>;
	inode: Method<{ nid: bigint }, InodeDetail>;
	/** At most `limit` extents from logical offset `from` on. */
	extents: Method<{ nid: bigint; from: number; limit: number }, ExtentPage>;
	/** At most 4 MiB at a time. */
	bytes: Method<{ space: SpaceId; start: number; end: number }, BytesResult>;
	/**
	 * The structures that overlap [start, end) of a space, as far as they are known:
	 * fixed structures, inodes the survey or the user has met, and everything of `focus`.
	 */
	annotate: Method<
		{ space: SpaceId; start: number; end: number; focus?: bigint },
		{ nodes: readonly Annotation[] }
	>;
	/** Follows a path (UTF-8, or raw bytes) from the root; the last step is the answer. */
	resolve: Method<{ path: Uint8Array }, { steps: readonly PathStep[] }>;
	/** The path of an inode, found among directories already met; undefined when not met yet. */
	pathOf: Method<{ nid: bigint }, { path?: Uint8Array<ArrayBuffer> }>;
	/** The inode whose metadata or inline data covers a byte, when the survey or the user has met it. */
	ownerOf: Method<{ space: SpaceId; offset: number }, { nid?: bigint }>;
	find: Method<FindParams, { at?: Span }>;
	/** Walks the whole tree once. */
	survey: Method<Record<never, never>, Survey>;
	filter: Method<{ query: string; limit: number }, FilterDone, EntryColumns>;
	save: Method<SaveParams, Saved>;
	network: Method<Record<never, never>, Network | undefined>;
	/** Aborts one request of the network log. */
	abortRequest: Method<{ id: number }, void>;
	keptImages: Method<Record<never, never>, { readonly images: readonly KeptImage[] }>;
	forgetKept: Method<{ url: string }, void>;
}

export type MethodName = keyof Api;
export type Params<K extends MethodName> = Api[K]["params"];
export type Result<K extends MethodName> = Api[K]["result"];
export type Event<K extends MethodName> = Api[K]["event"];

/** Page to worker. */
export type Request =
	| {
			readonly type: "call";
			readonly id: number;
			readonly method: MethodName;
			readonly params: unknown;
	  }
	| { readonly type: "cancel"; readonly id: number };

/** Worker to page. */
export type Reply =
	| { readonly type: "result"; readonly id: number; readonly value: unknown }
	| { readonly type: "failure"; readonly id: number; readonly info: FailureInfo }
	| { readonly type: "progress"; readonly id: number; readonly progress: Progress }
	| { readonly type: "event"; readonly id: number; readonly event: unknown };
