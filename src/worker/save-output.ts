/**
 * Where a save goes: into memory while it is small, beyond that into a temporary file of the
 * browser, so that an archive of any size needs little memory.
 *
 * The page hands the file to the browser's downloads, which read it for as long as they need.
 * So it is not removed when the save ends, but at a later save or visit.
 */
import { Failure } from "../base/errors";
import type { FileStore, StoredFile } from "../sources/kept/file-store";

/** Bytes kept in memory. */
export const MEMORY_LIMIT = 32 << 20;

/** Milliseconds after which every download of a temporary file has ended. */
const OLD = 3_600_000;

const PREFIX = "save-";

export interface SaveOutputOptions {
	/** Absent where the browser has no private file system: then all stays in memory. */
	readonly store: FileStore | undefined;
	/** Milliseconds since 1970. */
	readonly now: number;
}

/** Removes temporary files of saves that ended long ago. */
export async function removeOldSaves({ store, now }: SaveOutputOptions): Promise<void> {
	if (!store) return;
	for (const { name } of await store.list(0)) {
		const [, time] = /^save-(\d+)-/.exec(name) ?? [];
		if (Number(time) > now - OLD) continue;
		// One that is being written in another tab cannot be removed, and need not.
		await store.remove(name).catch(() => {});
	}
}

export class SaveOutput {
	readonly #store: FileStore | undefined;
	readonly #name: string;
	/** In memory: what was written, or what did not become a file for want of a store. */
	#parts: Blob[] = [];
	#file: StoredFile | undefined;
	#size = 0;

	constructor({ store, now }: SaveOutputOptions) {
		this.#store = store;
		this.#name = `${PREFIX}${now}-${crypto.randomUUID()}`;
	}

	/** Copies the bytes. @throws Failure `io` when the device or the quota is full. */
	async write(bytes: Uint8Array): Promise<void> {
		if (!this.#file && this.#store && this.#size + bytes.length > MEMORY_LIMIT) {
			await this.#spill(this.#store);
		}
		if (this.#file) this.#put(this.#file, bytes);
		else this.#parts.push(new Blob([bytes.slice()]));
		this.#size += bytes.length;
	}

	/** Forgets what was written. */
	restart(): void {
		this.#parts = [];
		this.#size = 0;
		this.#file?.truncate(0);
	}

	/** Ends it. The file is on disk, unless it is small or there is no store. */
	async finish(name: string, type: string): Promise<File> {
		if (!this.#file) return new File(this.#parts, name, { type });
		this.#file.flush();
		this.#file.close();
		const stored = await this.#store?.handOut(this.#name);
		return new File(stored ? [stored] : [], name, { type });
	}

	/** Ends it without a result; nothing is left. */
	async discard(): Promise<void> {
		this.#parts = [];
		if (!this.#file) return;
		this.#file.close();
		await this.#store?.remove(this.#name);
	}

	/** From memory into a file. */
	async #spill(store: FileStore): Promise<void> {
		const file = await store.open(this.#name);
		this.#file = file;
		file.truncate(0);
		const memory = new Blob(this.#parts);
		this.#parts = [];
		this.#size = 0;
		this.#put(file, new Uint8Array(await memory.arrayBuffer()));
		this.#size = memory.size;
	}

	#put(file: StoredFile, bytes: Uint8Array): void {
		try {
			file.write(bytes, this.#size);
		} catch (cause) {
			throw new Failure(
				{
					kind: "io",
					code: "save-no-room",
					message:
						"There is no room to save this: the device or the browser's share of it is full.",
					hint: "Free some space, or save parts of the tree one after the other.",
				},
				{ cause },
			);
		}
	}
}
