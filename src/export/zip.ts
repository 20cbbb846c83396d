/**
 * A tree as a zip archive, for people without tar. Contents, modes, symlinks, times and owners
 * survive (unzip restores all of them, owners with -X); devices and attributes have no place in it, and names are
 * made safe. Each loss is a note.
 */
import { crc32 } from "../base/crc32";
import { clamped } from "../base/exact";
import { showName, utf8Bytes } from "../base/text";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { FT } from "../erofs/structs/dirent";
import { type ArchiveOptions, leaveOut, linkTarget } from "./archive";
import { contentsReader, isUnreadable, type ReadContents, unreadableText } from "./contents";
import { type TreeEntry, type TreeStart, tree } from "./tree";
import { type ZipName, ZipNames } from "./zip-names";
import {
	centralHeader,
	descriptor,
	hasPlace,
	localHeader,
	type ZipEntry,
	zipEnd,
} from "./zip-records";

/**
 * The bytes of the archive. A piece is valid only until the next one is asked for.
 * @throws BrokenOff unless `careful`, as `tar` does; other Failures as reading gives them.
 */
export async function* zip(
	image: Image,
	start: TreeStart,
	options: ArchiveOptions,
): AsyncGenerator<Uint8Array, void, void> {
	const { onProgress } = options;
	const central: Uint8Array[] = [];
	let count = 0;
	let done = 0;
	const counted = (piece: Uint8Array): Uint8Array => {
		done += piece.length;
		onProgress?.({ phase: "Writing the archive", done, unit: "bytes" });
		return piece;
	};
	for await (const { about, pieces } of entries(image, start, options)) {
		const at = done;
		yield counted(localHeader(about));
		let crc = 0;
		for await (const piece of pieces) {
			crc = crc32(piece, crc);
			yield counted(piece);
		}
		const described = about.crc === undefined;
		if (described) yield counted(descriptor(crc, about.size));
		central.push(centralHeader({ ...about, crc, at, described }));
		count++;
	}
	const begin = done;
	for (const piece of central) yield counted(piece);
	yield counted(zipEnd(count, begin, done - begin));
}

interface Made {
	readonly about: ZipEntry;
	readonly pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

async function* entries(
	image: Image,
	start: TreeStart,
	options: ArchiveOptions,
): AsyncGenerator<Made, void, void> {
	const names = new ZipNames();
	const losses = new Losses();
	const read = contentsReader(image, options);
	for await (const entry of tree(image, start, options)) {
		if (entry.path.length === 0) continue;
		const zipName = names.take(entry.path, entry.inode.type === FT.DIR);
		const made = await make(image, entry, zipName, read, options);
		if (!made) continue;
		noteName(entry.path, zipName, options);
		losses.count(entry.inode, zipName);
		yield made;
	}
	for (const text of losses.texts()) options.note({ path: NONE, text, kind: "no-place" });
}

function noteName(path: Uint8Array, { name, changed }: ZipName, { note }: ArchiveOptions): void {
	if (changed) note({ path, text: `stored as “${showName(utf8Bytes(name))}”`, kind: "no-place" });
}

const NONE = new Uint8Array();

/** Bytes of a name that fit its length field. */
const MAX_NAME = 0xffff;

async function make(
	image: Image,
	entry: TreeEntry,
	{ name }: ZipName,
	read: ReadContents,
	options: ArchiveOptions,
): Promise<Made | undefined> {
	const { path, inode } = entry;
	const refuse = (why: string) => {
		options.note({ path, text: `left out: ${why}`, kind: "no-place" });
		return undefined;
	};
	if (utf8Bytes(name).length >= MAX_NAME) return refuse("its path is too long for a zip archive");
	const { mode, uid, gid } = inode;
	const about = { name, mode, uid, gid, mtime: clamped(inode.mtime) };
	switch (inode.type) {
		case FT.DIR:
			return atHand({ ...about, name: `${name}/` }, NONE);
		case FT.LNK: {
			const target = await linkTarget(image, entry, options);
			return target && atHand(about, target);
		}
		case FT.REG: {
			const contents = await read(inode);
			if (isUnreadable(contents)) {
				leaveOut(path, unreadableText(contents), contents.why, options);
				return undefined;
			}
			if (contents.whole) return atHand(about, contents.whole);
			return { about: { ...about, size: inode.size }, pieces: contents.pieces };
		}
		default:
			return refuse("zip archives have no device files, fifos and sockets");
	}
}

/** An entry whose contents are at hand, so that its header can have their checksum. */
const atHand = (about: Omit<ZipEntry, "size" | "crc">, contents: Uint8Array): Made => ({
	about: { ...about, size: contents.length, crc: crc32(contents) },
	pieces: [contents],
});

/** Times are kept to the second, from 1970 to 2038. */
const isExact = ({ mtime, mtimeNsec }: Inode): boolean =>
	mtimeNsec === 0 && hasPlace(clamped(mtime));

/** Characters that programs on Windows take at most, with the folder they unpack into. */
const WINDOWS_PATH = 259;

/** What the archive silently would not keep. */
class Losses {
	#xattrs = 0;
	#links = 0;
	#times = 0;
	#long = 0;

	count(inode: Inode, { name }: ZipName): void {
		const { xattrSize, nlink, type } = inode;
		if (!isExact(inode)) this.#times++;
		if (name.length > WINDOWS_PATH) this.#long++;
		if (xattrSize) this.#xattrs++;
		if (nlink > 1 && type !== FT.DIR) this.#links++;
	}

	/** A sentence each: what is lost, and what may be lost elsewhere. */
	texts(): string[] {
		const long = `${this.#long} paths are longer than ${WINDOWS_PATH} characters: some programs on Windows cannot unpack them`;
		return [...this.#lost(), ...(this.#long ? [long] : [])];
	}

	#lost(): string[] {
		const parts = [
			this.#times && `exact times of ${this.#times} entries`,
			this.#xattrs && `extended attributes of ${this.#xattrs} entries`,
			this.#links && `${this.#links} hard links (stored as copies)`,
		].filter(Boolean);
		return parts.length ? [`not kept: ${parts.join(", ")}; a tar archive keeps them`] : [];
	}
}
