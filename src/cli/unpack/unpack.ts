/**
 * A tree into a directory, without trust in the image. What keeps it inside:
 *
 * - names come from tree.ts: none has a slash or zero byte, none is "." or ".."
 * - a directory is written into only after it was made here, or seen to be no symlink
 * - files are created, never opened: what is there already stays as it is
 * - symlinks are made when all files are written, so none can lead a file astray
 *
 * Attributes of directories come last, since writing below would change times again and a
 * mode could forbid it.
 */
import {
	closeSync,
	constants,
	existsSync,
	linkSync,
	lstatSync,
	mkdirSync,
	openSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import { checkCancelled } from "../../base/errors";
import type { Exact } from "../../base/exact";
import type { OnProgress } from "../../base/progress";
import { showName } from "../../base/text";
import { exactBytes } from "../../base/words";
import type { Image } from "../../erofs/image";
import { type Inode, nidKey } from "../../erofs/inode";
import { FT } from "../../erofs/structs/dirent";
import { leaveOut, linkTarget } from "../../export/archive";
import { KnownUnreadable, unreadableText } from "../../export/contents";
import { type Fill, Losses, lossLines } from "../../export/rescued";
import { type TreeEntry, type TreeOptions, type TreeStart, tree } from "../../export/tree";
import { breather } from "../breathe";
import { isFatal, isSystemError, reasonText, unwritable } from "../trouble";
import { LOSSES, type Loss, lossesOf, setAttributes, setLinkAttributes } from "./attributes";
import { writeFile } from "./write-file";

export interface UnpackOptions extends TreeOptions {
	readonly onProgress: OnProgress;
	/** Of damaged files, what can be read is written, and a note of what is lost. */
	readonly fill?: Fill | undefined;
}

/** The note of what is lost; the next of them that the image has no file of. */
const LOST = Array.from({ length: 100 }, (_, i) => (i === 0 ? "lost.txt" : `lost-${i + 1}.txt`));
/** Lines of it after which only sums are told. */
const MOST_LINES = 200_000;

/** @throws Failure `io` when nothing (more) can be written, `cancelled`; others as reading does. */
export async function unpack(
	image: Image,
	start: TreeStart,
	directory: string,
	options: UnpackOptions,
): Promise<void> {
	const made = makeAll(directory);
	const unpacker = new Unpacker(image, Buffer.from(directory), made, options);
	for await (const entry of tree(image, start, options)) await unpacker.take(entry);
	await unpacker.finish();
}

/**
 * Makes a directory and those around it, one by one: asked for all at once, Node says of a file system
 * that takes nothing that there is no such directory, or never ends.
 * @returns whether it was not there @throws Failure `io`
 */
function makeAll(directory: string): boolean {
	const missing: string[] = [];
	for (let at = resolve(directory); !existsSync(at); at = dirname(at)) missing.push(at);
	try {
		for (const path of missing.reverse()) makeOne(path);
		// What is there already may be none.
		if (!statSync(directory).isDirectory()) mkdirSync(directory);
	} catch (error) {
		throw unwritable(directory, error as NodeJS.ErrnoException);
	}
	return missing.length > 0;
}

/** Somebody else may have made it meanwhile. */
function makeOne(path: string): void {
	try {
		mkdirSync(path);
	} catch (error) {
		if (!existsSync(path)) throw error;
	}
}

class Unpacker {
	readonly #image: Image;
	readonly #root: Buffer;
	readonly #options: UnpackOptions;
	/** Directories that may be written into, by path; with an inode those made here. */
	readonly #ready = new Map<string, Inode | undefined>([["", undefined]]);
	readonly #rootIsNew: boolean;
	readonly #symlinks: TreeEntry[] = [];
	/** Where the first name of a hard-linked file is. */
	readonly #links = new Map<Exact, Buffer>();
	readonly #unreadable = new KnownUnreadable();
	readonly #buffer = new Uint8Array(1 << 20);
	/** How many entries lose what. */
	readonly #losses = new Map<Loss, number>();
	readonly #lost: string[] = [];
	/** Calls of the system are not waited for: who stops it must be heard all the same. */
	readonly #breathe = breather();
	#written = 0;

	constructor(image: Image, root: Buffer, rootIsNew: boolean, options: UnpackOptions) {
		this.#image = image;
		this.#root = root;
		this.#rootIsNew = rootIsNew;
		this.#options = options;
	}

	async take(entry: TreeEntry): Promise<void> {
		const { path, inode } = entry;
		// Where the directory could not be made, a note says so already.
		if (!this.#ready.has(parentKey(path))) return;
		for (const loss of lossesOf(inode)) {
			this.#losses.set(loss, (this.#losses.get(loss) ?? 0) + 1);
		}
		await this.#guard(path, "left out", () => this.#make(entry));
	}

	async finish(): Promise<void> {
		for (const entry of this.#symlinks) {
			await this.#guard(entry.path, "left out", () => this.#makeSymlink(entry));
		}
		this.#tellLost();
		for (const [path, inode] of [...this.#ready].reverse()) {
			if (!inode) continue;
			const raw = Buffer.from(path, "latin1");
			const what = "owner, mode and time are not set";
			await this.#guard(raw, what, () => this.#finishDirectory(raw, inode));
		}
		for (const [loss, count] of this.#losses) {
			const [what, why] = LOSSES[loss];
			const text = `${what} of ${count} files are left out: ${why}`;
			this.#options.note({ path: Buffer.alloc(0), text, kind: "no-place" });
		}
	}

	#make(entry: TreeEntry): Promise<void> | void {
		switch (entry.inode.type) {
			case FT.DIR:
				return this.#makeDirectory(entry);
			case FT.REG:
				return this.#makeFile(entry);
			case FT.LNK:
				this.#symlinks.push(entry);
				return;
			default:
				this.#options.note({
					path: entry.path,
					text: "left out: only an archive (--tar) can hold device files, fifos and sockets",
					kind: "no-place",
				});
		}
	}

	#makeDirectory({ path, inode }: TreeEntry): void {
		if (path.length === 0) {
			if (this.#rootIsNew) this.#ready.set("", inode);
			return;
		}
		const target = this.#target(path);
		try {
			mkdirSync(target, 0o700);
			this.#ready.set(key(path), inode);
		} catch (error) {
			if (!isSystemError(error) || error.code !== "EEXIST") throw error;
			if (!lstatSync(target).isDirectory()) throw error;
			this.#ready.set(key(path), undefined);
		}
	}

	async #makeFile({ path, inode }: TreeEntry): Promise<void> {
		const { report, signal, onProgress, fill } = this.#options;
		const buffer = this.#buffer;
		const target = this.#target(path);
		const first = inode.nlink > 1 ? this.#links.get(nidKey(inode.nid)) : undefined;
		if (first) return linkSync(first, target);
		const wrote = (bytes: number) => {
			this.#written += bytes;
			onProgress({ phase: "Extracting", done: this.#written, unit: "bytes" });
		};
		const options = { buffer, report, signal, fill, wrote, breathe: this.#breathe };
		const trouble =
			this.#unreadable.of(inode) ?? (await writeFile(target, this.#image, inode, options));
		if (trouble instanceof Losses) this.#lose(path, inode, trouble);
		else if (trouble) {
			this.#unreadable.keep(inode, trouble);
			return leaveOut(path, unreadableText(trouble), trouble.why, this.#options);
		}
		if (inode.nlink > 1) this.#links.set(nidKey(inode.nid), target);
	}

	#lose(path: Uint8Array, inode: Inode, losses: Losses): void {
		const { fill = "zeros", note } = this.#options;
		const lines = lossLines(showName(path), inode, fill, losses);
		this.#lost.push(...(this.#lost.length < MOST_LINES ? lines : lines.slice(0, 2)), "");
		note({
			path,
			text: `${exactBytes(losses.bytes)} in ${losses.ranges} are lost`,
			kind: "damage",
		});
	}

	#tellLost(): void {
		if (this.#lost.length === 0) return;
		for (const name of LOST) {
			try {
				writeFileSync(this.#target(Buffer.from(name)), this.#lost.join("\n"), { flag: "wx" });
				const text = `what is lost of damaged files is told in ${name}`;
				this.#options.note({ path: Buffer.alloc(0), text, kind: "damage" });
				return;
			} catch (error) {
				if (!isSystemError(error) || error.code !== "EEXIST") throw error;
			}
		}
	}

	async #makeSymlink(entry: TreeEntry): Promise<void> {
		const text = await linkTarget(this.#image, entry, this.#options);
		if (!text) return;
		const target = this.#target(entry.path);
		// One of several names of a symlink is a symlink of its own: to link some systems follow it.
		symlinkSync(Buffer.from(text), target);
		setLinkAttributes(target, entry.inode);
	}

	#finishDirectory(path: Uint8Array, inode: Inode): void {
		const { O_RDONLY, O_DIRECTORY, O_NOFOLLOW } = constants;
		const fd = openSync(this.#target(path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
		try {
			setAttributes(fd, inode);
		} finally {
			closeSync(fd);
		}
	}

	#target(path: Uint8Array): Buffer {
		return Buffer.concat([this.#root, SLASH, path]);
	}

	/** What the system refuses for this entry alone becomes a note. */
	async #guard(path: Uint8Array, what: string, work: () => Promise<void> | void): Promise<void> {
		await this.#breathe();
		checkCancelled(this.#options.signal);
		try {
			await work();
		} catch (error) {
			if (!isSystemError(error)) throw error;
			if (isFatal(error)) throw unwritable(this.#target(path).toString(), error);
			this.#options.note({ path, text: `${what}: ${reasonText(error)}`, kind: "refused" });
		}
	}
}

const SLASH = Buffer.from("/");

/** A raw path as a key: one character for each byte. */
const key = (path: Uint8Array): string => Buffer.from(path).toString("latin1");

const parentKey = (path: Uint8Array): string => {
	const whole = key(path);
	return whole.slice(0, Math.max(0, whole.lastIndexOf("/")));
};
