/**
 * What of a tree lies where in the image, in order: its inodes, and the runs of uncompressed
 * contents, which the inodes alone tell.
 */
import { FT } from "../erofs/structs/dirent";
import { type Facts, SLOT } from "../erofs/structs/facts";
import { LAYOUT } from "../erofs/structs/inode";
import { FORM, type Inodes } from "./inodes";
import type { Tree } from "./tree";

/** A run of image bytes that holds the contents of one inode. */
export interface Run {
	readonly start: number;
	readonly end: number;
	readonly nid: bigint;
	readonly isDirectory: boolean;
}

export class Places {
	readonly #inodes: Inodes;
	readonly #facts: Facts;
	/** Rows that the columns below were made of. */
	#count = 0;
	#starts = sorted(0, () => Number.NaN);
	#runs = sorted(0, () => Number.NaN);

	constructor({ inodes }: Tree, facts: Facts) {
		this.#inodes = inodes;
		this.#facts = facts;
	}

	/**
	 * nids of inodes of the image that start in [from, to), and of the one before, whose
	 * attributes, index or inline data can reach into the range. At most `most`.
	 */
	inodesAround(from: number, to: number, most: number): bigint[] {
		this.#sort();
		const { rows, at } = this.#starts;
		const nids: bigint[] = [];
		for (let i = oneBefore(at, from); i < rows.length && nids.length < most; i++) {
			if ((at[i] as number) >= to) break;
			nids.push(this.#inodes.nid.big(rows[i] as number));
		}
		return nids;
	}

	/** Runs that overlap [from, to) of the image, at most `most`. */
	runsIn(from: number, to: number, most: number): Run[] {
		this.#sort();
		const { rows, at } = this.#runs;
		const runs: Run[] = [];
		// Runs of sound images do not overlap, so the one before the range is enough.
		for (let i = oneBefore(at, from); i < rows.length && runs.length < most; i++) {
			const start = at[i] as number;
			const row = rows[i] as number;
			const end = start + this.#runBytes(row);
			if (start >= to) break;
			const isDirectory = this.#inodes.type(row) === FT.DIR;
			if (end > from) runs.push({ start, end, nid: this.#inodes.nid.big(row), isDirectory });
		}
		return runs;
	}

	/** Anew when the tree has grown. */
	#sort(): void {
		const { count, raw } = this.#inodes;
		if (this.#count === count) return;
		const { blockSize } = this.#facts;
		this.#count = count;
		this.#starts = sorted(count, (row) => this.#startOf(row));
		this.#runs = sorted(count, (row) =>
			this.#runBytes(row) > 0 ? Number(raw.unsigned(row)) * blockSize : Number.NaN,
		);
	}

	/** First byte of an inode; NaN when it is not in the image itself. */
	#startOf(row: number): number {
		const { nid } = this.#inodes;
		const isElsewhere = nid.highAt(row) >= 2 ** 31 || this.#inodes.is(row, FORM.UNREADABLE);
		return isElsewhere ? Number.NaN : this.#facts.metaStart + Number(nid.unsigned(row)) * SLOT;
	}

	/** Bytes of the blocks of uncompressed contents; 0 when there are none. */
	#runBytes(row: number): number {
		const inodes = this.#inodes;
		const type = inodes.type(row);
		if (type !== FT.REG && type !== FT.DIR && type !== FT.LNK) return 0;
		// Holes store nothing.
		const stored = Number(inodes.stored.unsigned(row));
		if (inodes.layout(row) === LAYOUT.FLAT_PLAIN) return stored;
		if (inodes.layout(row) !== LAYOUT.FLAT_INLINE) return 0;
		const { blockSize } = this.#facts;
		return Math.max(0, Math.ceil(stored / blockSize) - 1) * blockSize;
	}
}

/** The rows with a place, by it, and the places. */
function sorted(count: number, placeOf: (row: number) => number) {
	const places = Float64Array.from({ length: count }, (_, row) => placeOf(row));
	const all = Uint32Array.from({ length: count }, (_, row) => row);
	const rows = all
		.filter((row) => !Number.isNaN(places[row]))
		.sort((a, b) => (places[a] as number) - (places[b] as number));
	return { rows, at: Float64Array.from(rows, (row) => places[row] as number) };
}

/** Index of the last place below `x`, if there is one. */
function oneBefore(places: Float64Array, x: number): number {
	let low = 0;
	let high = places.length;
	while (low < high) {
		const middle = (low + high) >> 1;
		if ((places[middle] as number) < x) low = middle + 1;
		else high = middle;
	}
	return Math.max(0, low - 1);
}
