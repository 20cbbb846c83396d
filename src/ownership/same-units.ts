/** Units of a space that were met, so that one that several files have is told from those it lies on. */

/** Blocks of which something is kept at most. */
const MOST_BLOCKS = 2 ** 23;
const MOST_LENGTH = 2 ** 15 - 1;

export class SameUnits {
	readonly #blockSize: number;
	/** By block: the form of the first unit that begins with it; 0 where none does. */
	readonly #forms: Uint16Array;

	/** @param size bytes of the space */
	constructor(size: number, blockSize: number) {
		this.#blockSize = blockSize;
		this.#forms = new Uint16Array(Math.min(Math.ceil(size / blockSize), MOST_BLOCKS));
	}

	/**
	 * What is stored as it is shares no bytes with a unit that is compressed.
	 * @returns whether it was met before; of those that are no whole blocks that is not known
	 */
	meet(start: number, length: number, isCompressed: boolean): boolean {
		const block = start / this.#blockSize;
		const blocks = length / this.#blockSize;
		// What is no index is no element either, be it too large or between two.
		const known = this.#forms[block];
		const isKept = blocks % 1 === 0 && blocks > 0 && blocks <= MOST_LENGTH;
		if (known === undefined || !isKept) return false;
		const form = 2 * blocks + (isCompressed ? 1 : 0);
		if (known === 0) this.#forms[block] = form;
		return known === form;
	}
}
