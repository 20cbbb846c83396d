/** The digest that fs-verity gives to a file: of a tree of SHA-256 over blocks of 4 KiB, without salt. */
import { sha256 } from "./hashes";

const BLOCK = 4096;
const LOG_BLOCK = 12;
const DESCRIPTOR = 256;
const DIGEST = 32;

/** Takes bytes in pieces of any size. */
export class VeritySum {
	/** Of each level the digests of a block that is not full yet. */
	readonly #levels: Uint8Array[] = [];
	#block = sha256.create();
	#size = 0;

	update(bytes: Uint8Array): void {
		for (let at = 0; at < bytes.length; ) {
			const part = bytes.subarray(at, at + BLOCK - (this.#size % BLOCK));
			this.#block.update(part);
			this.#size += part.length;
			at += part.length;
			if (this.#size % BLOCK === 0) this.#endBlock();
		}
	}

	#endBlock(): void {
		this.#add(0, this.#block.digest());
		this.#block = sha256.create();
	}

	#add(level: number, digest: Uint8Array): void {
		const before = this.#levels[level] ?? new Uint8Array();
		const block = new Uint8Array(before.length + DIGEST);
		block.set(before);
		block.set(digest, before.length);
		this.#levels[level] = block;
		// A full block stands for itself only when there is more of its level.
		if (block.length > BLOCK) {
			this.#add(level + 1, sha256(block.subarray(0, BLOCK)));
			this.#levels[level] = block.slice(BLOCK);
		}
	}

	digest(): Uint8Array {
		const filled = this.#size % BLOCK;
		const size = this.#size;
		if (filled) {
			this.#block.update(new Uint8Array(BLOCK - filled));
			this.#endBlock();
		}
		let root = new Uint8Array(DIGEST);
		for (let level = 0; level < this.#levels.length; level++) {
			const block = this.#levels[level] as Uint8Array;
			const isTop = level === this.#levels.length - 1;
			if (isTop && block.length === DIGEST) root = Uint8Array.from(block);
			else {
				const full = new Uint8Array(BLOCK);
				full.set(block);
				this.#add(level + 1, sha256(full));
			}
		}
		const descriptor = new Uint8Array(DESCRIPTOR);
		descriptor.set([1, 1, LOG_BLOCK]);
		new DataView(descriptor.buffer).setBigUint64(8, BigInt(size), true);
		descriptor.set(root, 16);
		return sha256(descriptor);
	}
}
