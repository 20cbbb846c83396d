/** A file of this machine, read by position. */
import { readSync } from "node:fs";
import { open, stat } from "node:fs/promises";
import { checkCancelled, Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { checkInside, shortRead } from "../sources/check";

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
	return {
		id: `file:${path}:${size}:${about.mtimeMs}`,
		label: path,
		size,
		async read(start, end, signal) {
			checkCancelled(signal);
			checkInside({ label: path, size }, start, end);
			const bytes = new Uint8Array(end - start);
			let got = 0;
			while (got < bytes.length) {
				const { bytesRead } = await handle
					.read(bytes, got, bytes.length - got, start + got)
					.catch((error) => {
						throw unreadable(path, error);
					});
				if (bytesRead === 0) throw shortRead(path, start, bytes.length, got);
				got += bytesRead;
			}
			return bytes;
		},
		readNow(start, end) {
			checkInside({ label: path, size }, start, end);
			const bytes = new Uint8Array(end - start);
			for (let got = 0; got < bytes.length; ) {
				const more = readPart(path, handle.fd, bytes, got, start + got);
				if (more === 0) throw shortRead(path, start, bytes.length, got);
				got += more;
			}
			return bytes;
		},
		close: () => void handle.close(),
	};
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
