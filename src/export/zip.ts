/**
 * A tree as a zip archive, for people without tar. Contents, modes and symlinks survive
 * (unzip and macOS restore both); owners, devices and attributes have no place in it, and
 * names are made safe. Each loss is a note.
 */
import { makeZip } from "client-zip";
import { clamped } from "../base/exact";
import { showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { type ArchiveOptions, leaveOut, linkTarget } from "./archive";
import {
	contentsReader,
	isUnreadable,
	type Readable,
	type ReadContents,
	unreadableText,
} from "./contents";
import { type TreeEntry, type TreeStart, tree } from "./tree";
import { type ZipName, ZipNames } from "./zip-names";

/**
 * The bytes of the archive.
 * @throws BrokenOff unless `careful`, as `tar` does; other Failures as reading gives them.
 */
export async function* zip(
	image: Image,
	start: TreeStart,
	options: ArchiveOptions,
): AsyncGenerator<Uint8Array, void, void> {
	const reader = makeZip(entries(image, start, options)).getReader();
	let done = 0;
	try {
		for (let next = await reader.read(); !next.done; next = await reader.read()) {
			yield next.value;
			done += next.value.length;
			options.onProgress?.({ phase: "Writing the archive", done, unit: "bytes" });
		}
	} finally {
		await reader.cancel();
	}
}

interface ZipEntry {
	readonly name: string;
	readonly lastModified: Date;
	/** With S_IFLNK for a symlink; the library adds the type of files and directories. */
	readonly mode: number;
}

interface ZipFile extends ZipEntry {
	readonly input: Uint8Array<ArrayBuffer> | AsyncGenerator<Uint8Array<ArrayBuffer>, void, void>;
}

async function* entries(
	image: Image,
	start: TreeStart,
	options: ArchiveOptions,
): AsyncGenerator<ZipEntry | ZipFile, void, void> {
	const names = new ZipNames();
	const losses = new Losses();
	const read = contentsReader(image, options);
	for await (const entry of tree(image, start, options)) {
		if (entry.path.length === 0) continue;
		const zipName = names.take(entry.path, entry.inode.type === FT.DIR);
		const made = await make(image, entry, zipName, read, options);
		if (!made) continue;
		noteName(entry.path, zipName, options);
		losses.count(entry.inode);
		yield made;
	}
	const text = losses.text();
	if (text) options.note({ path: utf8Bytes(""), text, kind: "no-place" });
}

function noteName(path: Uint8Array, { name, changed }: ZipName, { note }: ArchiveOptions): void {
	if (changed) note({ path, text: `stored as “${showName(utf8Bytes(name))}”`, kind: "no-place" });
}

/** Bytes of a name that fit its length field. */
const MAX_NAME = 0xffff;

async function make(
	image: Image,
	entry: TreeEntry,
	{ name }: ZipName,
	read: ReadContents,
	options: ArchiveOptions,
): Promise<ZipEntry | ZipFile | undefined> {
	const { path, inode } = entry;
	const refuse = (why: string) => {
		options.note({ path, text: `left out: ${why}`, kind: "no-place" });
		return undefined;
	};
	if (utf8Bytes(name).length >= MAX_NAME) return refuse("its path is too long for a zip archive");
	const about = { name, lastModified: dosTime(inode), mode: inode.mode & 0o7777 };
	switch (inode.type) {
		case FT.DIR:
			return { ...about, name: `${name}/` };
		case FT.LNK: {
			const target = await linkTarget(image, entry, options);
			return target && { ...about, mode: S_IFLNK | about.mode, input: target.slice() };
		}
		case FT.REG: {
			const contents = await read(inode);
			if (!isUnreadable(contents)) return { ...about, input: copies(contents) };
			leaveOut(path, unreadableText(contents), contents.why, options);
			return undefined;
		}
		default:
			return refuse("zip archives have no device files, fifos and sockets");
	}
}

const S_IFLNK = 0o120000;

/** The library asks for the next piece before the last one is written. */
async function* copies({ pieces }: Readable): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
	for await (const piece of pieces) yield piece.slice();
}

const DOS_FIRST = new Date(1980, 0, 1);
const DOS_LAST = new Date(2107, 11, 31, 23, 59, 58);

/** The nearest time that the format has. */
function dosTime({ mtime }: Inode): Date {
	const ms = clamped(mtime) * 1000;
	if (ms < DOS_FIRST.getTime()) return DOS_FIRST;
	return ms > DOS_LAST.getTime() ? DOS_LAST : new Date(ms);
}

/** What the archive silently would not keep. */
class Losses {
	#owners = 0;
	#xattrs = 0;
	#links = 0;

	count({ uid, gid, xattrSize, nlink, type }: Inode): void {
		if (uid || gid) this.#owners++;
		if (xattrSize) this.#xattrs++;
		if (nlink > 1 && type !== FT.DIR) this.#links++;
	}

	/** One sentence; undefined when nothing is lost. */
	text(): string | undefined {
		const parts = [
			this.#owners && `owners of ${this.#owners} entries`,
			this.#xattrs && `extended attributes of ${this.#xattrs} entries`,
			this.#links && `${this.#links} hard links (stored as copies)`,
		].filter(Boolean);
		return parts.length ? `not kept: ${parts.join(", ")}; a tar archive keeps them` : undefined;
	}
}
