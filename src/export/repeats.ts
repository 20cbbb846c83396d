/**
 * Inodes that are met more than once. Those of hard links say so; but in a damaged image a million entries
 * can lead to one inode of one link, which is not to be read a million times.
 */
import type { Exact } from "../base/exact";
import { type Inode, nidKey } from "../erofs/inode";

/** Inodes of one page of bits: they lie close to each other. */
const PAGE = 4096;

export class Repeats {
	/** A bit for each inode of one link that was met. */
	readonly #met = new Map<number, Uint32Array>();
	readonly #again = new Set<Exact>();

	/** Whether an inode has to be read: not when it was read before, and what was found is kept. */
	meet({ nid, nlink }: Pick<Inode, "nid" | "nlink">): boolean {
		const key = nidKey(nid);
		if (this.#again.has(key)) return false;
		if (nlink > 1 || !this.#isNew(key)) this.#again.add(key);
		return true;
	}

	/** Whether what is found of an inode is to be kept, as it is or may be met again. */
	keeps(nid: bigint): boolean {
		return this.#again.has(nidKey(nid));
	}

	#isNew(key: Exact): boolean {
		// No inode can lie so far away.
		if (typeof key === "bigint") return false;
		const page = Math.floor(key / PAGE);
		let bits = this.#met.get(page);
		if (!bits) {
			bits = new Uint32Array(PAGE / 32);
			this.#met.set(page, bits);
		}
		const at = key - page * PAGE;
		const bit = 1 << (at & 31);
		const word = bits[at >> 5] as number;
		bits[at >> 5] = word | bit;
		return (word & bit) === 0;
	}
}
