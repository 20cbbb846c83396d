/**
 * The manifest of an image: one plain object per path, with everything a reader
 * can verify. The form other tools compare with: raw path order, octal modes,
 * base64 for what is not text.
 */
import { findingOf } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { compareBytes, utf8 } from "../base/text";
import { octalMode } from "../base/words";
import { openFile } from "../erofs/data";
import { entryName } from "../erofs/directory";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { FT } from "../erofs/structs/dirent";
import { rdevOf } from "../erofs/structs/inode";
import { joinPath, walk } from "../erofs/walk";
import { readXattrs } from "../erofs/xattr";
import { base64 } from "./base64";

/** Incremental digest; SHA-256 of whoever runs this. */
export interface Hasher {
	update(bytes: Uint8Array): void;
	hex(): string;
}

export interface ManifestEntry {
	/** Without leading slash; the root is "/". Invalid UTF-8 shows as U+FFFD. */
	readonly path: string;
	/** Exact bytes, when the path is not UTF-8. */
	readonly path_b64?: string;
	readonly type: string;
	/** Permission bits, four octal digits. */
	readonly mode: string;
	readonly uid: number;
	readonly gid: number;
	readonly nlink: number;
	/** Seconds since 1970 and nanoseconds. */
	readonly mtime: readonly [number, number];
	/** Bytes; files and symlinks only. */
	readonly size?: number;
	readonly rdev?: readonly [number, number];
	readonly target?: string;
	readonly target_b64?: string;
	readonly sha256?: string;
	/** Name to base64 value. */
	readonly xattrs?: Readonly<Record<string, string>>;
	/** Why contents or target could not be read. */
	readonly error?: string;
}

export interface ManifestOptions {
	/** Absent: contents are not read, and entries have no digest. */
	newHasher?(): Hasher;
	readonly report?: Report;
	readonly signal?: AbortSignal;
	/** Called after each entry. */
	onEntry?(done: number): void;
}

const TYPES = ["unknown", "reg", "dir", "chr", "blk", "fifo", "sock", "lnk"] as const;

interface Named {
	/** With leading slash, raw. */
	readonly path: Uint8Array;
	readonly inode: Inode;
}

/** Entries of the whole image in raw path order. */
export async function* manifest(
	image: Image,
	options: ManifestOptions,
): AsyncGenerator<ManifestEntry, void, void> {
	const named = await collect(image, options);
	const digests = new Map<bigint, string>();
	let done = 0;
	for (const { path, inode } of named) {
		yield await entryOf(image, path, inode, digests, options);
		options.onEntry?.(++done);
	}
}

async function collect(image: Image, options: ManifestOptions): Promise<Named[]> {
	const { report = ignoreFindings, signal } = options;
	const { rootNid } = image.facts;
	const root = await readInode(image, rootNid, report, signal);
	const path = Uint8Array.of(0x2f);
	const list: Named[] = [{ path, inode: root }];
	for await (const visit of walk(image, { nid: rootNid, path, parent: rootNid }, report, signal)) {
		visit.rows.forEach((i, row) => {
			const inode = visit.inodes[row];
			if (inode) list.push({ path: joinPath(visit.path, entryName(visit.entries, i)), inode });
		});
	}
	return list.sort((a, b) => compareBytes(a.path, b.path));
}

async function entryOf(
	image: Image,
	path: Uint8Array,
	inode: Inode,
	digests: Map<bigint, string>,
	options: ManifestOptions,
): Promise<ManifestEntry> {
	const shown = path.length === 1 ? path : path.subarray(1);
	const { signal } = options;
	const xattrs = await readXattrs(image, inode, options.report, signal);
	return {
		path: new TextDecoder("utf-8", { ignoreBOM: true }).decode(shown),
		...(utf8(shown) === undefined ? { path_b64: base64(shown) } : {}),
		type: TYPES[inode.type] ?? "unknown",
		mode: octalMode(inode.mode),
		uid: inode.uid,
		gid: inode.gid,
		nlink: inode.nlink,
		mtime: [inode.mtime, inode.mtimeNsec],
		...(await contents(image, inode, digests, options)),
		...(xattrs.length
			? {
					xattrs: Object.fromEntries(
						xattrs
							.toSorted((a, b) => compareBytes(a.name, b.name))
							.map((x) => [new TextDecoder().decode(x.name), base64(x.value)]),
					),
				}
			: {}),
	};
}

type Contents = Pick<ManifestEntry, "size" | "rdev" | "target" | "target_b64" | "sha256" | "error">;

async function contents(
	image: Image,
	inode: Inode,
	digests: Map<bigint, string>,
	{ newHasher, report = ignoreFindings, signal }: ManifestOptions,
): Promise<Contents> {
	if (inode.context.isDevice) {
		const { major, minor } = rdevOf(inode.raw);
		return { rdev: [major, minor] };
	}
	if (inode.type !== FT.REG && inode.type !== FT.LNK) return {};
	try {
		if (inode.type === FT.LNK) {
			const target = await readLink(image, inode, report, signal);
			return {
				size: inode.size,
				target: new TextDecoder("utf-8", { ignoreBOM: true }).decode(target),
				...(utf8(target) === undefined ? { target_b64: base64(target) } : {}),
			};
		}
		if (!newHasher) return { size: inode.size };
		const known = digests.get(inode.nid);
		const sha256 = known ?? (await digest(image, inode, newHasher(), signal));
		if (inode.nlink > 1) digests.set(inode.nid, sha256);
		return { size: inode.size, sha256 };
	} catch (error) {
		const found = findingOf(error);
		if (found) report(found);
		const message = error instanceof Error ? error.message : String(error);
		if (signal?.aborted) throw error;
		return { size: inode.size, error: message };
	}
}

async function digest(
	image: Image,
	inode: Inode,
	hasher: Hasher,
	signal?: AbortSignal,
): Promise<string> {
	const file = await openFile(image, inode, signal);
	for await (const piece of file.stream(0, inode.size, signal)) hasher.update(piece);
	return hasher.hex();
}
