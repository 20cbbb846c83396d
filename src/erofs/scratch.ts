/**
 * Buffers to decode into. Fresh ones cost more than decoding, so a stream that has come to its
 * end leaves its buffer to the next; but a buffer never serves two streams at once, since they
 * may run side by side, nor anybody while a piece in it may still be looked at.
 */
const NONE = new Uint8Array(0);

/** What the last stream has left. */
let spare = NONE;

export class Scratch {
	#own = NONE;

	/** `length` bytes, of any content, valid until the next call. */
	take(length: number): Uint8Array {
		if (this.#own.length < length && spare.length > this.#own.length) {
			this.#own = spare;
			spare = NONE;
		}
		if (this.#own.length < length) this.#own = new Uint8Array(length);
		return this.#own.subarray(0, length);
	}

	/** The buffer is for others from now on. */
	leave(): void {
		if (this.#own.length > spare.length) spare = this.#own;
		this.#own = NONE;
	}
}
