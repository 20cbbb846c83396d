/** Units of a space that were taken: by the first byte of each, the bytes it is decoded to. */

/** Blocks that have a counter of their own at most: nearly all units begin with a block. */
const MOST_BLOCKS = 2 ** 22;

export class TakenUnits {
	readonly #blockSize: number;
	/** By block: bytes that the unit which begins with it is decoded to; 0 where none does. */
	readonly #blocks: Uint32Array;
	/** Others are in places, 2 to the power of this. */
	#bits = 10;
	/** Where one begins; below 0 where there is none. */
	#starts = new Float64Array(1 << this.#bits).fill(-1);
	#lengths = new Uint32Array(1 << this.#bits);
	#count = 0;

	/** @param size bytes of the space */
	constructor(size: number, blockSize: number) {
		this.#blockSize = blockSize;
		this.#blocks = new Uint32Array(Math.min(Math.ceil(size / blockSize), MOST_BLOCKS));
	}

	/** @param length at least 1 @returns whether it was not taken before with this length */
	take(start: number, length: number): boolean {
		const blocks = this.#blocks;
		const block = start / this.#blockSize;
		// What is no index is no element either, be it too large or between two.
		const known = blocks[block];
		if (known === undefined) return this.#takeElsewhere(start, length);
		blocks[block] = length;
		return known !== length;
	}

	#takeElsewhere(start: number, length: number): boolean {
		if (2 * this.#count >= this.#starts.length) this.#grow();
		const place = this.#placeOf(start);
		if (this.#starts[place] !== start) {
			this.#starts[place] = start;
			this.#count++;
		} else if (this.#lengths[place] === length) return false;
		this.#lengths[place] = length;
		return true;
	}

	/** Where it is, or would be. */
	#placeOf(start: number): number {
		const last = this.#starts.length - 1;
		const hash = Math.imul(start ^ (start / 2 ** 32), 0x9e37_79b1);
		// Those that meet in one place go on in different steps, and an odd step comes by every place.
		const step = (hash >>> 8) | 1;
		let place = hash >>> (32 - this.#bits);
		for (;;) {
			const there = this.#starts[place] as number;
			if (there === start || there < 0) return place;
			place = (place + step) & last;
		}
	}

	#grow(): void {
		const starts = this.#starts;
		const lengths = this.#lengths;
		this.#bits++;
		this.#starts = new Float64Array(1 << this.#bits).fill(-1);
		this.#lengths = new Uint32Array(1 << this.#bits);
		for (let i = 0; i < starts.length; i++) {
			const start = starts[i] as number;
			if (start < 0) continue;
			const place = this.#placeOf(start);
			this.#starts[place] = start;
			this.#lengths[place] = lengths[i] as number;
		}
	}
}
