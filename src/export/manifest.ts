/**
 * The manifest of an image: one plain object per path, with everything a reader
 * can verify. The form other tools compare with: raw path order, octal modes,
 * base64 for what is not text.
 */
import { Failure, isDamage } from "../base/errors";
import type { Exact } from "../base/exact";
import { ignoreFindings, type Report } from "../base/finding";
import { inOrder } from "../base/in-order";
import { sorted } from "../base/sorted";
import { atPace, type Steps } from "../base/steps";
import { compareBytes, utf8 } from "../base/text";
import { octalMode } from "../base/words";
import { type Breathe, entryName } from "../erofs/directory";
import { inodesOf } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { readLink } from "../erofs/lookup";
import { FT } from "../erofs/structs/dirent";
import { rdevOf } from "../erofs/structs/inode";
import { joinPath, type Visit } from "../erofs/visit";
import { walk } from "../erofs/walk";
import { readXattrs } from "../erofs/xattr";
import { base64 } from "./base64";
import { type Digest, type Digester, digester, type Hasher } from "./digest";
import { Repeats } from "./repeats";

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
	/** Who reads contents. With neither of both they are not read, and entries have no digest. */
	newHasher?(): Hasher;
	/** Others, who can do so many shares of the work at once. */
	readonly digests?: { readonly of: Digester; readonly atOnce: number };
	readonly report?: Report;
	/** Called with the reason when contents or a target cannot be read: the manifest lacks them. */
	unread?(why: Failure, path: Uint8Array): void;
	readonly signal?: AbortSignal;
	/** Called often; what it returns is waited for. */
	readonly breathe?: Breathe;
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
	const { digests, newHasher, signal, breathe } = options;
	const own = newHasher && { of: digester(image, newHasher, { signal, breathe }), atOnce: 1 };
	const { of, atOnce } = digests ?? own ?? { of: undefined, atOnce: 1 };
	const files = new Repeats();
	const seen: Seen = new Map();
	const links = new Links(image, options);
	let done = 0;
	const begin = async ({ nids }: Batch) => (nids.length > 0 && (await of?.(nids))) || [];
	const batches = inBatches(inPathOrder(image, options), of && files);
	for await (const [{ entries, nids }, read] of inOrder(batches, atOnce > 1 ? AHEAD : 1, begin)) {
		for (const [i, nid] of nids.entries()) seen.set(nid, read[i] as Digest);
		for (const entry of entries) {
			yield await entryOf(image, entry, { seen, links }, options);
			options.onEntry?.(++done);
		}
		for (const { inode } of entries) if (!files.keeps(inode.nid)) seen.delete(inode.nid);
	}
}

/** Digests of files whose other names may still be to come. */
type Seen = Map<bigint, Digest>;

/** What is known of contents before an entry is made. */
interface Known {
	readonly seen: Seen;
	readonly links: Links;
}

/** Entries that follow each other, with the files among them that are to be read for them. */
interface Batch {
	readonly entries: readonly Named[];
	readonly nids: readonly bigint[];
}

/** Bytes of contents and number of entries after which a batch ends. */
const BATCH_BYTES = 2 << 20;
const BATCH_ENTRIES = 512;
/** Batches begun while the result of the first is waited for: one huge file must not hold up all others. */
const AHEAD = 64;

async function* inBatches(
	all: AsyncIterable<Named>,
	files: Repeats | undefined,
): AsyncGenerator<Batch, void, void> {
	let batch: { entries: Named[]; nids: bigint[] } = { entries: [], nids: [] };
	let bytes = 0;
	for await (const entry of all) {
		const { nid, type, size } = entry.inode;
		batch.entries.push(entry);
		if (type === FT.REG && files?.meet(entry.inode)) {
			batch.nids.push(nid);
			bytes += size;
		}
		if (bytes < BATCH_BYTES && batch.entries.length < BATCH_ENTRIES) continue;
		yield batch;
		batch = { entries: [], nids: [] };
		bytes = 0;
	}
	yield batch;
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
	{ report = ignoreFindings, signal, breathe }: ManifestOptions,
): AsyncGenerator<Named, void, void> {
	const { rootNid } = image.facts;
	yield { path: ROOT, inode: await readInode(image, rootNid, report, signal) };
	/** The directories above the current one, as far as their entries are still to come. */
	const waiting: Level[] = [];
	async function* takeBefore(limit?: Uint8Array): AsyncGenerator<Named, void, void> {
		for (let level = waiting.at(-1); level; level = waiting.at(-1)) {
			for (;;) {
				const some = await level.before(limit, signal);
				if (!some) break;
				yield* some;
			}
			if (level.isLeft) return;
			waiting.pop();
		}
	}
	const start = { nid: rootNid, path: ROOT, parent: rootNid };
	for await (const visit of walk(image, start, { report, signal, breathe })) {
		yield* takeBefore(joinPath(visit.path, EMPTY));
		const order = await atPace(byName(visit), { signal, breathe });
		waiting.push(new Level(image, visit, order));
	}
	yield* takeBefore();
}

function byName({ entries, rows }: Visit): Steps<Uint32Array> {
	const name = (row: number) => entryName(entries, rows[row] as number);
	return sorted(rows.length, (a, b) => compareBytes(name(a), name(b)));
}

/** Entries whose inodes are read together. */
const TOGETHER = 256;

/** What is left of the entries of a directory, by their paths. */
class Level {
	readonly #image: Image;
	readonly #visit: Visit;
	readonly #order: Uint32Array;
	#done = 0;

	/** @param order rows of the visit, by name */
	constructor(image: Image, visit: Visit, order: Uint32Array) {
		this.#image = image;
		this.#visit = visit;
		this.#order = order;
	}

	get isLeft(): boolean {
		return this.#done < this.#order.length;
	}

	/** Some of those before a path that were not taken yet; undefined when there are no more. */
	async before(limit?: Uint8Array, signal?: AbortSignal): Promise<Named[] | undefined> {
		const { path, entries, rows } = this.#visit;
		const paths: Uint8Array[] = [];
		const some = this.#order.subarray(this.#done, this.#done + TOGETHER);
		for (const row of some) {
			const next = joinPath(path, entryName(entries, rows[row] as number));
			if (limit && compareBytes(next, limit) >= 0) break;
			paths.push(next);
		}
		if (paths.length === 0) return undefined;
		this.#done += paths.length;
		const inodes = await inodesOf(this.#image, this.#visit, some.subarray(0, paths.length), signal);
		return paths.flatMap((path, k) => {
			const inode = inodes[k];
			return inode ? [{ path, inode }] : [];
		});
	}
}

async function entryOf(
	image: Image,
	entry: Named,
	known: Known,
	options: ManifestOptions,
): Promise<ManifestEntry> {
	const { path, inode } = entry;
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
		...(await contents(entry, known, options)),
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
	{ path, inode }: Named,
	{ seen, links }: Known,
	options: ManifestOptions,
): Promise<Contents> {
	const { report = ignoreFindings } = options;
	if (inode.context.isDevice) {
		const { major, minor } = rdevOf(inode.raw);
		return { rdev: [major, minor] };
	}
	const unread = (why: Failure): Contents => {
		if (why.info.finding) report(why.info.finding);
		options.unread?.(why, path);
		return { size: inode.i_size, error: why.message };
	};
	if (inode.type === FT.REG) {
		const { sha256, why, findings = [] } = seen.get(inode.nid) ?? {};
		for (const finding of findings) report(finding);
		if (why) return unread(new Failure(why));
		return { size: inode.i_size, ...(sha256 === undefined ? {} : { sha256 }) };
	}
	if (inode.type !== FT.LNK) return {};
	const target = await links.read(inode);
	if (target instanceof Failure) return unread(target);
	return {
		size: inode.i_size,
		target: new TextDecoder("utf-8", { ignoreBOM: true }).decode(target),
		...(utf8(target) === undefined ? { target_b64: base64(target) } : {}),
	};
}

/** Targets of symlinks, or why there are none. */
class Links {
	readonly #image: Image;
	readonly #options: ManifestOptions;
	readonly #repeats = new Repeats();
	readonly #kept = new Map<bigint, Uint8Array | Failure>();

	constructor(image: Image, options: ManifestOptions) {
		this.#image = image;
		this.#options = options;
	}

	async read(inode: Inode): Promise<Uint8Array | Failure> {
		const { nid } = inode;
		const known = this.#repeats.meet(inode) ? undefined : this.#kept.get(nid);
		if (known) return known;
		const found = await this.#read(inode);
		if (this.#repeats.keeps(nid)) this.#kept.set(nid, found);
		return found;
	}

	async #read(inode: Inode): Promise<Uint8Array | Failure> {
		const { report, signal } = this.#options;
		try {
			return await readLink(this.#image, inode, report, signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			return error;
		}
	}
}
