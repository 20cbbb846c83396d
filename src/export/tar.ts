/**
 * A tree as a tar archive with pax headers: owners, times to the nanosecond, devices, hard
 * links and extended attributes survive, so that unpacking as root gives the same tree.
 * Memory does not grow with the sizes of files; only names of hard-linked inodes are kept.
 */
import type { Exact } from "../base/exact";
import { concat, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import { type Inode, nidKey } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { rdevOf } from "../erofs/structs/inode";
import { readXattrs } from "../erofs/xattr";
import { type ArchiveOptions, leaveOut, linkTarget } from "./archive";
import { contentsReader, isUnreadable, type ReadContents, unreadableText } from "./contents";
import { TAR_TYPE, type TarHeader, tarEnd, tarHeader, tarPadding } from "./tar-header";
import { type TreeEntry, type TreeStart, tree } from "./tree";

/** One archive being written. */
interface Writing extends ArchiveOptions {
	readonly image: Image;
	readonly read: ReadContents;
	/** Path of the first name of each inode that has several. */
	readonly links: Map<Exact, Uint8Array>;
}

/**
 * The bytes of the archive. A piece is valid only until the next one is asked for.
 * @throws BrokenOff unless `careful`, when a long file turns out to be damaged: begin anew
 *         with care. Other Failures as reading gives them.
 */
export async function* tar(
	image: Image,
	start: TreeStart,
	options: ArchiveOptions,
): AsyncGenerator<Uint8Array, void, void> {
	const read = contentsReader(image, options);
	const writing: Writing = { ...options, image, read, links: new Map() };
	let done = 0;
	for await (const entry of tree(image, start, options)) {
		for await (const bytes of entryBytes(entry, writing)) {
			yield bytes;
			done += bytes.length;
			options.onProgress?.({ phase: "Writing the archive", done, unit: "bytes" });
		}
	}
	yield tarEnd();
}

const SELF = utf8Bytes("./");
const SLASH = utf8Bytes("/");

/** A directory the archive itself stands for is called "./". */
const archivePath = ({ path, inode }: TreeEntry): Uint8Array => {
	if (path.length === 0) return SELF;
	return inode.type === FT.DIR ? concat([path, SLASH]) : path;
};

async function* entryBytes(
	entry: TreeEntry,
	writing: Writing,
): AsyncGenerator<Uint8Array, void, void> {
	const { inode } = entry;
	const { image, links, report, signal } = writing;
	const path = archivePath(entry);
	const shared = inode.nlink > 1 && inode.type !== FT.DIR;
	const first = shared ? links.get(nidKey(inode.nid)) : undefined;
	if (first) {
		yield tarHeader({ ...attributes(path, inode), type: TAR_TYPE.HARD_LINK, target: first });
		return;
	}
	const xattrs = await readXattrs(image, inode, report, signal);
	const made = await (inode.type === FT.REG ? file : special)(entry, writing);
	if (!made) return;
	const { header, pieces = [] } = made;
	yield tarHeader({ ...attributes(path, inode), xattrs, ...header });
	yield* pieces;
	if (header.size) yield tarPadding(header.size);
	if (shared) links.set(nidKey(inode.nid), path);
}

const attributes = (path: Uint8Array, inode: Inode) => ({
	path,
	mode: inode.mode & 0o7777,
	uid: inode.uid,
	gid: inode.gid,
	mtime: inode.mtime,
	mtimeNsec: inode.mtimeNsec,
	size: 0,
});

interface Made {
	readonly header: Pick<TarHeader, "type" | "target" | "rdev"> & { readonly size?: number };
	readonly pieces?: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

async function file({ path, inode }: TreeEntry, writing: Writing): Promise<Made | undefined> {
	const contents = await writing.read(inode);
	if (isUnreadable(contents)) {
		leaveOut(path, unreadableText(contents), contents.why, writing);
		return undefined;
	}
	return { header: { type: TAR_TYPE.FILE, size: inode.size }, pieces: contents.pieces };
}

async function special(entry: TreeEntry, writing: Writing): Promise<Made | undefined> {
	const { path, inode } = entry;
	switch (inode.type) {
		case FT.DIR:
			return { header: { type: TAR_TYPE.DIRECTORY } };
		case FT.LNK: {
			const target = await linkTarget(writing.image, entry, writing);
			return target && { header: { type: TAR_TYPE.SYMLINK, target } };
		}
		case FT.CHR:
			return { header: { type: TAR_TYPE.CHARACTER, rdev: rdevOf(inode.raw) } };
		case FT.BLK:
			return { header: { type: TAR_TYPE.BLOCK, rdev: rdevOf(inode.raw) } };
		case FT.FIFO:
			return { header: { type: TAR_TYPE.FIFO } };
		default:
			writing.note({ path, text: "left out: tar has no sockets", kind: "no-place" });
			return undefined;
	}
}
