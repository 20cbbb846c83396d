/** Serial numbers of inodes (i_ino), which are dense in images that have them: one bit for each. */
import { resized } from "./columns";

/** Bits: numbers beyond are kept in a set. */
const MOST_BITS = 2 ** 27;

export class Serials {
	#bits = new Uint8Array(1024);
	readonly #large = new Set<number>();
	/** The row of the first inode whose number another one has, and how many such inodes there are. */
	first: { readonly row: number; readonly ino: number } | undefined;
	repeated = 0;

	/** That of an inode behind all others: 0 is no number. */
	add(row: number, ino: number): void {
		if (ino === 0 || this.#isNew(ino)) return;
		this.repeated++;
		this.first ??= { row, ino };
	}

	#isNew(ino: number): boolean {
		if (ino >= MOST_BITS) {
			const isNew = !this.#large.has(ino);
			this.#large.add(ino);
			return isNew;
		}
		const at = ino >> 3;
		const { length } = this.#bits;
		if (at >= length) this.#bits = resized(this.#bits, Math.max(at + 1, length * 2));
		const bit = 1 << (ino & 7);
		const byte = this.#bits[at] as number;
		this.#bits[at] = byte | bit;
		return (byte & bit) === 0;
	}
}
