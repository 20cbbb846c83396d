/**
 * How much to read beyond what was asked for: who goes on where the last read ended gets a little
 * more, in proportion to what was read in order before.
 */

/** Of what was read in order, the part that may be read ahead. */
const SHARE = 4;

export class ReadOn {
	readonly #most: number;
	/** The page behind the last read, and how many were read in order before it. */
	#next = -1;
	#inOrder = 0;

	/** @param most pages to read ahead */
	constructor(most: number) {
		this.#most = most;
	}

	/** Pages [first, end) are read: how many more to read behind them. */
	ahead(first: number, end: number): number {
		const goesOn = first === this.#next;
		const ahead = goesOn ? Math.min(this.#most, Math.floor(this.#inOrder / SHARE)) : 0;
		this.#next = end + ahead;
		this.#inOrder = (goesOn ? this.#inOrder : 0) + this.#next - first;
		return ahead;
	}
}
