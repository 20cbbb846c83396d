/** A file of this machine, read by position. */
import { readSync } from "node:fs";
import { type FileHandle, open, readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { checkCancelled, Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
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

/**
 * Regular files in a folder and those below, by their paths in it, sorted. Links are not followed.
 * @throws Failure `io` when it cannot be listed, `limit` when there are too many
 */
export async function folderFiles(folder: string): Promise<{ path: string; size: number }[]> {
	const found: { path: string; size: number }[] = [];
	const list = async (under: string): Promise<void> => {
		const entries = await readdir(join(folder, under), { withFileTypes: true }).catch((error) => {
			throw unreadable(join(folder, under), error);
		});
		for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
			const path = under ? `${under}/${entry.name}` : entry.name;
			if (entry.isDirectory()) await list(path);
			else if (entry.isFile()) {
				const { size } = await stat(join(folder, path)).catch((error) => {
					throw unreadable(join(folder, path), error);
				});
				found.push({ path, size });
			}
			if (found.length > MOST_FILES) {
				const message = `${folder} has more than ${MOST_FILES} files.`;
				throw new Failure({ kind: "limit", code: "folder-large", message });
			}
		}
	};
	await list("");
	return found;
}

/** @throws Failure `io` in the words of the system when the file cannot be opened. */
export async function nodeFile(path: string): Promise<ByteSource> {
	const about = await stat(path).catch((error) => {
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
	const handle = await open(path).catch((error) => {
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
export async function brieflyOpen(path: string): Promise<ByteSource> {
	const file = await nodeFile(path);
	file.close?.();
	const { id, label, size } = file;
	return {
		...{ id, label, size },
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside({ label, size }, start, end);
			const handle = await open(path).catch((error) => {
				throw unreadable(path, error);
			});
			return readAll(path, handle, start, end).finally(() => handle.close());
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
