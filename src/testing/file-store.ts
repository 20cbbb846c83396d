/** A {@link FileStore} in memory, with the locks of the real one and a size on command. */
import type { FileStore, StoredFile } from "../sources/kept/file-store";

export class MemoryStore implements FileStore {
	/** What the files hold; tests may damage it. */
	readonly files = new Map<string, Uint8Array>();
	readonly locked = new Set<string>();
	/** Most bytes of all files together; writes beyond throw. */
	capacity = Number.POSITIVE_INFINITY;

	async list(headBytes: number) {
		return [...this.files].map(([name, bytes]) => ({
			name,
			size: bytes.length,
			head: bytes.slice(0, headBytes),
		}));
	}

	async open(name: string): Promise<StoredFile> {
		if (this.locked.has(name)) throw new Error("NoModificationAllowedError");
		this.locked.add(name);
		this.#put(name, this.files.get(name) ?? new Uint8Array());
		return this.#handle(name);
	}

	async remove(name: string): Promise<void> {
		if (this.locked.has(name)) throw new Error("NoModificationAllowedError");
		this.files.delete(name);
	}

	async handOut(name: string): Promise<File> {
		const bytes = this.files.get(name);
		if (!bytes || this.locked.has(name)) throw new Error("NotFoundError");
		return new File([bytes.slice()], name);
	}

	#handle(name: string): StoredFile {
		const content = () => {
			if (!this.locked.has(name)) throw new Error("InvalidStateError");
			return this.files.get(name) ?? new Uint8Array();
		};
		return {
			get size() {
				return content().length;
			},
			read(into, at) {
				const part = content().subarray(at, at + into.length);
				into.set(part);
				return part.length;
			},
			write: (bytes, at) => {
				const old = content();
				const grown = new Uint8Array(Math.max(old.length, at + bytes.length));
				grown.set(old);
				grown.set(bytes, at);
				this.#put(name, grown);
			},
			truncate: (size) => {
				const cut = new Uint8Array(size);
				cut.set(content().subarray(0, size));
				this.#put(name, cut);
			},
			flush: () => void content(),
			close: () => void this.locked.delete(name),
		};
	}

	#put(name: string, bytes: Uint8Array): void {
		let total = bytes.length;
		for (const [other, held] of this.files) total += other === name ? 0 : held.length;
		if (total > this.capacity) throw new Error("QuotaExceededError");
		this.files.set(name, bytes);
	}
}
