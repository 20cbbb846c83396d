/** How many names each inode has in the tree, against how many it says it has. */
import type { Exact } from "../base/exact";
import { type Inode, nidKey } from "../erofs/inode";

/** An inode that was met, and how often. */
export interface Links {
	readonly inode: Pick<Inode, "nid" | "at" | "extended" | "nlink">;
	readonly names: number;
	/** Of its first name, as `showName` tells it. */
	readonly path: string;
}

/**
 * Only inodes that say they have several names, or are met a second time, are kept: of a million
 * inodes nearly all have the one name that they claim.
 */
export class LinkCount {
	readonly #links = new Map<Exact, { inode: Links["inode"]; names: number; path: string }>();

	/** @param again whether it was met before */
	add(inode: Inode, path: string, again: boolean): void {
		const key = nidKey(inode.nid);
		const known = this.#links.get(key);
		if (known) {
			known.names++;
			return;
		}
		if (inode.nlink === 1 && !again) return;
		const { nid, at, extended, nlink } = inode;
		this.#links.set(key, { inode: { nid, at, extended, nlink }, names: again ? 2 : 1, path });
	}

	values(): Iterable<Links> {
		return this.#links.values();
	}
}

/** Bits: numbers beyond are kept in a set. */
const MOST_BITS = 2 ** 27;

/** Serial numbers of inodes, which are dense in images that have them: one bit for each. */
export class Serials {
	#bits = new Uint8Array(1024);
	readonly #large = new Set<number>();
	/** The first inode whose number another one has, and how many such inodes there are. */
	first: Inode | undefined;
	repeated = 0;

	/** 0 is no number. */
	add(inode: Inode): void {
		if (inode.ino === 0 || this.#isNew(inode.ino)) return;
		this.first ??= inode;
		this.repeated++;
	}

	#isNew(ino: number): boolean {
		if (ino >= MOST_BITS) {
			const isNew = !this.#large.has(ino);
			this.#large.add(ino);
			return isNew;
		}
		const at = ino >> 3;
		if (at >= this.#bits.length) {
			const bits = new Uint8Array(Math.max(at + 1, this.#bits.length * 2));
			bits.set(this.#bits);
			this.#bits = bits;
		}
		const bit = 1 << (ino & 7);
		const byte = this.#bits[at] as number;
		this.#bits[at] = byte | bit;
		return (byte & bit) === 0;
	}
}
