/** What inodes say of themselves that only all of them together can confirm: names and serial numbers. */
import type { Inode } from "../erofs/inode";

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

	/** 0 is no number. @param known the inode that has it, asked for when another one does too */
	add(ino: number, known: () => Known): void {
		if (ino === 0 || this.#isNew(ino)) return;
		this.first ??= { ...known(), ino };
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
