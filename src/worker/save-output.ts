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

/** The temporary file, and where it is. */
interface Spilled {
	readonly store: FileStore;
	readonly file: StoredFile;
}

export class SaveOutput {
	readonly #store: FileStore | undefined;
	readonly #name: string;
	/** In memory: what was written, or what did not become a file for want of a store. */
	#parts: Blob[] = [];
	#spilled: Spilled | undefined;
	#size = 0;

	constructor({ store, now }: SaveOutputOptions) {
		this.#store = store;
		this.#name = `${PREFIX}${now}-${crypto.randomUUID()}`;
	}

	/** Copies the bytes. @throws Failure `io` when the device or the quota is full. */
	async write(bytes: Uint8Array): Promise<void> {
		const tooMuch = this.#size + bytes.length > MEMORY_LIMIT;
		const spilled =
			this.#spilled ?? (this.#store && tooMuch ? await this.#spill(this.#store) : undefined);
		if (spilled) await noRoomUnless(() => spilled.file.write(bytes, this.#size));
		else this.#parts.push(new Blob([bytes.slice()]));
		this.#size += bytes.length;
	}

	/** Forgets what was written. */
	restart(): void {
		this.#parts = [];
		this.#size = 0;
		this.#spilled?.file.truncate(0);
	}

	/** Ends it. The file is on disk, unless it is small or there is no store. */
	async finish(name: string, type: string): Promise<File> {
		if (!this.#spilled) return new File(this.#parts, name, { type });
		const { store, file } = this.#spilled;
		const stored = await noRoomUnless(async () => {
			file.flush();
			file.close();
			return store.handOut(this.#name);
		});
		if (stored.size !== this.#size) throw noRoom();
		return new File([stored], name, { type });
	}

	/** Ends it without a result; nothing is left. */
	async discard(): Promise<void> {
		this.#parts = [];
		if (!this.#spilled) return;
		this.#spilled.file.close();
		await this.#spilled.store.remove(this.#name);
	}

	/** From memory into a file. */
	async #spill(store: FileStore): Promise<Spilled> {
		const spilled = { store, file: await noRoomUnless(() => store.open(this.#name)) };
		this.#spilled = spilled;
		const memory = new Blob(this.#parts);
		this.#parts = [];
		const held = new Uint8Array(await memory.arrayBuffer());
		await noRoomUnless(() => {
			spilled.file.truncate(0);
			spilled.file.write(held, 0);
		});
		return spilled;
	}
}

/** @throws Failure `io` (`save-no-room`) when the browser's file system refuses. */
async function noRoomUnless<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (cause) {
		throw noRoom(cause);
	}
}

const noRoom = (cause?: unknown): Failure =>
	new Failure(
		{
			kind: "io",
			code: "save-no-room",
			message: "There is no room to save this: the device or the browser's share of it is full.",
			hint: "Free some space, or save parts of the tree one after the other.",
		},
		{ cause },
	);
