/**
 * All images whose pages are kept on this device: found by content, listed, deleted, held
 * under one limit. When room is needed, the image that was not opened for the longest time
 * goes first; the open one never goes.
 */
import { Failure } from "../../base/errors";
import type { FileStore, StoredFile } from "./file-store";
import { decodeHeader, encodeHeader, HEADER_BYTES, type KeptHeader } from "./header";
import { KeptImage, type Room } from "./image";

export interface KeptInfo {
	readonly url: string;
	/** Bytes on this device. */
	readonly bytes: number;
	/** Last opened, ms since 1970. */
	readonly used: number;
}

export interface LibraryOptions {
	/** Most bytes for all images together. */
	readonly limit: number;
	/** Bytes by which an image grows; see {@link Room}. Default 1 MiB. */
	readonly step?: number;
	/** Ms since 1970. */
	readonly now: () => number;
}

const DEFAULT_STEP = 2 ** 20;

interface Kept {
	readonly name: string;
	readonly bytes: number;
	readonly header: KeptHeader;
}

export class KeptLibrary {
	readonly #store: FileStore;
	readonly #options: LibraryOptions;

	constructor(store: FileStore, options: LibraryOptions) {
		this.#store = store;
		this.#options = options;
	}

	/** Last opened first. */
	async list(): Promise<KeptInfo[]> {
		const all = await this.#all();
		return all.reverse().map(({ bytes, header: { url, used } }) => ({ url, bytes, used }));
	}

	/**
	 * Deletes all that is kept of this address.
	 * @throws Failure `kept-in-use`
	 */
	async forget(url: string): Promise<void> {
		for (const { name, header } of await this.#all()) {
			if (header.url === url && !(await this.#remove(name))) throw inUse();
		}
	}

	/**
	 * The kept pages of this content, none at first. Older versions of the same address are
	 * deleted. Undefined when it cannot be kept: open in another tab, no storage.
	 */
	async open(content: Omit<KeptHeader, "used">): Promise<KeptImage | undefined> {
		const header: KeptHeader = { ...content, used: this.#options.now() };
		const encoded = encodeHeader(header);
		if (!encoded) return undefined;
		try {
			await this.#tidy(header);
			const name = await this.#nameFor(header);
			const file = await this.#store.open(name);
			try {
				// Between the choice of the name and the opening, another tab may have used it.
				if (!holds(file, header)) file.truncate(0);
				file.write(encoded, 0);
				const { step = DEFAULT_STEP } = this.#options;
				return new KeptImage(file, header, {
					step: Math.max(step, header.pageSize),
					make: (bytes) => this.#makeRoom(name, bytes),
				});
			} catch (error) {
				file.close();
				throw error;
			}
		} catch {
			return undefined;
		}
	}

	/** Deletes other versions of the same address, and files that hold nothing we know. */
	async #tidy(wanted: KeptHeader): Promise<void> {
		for (const { name, head } of await this.#store.list(HEADER_BYTES)) {
			const header = decodeHeader(head);
			if (!header || (header.url === wanted.url && !sameContent(header, wanted))) {
				await this.#remove(name);
			}
		}
	}

	/** The file that has this content, or a name that is free. */
	async #nameFor(wanted: KeptHeader): Promise<string> {
		const found = (await this.#all()).find(({ header }) => sameContent(header, wanted));
		if (found) return found.name;
		const taken = new Set((await this.#store.list(0)).map(({ name }) => name));
		let number = 1;
		while (taken.has(`image-${number}`)) number += 1;
		return `image-${number}`;
	}

	/** Deletes the oldest others until `bytes` more fit. */
	async #makeRoom(open: string, bytes: number): Promise<boolean> {
		const all = await this.#all();
		let total = all.reduce((sum, kept) => sum + kept.bytes, 0);
		for (const { name, bytes: freed } of all) {
			if (total + bytes <= this.#options.limit) return true;
			if (name !== open && (await this.#remove(name))) total -= freed;
		}
		return total + bytes <= this.#options.limit;
	}

	/** False when it is open, here or in another tab. */
	#remove(name: string): Promise<boolean> {
		return this.#store.remove(name).then(
			() => true,
			() => false,
		);
	}

	/** Least recently opened first. */
	async #all(): Promise<Kept[]> {
		const entries = await this.#store.list(HEADER_BYTES);
		return entries
			.flatMap(({ name, size, head }) => {
				const header = decodeHeader(head);
				return header ? [{ name, bytes: size, header }] : [];
			})
			.sort((a, b) => a.header.used - b.header.used);
	}
}

const inUse = (): Failure =>
	new Failure({
		kind: "io",
		code: "kept-in-use",
		message: "The image is open in another tab, which uses these blocks.",
		hint: "Close that tab, then delete them.",
	});

function holds(file: StoredFile, wanted: KeptHeader): boolean {
	const head = new Uint8Array(HEADER_BYTES);
	const found = decodeHeader(head.subarray(0, file.read(head, 0)));
	return found !== undefined && sameContent(found, wanted);
}

const sameContent = (a: KeptHeader, b: KeptHeader): boolean =>
	a.id === b.id && a.size === b.size && a.pageSize === b.pageSize;
