/** Units of a space that were taken: by the first byte of each, how it was decoded. */
import { MAX_DECODED } from "../erofs/map/extent";

/** Lengths are below. */
const LENGTHS = 2 ** Math.ceil(Math.log2(MAX_DECODED + 1));
const ALGORITHMS = 16;

/**
 * How a unit is decoded, as a number above 0. Files that share one need not say the same of it: what is
 * right for one is nothing for the other.
 * @param length bytes, at least 1
 */
export const formOf = (length: number, algorithm: number, partial: number): number =>
	length + LENGTHS * ((algorithm & (ALGORITHMS - 1)) + (partial ? ALGORITHMS : 0));

/** Blocks of which something is kept at most: nearly all units begin with a block. */
const MOST_FORMS = 2 ** 22;
const MOST_BITS = 2 ** 27;

/** Units that begin with a block. */
interface AtBlocks {
	/** @returns whether it was taken now; undefined when that must be looked for elsewhere */
	take(block: number, form: number): boolean | undefined;
}

/** Where files share none: a bit for each block. What begins where another one does is kept elsewhere. */
class BlockBits implements AtBlocks {
	readonly #bits: Uint8Array;

	constructor(blocks: number) {
		this.#bits = new Uint8Array(Math.ceil(Math.min(blocks, MOST_BITS) / 8));
	}

	take(block: number): true | undefined {
		const byte = Math.floor(block / 8);
		const bits = this.#bits[byte];
		const bit = 1 << (block - 8 * byte);
		if (bits === undefined || block % 1 !== 0 || (bits & bit) !== 0) return undefined;
		this.#bits[byte] = bits | bit;
		return true;
	}
}

/** Where they share some: by block the form of the one taken last; 0 where none begins. */
class BlockForms implements AtBlocks {
	readonly #forms: Uint32Array;
	/** Of blocks behind those. */
	readonly #others: BlockBits;

	constructor(blocks: number) {
		this.#forms = new Uint32Array(Math.min(blocks, MOST_FORMS));
		this.#others = new BlockBits(blocks);
	}

	take(block: number, form: number): boolean | undefined {
		// What is no index is no element either, be it too large or between two.
		const known = this.#forms[block];
		if (known === undefined) return this.#others.take(block);
		this.#forms[block] = form;
		return known !== form;
	}
}

export class TakenUnits {
	readonly #blockSize: number;
	readonly #atBlocks: AtBlocks;
	/** Others are in places, 2 to the power of this. */
	#bits = 10;
	/** Where one begins; below 0 where there is none. */
	#starts = new Float64Array(1 << this.#bits).fill(-1);
	#forms = new Uint32Array(1 << this.#bits);
	#count = 0;

	/**
	 * @param size bytes of the space
	 * @param isShared whether several files may have a unit: where they should not, and far behind in very
	 * large spaces, one that some have is taken once more in its form
	 */
	constructor(size: number, blockSize: number, isShared: boolean) {
		this.#blockSize = blockSize;
		const blocks = Math.ceil(size / blockSize);
		this.#atBlocks = isShared ? new BlockForms(blocks) : new BlockBits(blocks);
	}

	/** @param form see {@link formOf} @returns whether it was not taken before in this form */
	take(start: number, form: number): boolean {
		const block = start / this.#blockSize;
		return this.#atBlocks.take(block, form) ?? this.#takeElsewhere(start, form);
	}

	#takeElsewhere(start: number, form: number): boolean {
		if (2 * this.#count >= this.#starts.length) this.#grow();
		const place = this.#placeOf(start);
		if (this.#starts[place] !== start) {
			this.#starts[place] = start;
			this.#count++;
		} else if (this.#forms[place] === form) return false;
		this.#forms[place] = form;
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
		const forms = this.#forms;
		this.#bits++;
		this.#starts = new Float64Array(1 << this.#bits).fill(-1);
		this.#forms = new Uint32Array(1 << this.#bits);
		for (let i = 0; i < starts.length; i++) {
			const start = starts[i] as number;
			if (start < 0) continue;
			const place = this.#placeOf(start);
			this.#starts[place] = start;
			this.#forms[place] = forms[i] as number;
		}
	}
}
