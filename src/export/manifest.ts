/**
 * The manifest of an image: one plain object per path, with everything a reader
 * can verify. The form other tools compare with: raw path order, octal modes,
 * base64 for what is not text.
 */
import { type Failure, isDamage } from "../base/errors";
import type { Exact } from "../base/exact";
import { ignoreFindings, type Report } from "../base/finding";
import { compareBytes, utf8 } from "../base/text";
import { octalMode } from "../base/words";
import { openFile } from "../erofs/data";
import { entryName } from "../erofs/directory";
import { checkHoles } from "../erofs/holes";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { FT } from "../erofs/structs/dirent";
import { rdevOf } from "../erofs/structs/inode";
import { joinPath, type Visit, walk } from "../erofs/walk";
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
	readonly mtime: readonly [Exact, number];
	/** Bytes; files and symlinks only. */
	readonly size?: Exact;
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
	/** Called with the reason when contents or a target cannot be read: the manifest lacks them. */
	unread?(why: Failure, path: Uint8Array): void;
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
	const digests = new Map<bigint, string>();
	let done = 0;
	for await (const { path, inode } of inPathOrder(image, options)) {
		yield await entryOf(image, path, inode, digests, options);
		options.onEntry?.(++done);
	}
}

const ROOT = Uint8Array.of(0x2f);
const EMPTY = new Uint8Array();

/**
 * Everything in the image by the bytes of its path. What is in a directory does not follow it
 * at once: "a-b" lies between "a" and "a/b". So entries wait until the walk has passed them,
 * which needs memory for the directories above the current one alone.
 */
async function* inPathOrder(
	image: Image,
	{ report = ignoreFindings, signal }: ManifestOptions,
): AsyncGenerator<Named, void, void> {
	const { rootNid } = image.facts;
	yield { path: ROOT, inode: await readInode(image, rootNid, report, signal) };
	/** Entries of the directories above the current one, the next one at the end of each list. */
	const waiting: Named[][] = [];
	const start = { nid: rootNid, path: ROOT, parent: rootNid };
	for await (const visit of walk(image, start, report, signal)) {
		yield* takeBefore(waiting, joinPath(visit.path, EMPTY));
		waiting.push(named(visit).sort((a, b) => compareBytes(b.path, a.path)));
	}
	for (let list = waiting.pop(); list; list = waiting.pop()) yield* list.reverse();
}

const named = ({ path, entries, rows, inodes }: Visit): Named[] =>
	rows.flatMap((i, row) => {
		const inode = inodes[row];
		return inode ? [{ path: joinPath(path, entryName(entries, i)), inode }] : [];
	});

function* takeBefore(waiting: Named[][], limit: Uint8Array): Generator<Named, void, void> {
	for (let list = waiting.at(-1); list; list = waiting.at(-1)) {
		for (let next = list.at(-1); next && compareBytes(next.path, limit) < 0; next = list.at(-1)) {
			yield next;
			list.pop();
		}
		if (list.length) return;
		waiting.pop();
	}
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
		...(await contents(image, { path, inode }, digests, options)),
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
	{ path, inode }: Named,
	digests: Map<bigint, string>,
	options: ManifestOptions,
): Promise<Contents> {
	const { newHasher, report = ignoreFindings, signal } = options;
	if (inode.context.isDevice) {
		const { major, minor } = rdevOf(inode.raw);
		return { rdev: [major, minor] };
	}
	if (inode.type !== FT.REG && inode.type !== FT.LNK) return {};
	try {
		if (inode.type === FT.LNK) {
			const target = await readLink(image, inode, report, signal);
			return {
				size: inode.i_size,
				target: new TextDecoder("utf-8", { ignoreBOM: true }).decode(target),
				...(utf8(target) === undefined ? { target_b64: base64(target) } : {}),
			};
		}
		if (!newHasher) return { size: inode.i_size };
		const known = digests.get(inode.nid);
		const sha256 = known ?? (await digest(image, inode, newHasher(), report, signal));
		if (inode.nlink > 1) digests.set(inode.nid, sha256);
		return { size: inode.i_size, sha256 };
	} catch (error) {
		if (!isDamage(error)) throw error;
		if (error.info.finding) report(error.info.finding);
		options.unread?.(error, path);
		return { size: inode.i_size, error: error.message };
	}
}

async function digest(
	image: Image,
	inode: Inode,
	hasher: Hasher,
	report: Report,
	signal?: AbortSignal,
): Promise<string> {
	const file = await openFile(image, inode, signal, report);
	await checkHoles(file, signal);
	for await (const piece of file.stream(0, inode.size, signal)) hasher.update(piece);
	return hasher.hex();
}
