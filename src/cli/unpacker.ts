/**
 * Packed files, unpacked once into temporary files: from then on any byte of them can be read. The
 * files are gone when the run is over.
 */
import { type FileHandle, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Tools, Unpacked, Unpacker } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { Once } from "../unpacking/once";
import { unpackCheck, unpackWhole } from "../unpacking/whole";
import { nodeFile } from "./node-file";
import { isSystemError, unwritable } from "./trouble";
import { unpacked } from "./unpack-stream";

/** Bytes unpacked of one file unless the user allows more. */
export const USUAL_LIMIT = 16 * 2 ** 30;

const MORE = "--unpack-limit allows more.";

export class TemporaryFiles implements Unpacker {
	readonly #limit: number;
	readonly #once = new Once();
	readonly #made: string[] = [];
	readonly #open: ByteSource[] = [];

	/** @param limit bytes of one file at most */
	constructor(limit = USUAL_LIMIT) {
		this.#limit = limit;
	}

	stream(packed: Packed, from: ByteSource, signal?: AbortSignal): AsyncIterable<Uint8Array> {
		return unpacked(packed, from, signal);
	}

	whole(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<Unpacked> {
		return this.#once.get(packed, from, tools.signal, () =>
			this.#unpack(packed, from, label, tools),
		);
	}

	check(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<number> {
		const { signal, onProgress } = tools;
		const keep = { limit: this.#limit, hint: MORE, signal, onProgress };
		return unpackCheck(unpacked(packed, from, signal), packed, label, keep);
	}

	async #unpack(
		packed: Packed,
		from: ByteSource,
		label: string,
		{ signal, onProgress }: Tools,
	): Promise<Unpacked> {
		const path = join(tmpdir(), `erofs-explorer-${crypto.randomUUID()}`);
		const file = await open(path, "wx", 0o600).catch((error) => refuse(path, error));
		this.#made.push(path);
		let damage: Failure | undefined;
		try {
			({ damage } = await unpackWhole(unpacked(packed, from, signal), packed, label, {
				...{ limit: this.#limit, hint: MORE, signal, onProgress },
				write: (piece) => write(file, path, piece),
			}));
		} finally {
			await file.close();
		}
		const source = new PageCache(await nodeFile(path), FILE_PAGES);
		this.#open.push(source);
		return { source, damage };
	}

	/** Closes and deletes all files. */
	async close(): Promise<void> {
		this.#once.clear();
		for (const source of this.#open.splice(0)) source.close?.();
		await Promise.all(this.#made.splice(0).map((path) => rm(path, { force: true })));
	}
}

async function write(file: FileHandle, path: string, bytes: Uint8Array): Promise<void> {
	for (let done = 0; done < bytes.length; ) {
		const part = bytes.subarray(done);
		const { bytesWritten } = await file.write(part).catch((error) => refuse(path, error));
		done += bytesWritten;
	}
}

function refuse(path: string, error: unknown): never {
	throw isSystemError(error) ? unwritable(path, error) : error;
}
