/**
 * Packed files, unpacked once into the private file system of the browser, or into memory where
 * there is none: from then on any byte of them can be read. They are deleted when the next image is
 * opened, and at the latest at the next visit.
 */
import type { ByteSource } from "../base/source";
import type { Tools, Unpacker } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";
import { memorySink } from "../sources/http/download";
import type { FileStore } from "../sources/kept/file-store";
import { opfsStore } from "../sources/kept/opfs";
import { LOCAL_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { fileSink, storedSource } from "../sources/stored";
import { native } from "../unpacking/inflate";
import { streamsWith } from "../unpacking/stream";
import { unpackWhole } from "../unpacking/whole";

/** Bytes unpacked of one file. */
const DISK_LIMIT = 8 * 2 ** 30;
const MEMORY_LIMIT = 512 * 2 ** 20;
const FOLDER = "unpacked";
const HINT = "Unpack it with a program of your system, and open what comes out.";

/** What earlier visits left. One that another tab still reads stays until later. */
export async function clearUnpacked(): Promise<void> {
	const store = await opfsStore(FOLDER);
	for (const { name } of (await store?.list(0)) ?? []) await store?.remove(name).catch(() => {});
}

export class PrivateFiles implements Unpacker {
	readonly stream = streamsWith(native);
	readonly #made = new Map<string, { readonly source: ByteSource; readonly id?: string }>();
	#store: FileStore | undefined;

	async whole(
		packed: Packed,
		from: ByteSource,
		label: string,
		{ signal, onProgress }: Tools,
	): Promise<ByteSource> {
		// By what is unpacked: two files may have one name.
		const key = `${from.id} ${packed.codec} ${packed.start}-${packed.end}`;
		const known = this.#made.get(key);
		if (known) return known.source;
		this.#store ??= await opfsStore(FOLDER);
		const pieces = this.stream(packed, from, signal);
		const keep = { hint: HINT, signal, onProgress };
		if (!this.#store) {
			const sink = memorySink(MEMORY_LIMIT);
			const write = (piece: Uint8Array) => sink.write(piece.slice());
			await unpackWhole(pieces, packed, label, { ...keep, limit: MEMORY_LIMIT, write });
			const source = sink.source(label);
			this.#made.set(key, { source });
			return source;
		}
		const id = crypto.randomUUID();
		const file = await this.#store.open(id);
		const sink = fileSink(file);
		const write = (piece: Uint8Array) => sink.write(piece);
		try {
			await unpackWhole(pieces, packed, label, { ...keep, limit: DISK_LIMIT, write });
		} catch (error) {
			file.close();
			await this.#store.remove(id);
			throw error;
		}
		const source = new PageCache(storedSource(file, id, label), LOCAL_PAGES);
		this.#made.set(key, { source, id });
		return source;
	}

	/** Deletes all files. */
	close(): void {
		for (const { source, id } of this.#made.values()) {
			source.close?.();
			// What cannot be removed now is removed at the next visit.
			if (id) void this.#store?.remove(id).catch(() => {});
		}
		this.#made.clear();
	}
}
