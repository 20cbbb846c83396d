/** A file of this machine, read by position. */
import { readSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { checkCancelled, Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { showName } from "../base/text";
import { checkInside, shortRead } from "../sources/check";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";

/** Ready for the decoder. @throws Failure as `nodeFile` */
export const localFile = async (path: string): Promise<ByteSource> =>
	new PageCache(await nodeFile(path), FILE_PAGES);

/** Bytes of a small file. @throws Failure `io` when it cannot be read, `limit` when it has more than `most` */
export async function smallFile(path: string, most: number): Promise<Uint8Array> {
	try {
		const { size } = await stat(path);
		if (size <= most) return await readFile(path);
	} catch (error) {
		throw unreadable(path, error as NodeJS.ErrnoException);
	}
	throw new Failure({ kind: "limit", message: `${path} has more than ${most} bytes.` });
}

/** Files of a folder that are looked at. */
const MOST_FILES = 100_000;

/** Whether a path leads to a folder; what cannot be looked at is none. */
export const isFolder = (path: string): Promise<boolean> =>
	stat(path).then(
		(about) => about.isDirectory(),
		() => false,
	);

/** A regular file in a folder. */
export interface FolderFile {
	/** Its path there, as names of other file systems are shown: they may be any bytes. */
	readonly path: string;
	readonly size: number;
	/** @throws Failure as {@link brieflyOpen} */
	open(): Promise<ByteSource>;
}

const SLASH = Buffer.from("/");

/**
 * Regular files in a folder and those below, sorted. Links are not followed; what is taken away
 * meanwhile is not there.
 * @throws Failure `io` when it cannot be listed, `limit` when there are too many
 */
export async function folderFiles(folder: string): Promise<FolderFile[]> {
	const found: FolderFile[] = [];
	const list = async (at: Buffer, under: Buffer): Promise<void> => {
		const options = { withFileTypes: true, encoding: "buffer" } as const;
		const entries = await readdir(at, options).catch((error) => {
			throw unreadable(showName(at), error);
		});
		for (const entry of entries.toSorted((a, b) => a.name.compare(b.name))) {
			const file = Buffer.concat([at, SLASH, entry.name]);
			const path = under.length ? Buffer.concat([under, SLASH, entry.name]) : entry.name;
			if (entry.isDirectory()) await list(file, path);
			else if (entry.isFile()) {
				const size = await sizeOf(file);
				if (size === undefined) continue;
				found.push({ path: showName(path), size, open: () => brieflyOpen(file) });
			}
			if (found.length > MOST_FILES) {
				const message = `${folder} has more than ${MOST_FILES} files.`;
				throw new Failure({ kind: "limit", code: "folder-large", message });
			}
		}
	};
	await list(Buffer.from(folder), Buffer.alloc(0));
	return found;
}

/** Undefined where there is no such file any more. */
async function sizeOf(file: Buffer): Promise<number | undefined> {
	try {
		return (await stat(file)).size;
	} catch (error) {
		const cause = error as NodeJS.ErrnoException;
		if (cause.code === "ENOENT") return undefined;
		throw unreadable(showName(file), cause);
	}
}

/** @throws Failure `io` in the words of the system when the file cannot be opened. */
export async function nodeFile(file: string | Buffer): Promise<ByteSource> {
	const path = typeof file === "string" ? file : showName(file);
	const about = await stat(file).catch((error) => {
		throw unreadable(path, error);
	});
	if (!about.isFile()) {
		throw new Failure({
			kind: "io",
			code: "not-a-file",
			message: `${path} is not a regular file.`,
			hint: "Give an image file or its address; copy a device to a file first.",
		});
	}
	const handle = await open(file).catch((error) => {
		throw unreadable(path, error);
	});
	const { size } = about;
	const fill = (start: number, into: Uint8Array) => {
		checkInside({ label: path, size }, start, start + into.length);
		for (let got = 0; got < into.length; ) {
			const more = readPart(path, handle.fd, into, got, start + got);
			if (more === 0) throw shortRead(path, start, into.length, got);
			got += more;
		}
	};
	return {
		id: `file:${path}:${size}:${about.mtimeMs}`,
		label: path,
		size,
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside({ label: path, size }, start, end);
			return readAll(path, handle, start, end);
		},
		fill,
		close: () => void handle.close(),
	};
}

/** One of many files: it is open only while it is read. @throws Failure as {@link nodeFile} */
async function brieflyOpen(path: Buffer): Promise<ByteSource> {
	const file = await nodeFile(path);
	file.close?.();
	const { id, label, size } = file;
	return {
		...{ id, label, size },
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside({ label, size }, start, end);
			const handle = await open(path).catch((error) => {
				throw unreadable(label, error);
			});
			return readAll(label, handle, start, end).finally(() => handle.close());
		},
	};
}

async function readAll(
	path: string,
	handle: FileHandle,
	start: number,
	end: number,
): Promise<Uint8Array> {
	const bytes = new Uint8Array(end - start);
	for (let got = 0; got < bytes.length; ) {
		const { bytesRead } = await handle
			.read(bytes, got, bytes.length - got, start + got)
			.catch((error) => {
				throw unreadable(path, error);
			});
		if (bytesRead === 0) throw shortRead(path, start, bytes.length, got);
		got += bytesRead;
	}
	return bytes;
}

function readPart(path: string, fd: number, into: Uint8Array, from: number, at: number): number {
	try {
		return readSync(fd, into, from, into.length - from, at);
	} catch (error) {
		throw unreadable(path, error as NodeJS.ErrnoException);
	}
}

function unreadable(path: string, cause: NodeJS.ErrnoException): Failure {
	const why = WORDS[cause.code ?? ""] ?? cause.message;
	return new Failure(
		{ kind: "io", code: "file-unreadable", message: `${path} cannot be read: ${why}.` },
		{ cause },
	);
}

const WORDS: Readonly<Record<string, string>> = {
	ENOENT: "there is no such file",
	ENOTDIR: "part of the path is not a directory",
	EACCES: "permission denied",
	EPERM: "permission denied",
	EIO: "the device reports an error",
};
