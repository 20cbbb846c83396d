/** What inodes say of themselves that only all of them together can confirm: names and serial numbers. */
import type { Inode } from "../erofs/inode";
import type { Inhabitants } from "../ownership/inhabitants";

/** An inode that can be pointed at. */
export type Known = Pick<Inode, "nid" | "at" | "extended">;

/** An inode, and how often it was met. */
export interface Links {
	readonly inode: Known & Pick<Inode, "nlink">;
	readonly names: number;
	/** Of its first name, as `showName` tells it. */
	readonly path: string;
}

/** Bits: numbers beyond are kept in a set. */
const MOST_BITS = 2 ** 27;

/** Serial numbers of inodes, which are dense in images that have them: one bit for each. */
export class Serials {
	#bits = new Uint8Array(1024);
	readonly #large = new Set<number>();
	/** The first inode whose number another one has, and how many such inodes there are. */
	first: (Known & { readonly ino: number }) | undefined;
	repeated = 0;

	/** @returns whether another one before has it; 0 is no number */
	has(ino: number): boolean {
		if (ino === 0 || this.#isNew(ino)) return false;
		this.repeated++;
		return true;
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

/** Those of all readable inodes of a tree, in the order in which they were met. */
export function serialsOf(inhabitants: Inhabitants): Serials {
	const { inodes } = inhabitants.tree;
	const serials = new Serials();
	for (let row = 0; row < inodes.count; row++) {
		if (!inhabitants.isReadable(row)) continue;
		const ino = inodes.ino[row] as number;
		if (serials.has(ino)) serials.first ??= { ...inhabitants.known(row), ino };
	}
	return serials;
}
