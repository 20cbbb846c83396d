/**
 * Packed files, unpacked once into the private file system of the browser, or into memory where
 * there is none: from then on any byte of them can be read. They are deleted when the next image is
 * opened, and at the latest at the next visit.
 */
import type { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { Tools, Unpacked, Unpacker } from "../containers/unpack";
import type { Packed } from "../containers/wrapper";
import { memorySink } from "../sources/http/download";
import type { FileStore } from "../sources/kept/file-store";
import { opfsStore } from "../sources/kept/opfs";
import { LOCAL_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { fileSink, storedSource } from "../sources/stored";
import { native } from "../unpacking/inflate";
import { Once } from "../unpacking/once";
import { streamsWith } from "../unpacking/stream";
import { unpackCheck, unpackWhole } from "../unpacking/whole";

/** What fits in memory, where there is nothing else. */
const MEMORY_LIMIT = 512 * 2 ** 20;
const FOLDER = "unpacked";
const HINT = "Allow more, or unpack it with a program of your system and open what comes out.";
const NO_STORE =
	"This browser has no private file system. Unpack it with a program of your system, and open what comes out.";

/** What earlier visits left. One that another tab still reads stays until later. */
export async function clearUnpacked(): Promise<void> {
	const store = await opfsStore(FOLDER);
	for (const { name } of (await store?.list(0)) ?? []) await store?.remove(name).catch(() => {});
}

export class PrivateFiles implements Unpacker {
	readonly stream = streamsWith(native);
	readonly #limit: number;
	readonly #once = new Once();
	readonly #made: { readonly source: ByteSource; readonly id?: string }[] = [];
	#store: FileStore | undefined;

	/** @param limit bytes of one file at most */
	constructor(limit = Number.POSITIVE_INFINITY) {
		this.#limit = limit;
	}

	whole(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<Unpacked> {
		return this.#once.get(packed, from, tools.signal, () =>
			this.#unpack(packed, from, label, tools),
		);
	}

	check(packed: Packed, from: ByteSource, label: string, tools: Tools): Promise<number> {
		const { signal, onProgress } = tools;
		const keep = { limit: this.#limit, hint: HINT, signal, onProgress };
		return unpackCheck(this.stream(packed, from, signal), packed, label, keep);
	}

	async #unpack(
		packed: Packed,
		from: ByteSource,
		label: string,
		{ signal, onProgress }: Tools,
	): Promise<Unpacked> {
		this.#store ??= await opfsStore(FOLDER);
		const pieces = this.stream(packed, from, signal);
		const keep = { limit: this.#limit, hint: HINT, signal, onProgress };
		if (!this.#store) {
			const limit = Math.min(MEMORY_LIMIT, this.#limit);
			const hint = limit < this.#limit ? NO_STORE : HINT;
			const sink = memorySink(limit);
			const write = (piece: Uint8Array) => sink.write(piece.slice());
			const own = { ...keep, limit, hint, write };
			const { damage } = await unpackWhole(pieces, packed, label, own);
			const source = sink.source(label);
			this.#made.push({ source });
			return { source, damage };
		}
		const id = crypto.randomUUID();
		const file = await this.#store.open(id);
		const sink = fileSink(file);
		const write = (piece: Uint8Array) => sink.write(piece);
		let damage: Failure | undefined;
		try {
			({ damage } = await unpackWhole(pieces, packed, label, { ...keep, write }));
		} catch (error) {
			file.close();
			await this.#store.remove(id);
			throw error;
		}
		const source = new PageCache(storedSource(file, id, label), LOCAL_PAGES);
		this.#made.push({ source, id });
		return { source, damage };
	}

	/** Deletes all files. */
	close(): void {
		this.#once.clear();
		for (const { source, id } of this.#made.splice(0)) {
			source.close?.();
			// What cannot be removed now is removed at the next visit.
			if (id) void this.#store?.remove(id).catch(() => {});
		}
	}
}
