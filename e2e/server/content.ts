/** The files of the test server: arrays in memory, and a folder on disk. */
import { open, stat } from "node:fs/promises";
import { join, normalize, sep } from "node:path";

export interface Content {
	readonly size: number;
	readonly modified: Date;
	/** `end` is exclusive. */
	read(start: number, end: number): Promise<Uint8Array>;
}

const BORN = new Date("2024-05-01T12:00:00Z");

export const bufferContent = (bytes: Uint8Array): Content => ({
	size: bytes.length,
	modified: BORN,
	read: async (start, end) => bytes.subarray(start, end),
});

/** Bytes [start, end) of a file as a content of their own. */
export const sliceContent = (content: Content, start: number, end: number): Content => ({
	...content,
	size: end - start,
	read: (from, to) => content.read(start + from, start + to),
});

/** The file at a URL path below a folder, or undefined when there is none. */
export async function folderContent(folder: string, path: string): Promise<Content | undefined> {
	const file = join(folder, normalize(path));
	if (!file.startsWith(folder + sep)) return undefined;
	const found = await stat(file).catch(() => undefined);
	if (!found?.isFile()) return undefined;
	return {
		size: found.size,
		modified: found.mtime,
		async read(start, end) {
			const handle = await open(file);
			try {
				const bytes = new Uint8Array(end - start);
				const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
				return bytes.subarray(0, bytesRead);
			} finally {
				await handle.close();
			}
		},
	};
}

/** The same file in its `version`th edition: every byte differs from the edition before. */
export function edition(content: Content, version: number): Content {
	if (version === 0) return content;
	return {
		size: content.size,
		modified: new Date(content.modified.getTime() + version * 60_000),
		read: async (start, end) =>
			(await content.read(start, end)).map((byte) => (byte + version) & 0xff),
	};
}
