/**
 * What inodes with all that lies behind them are made of, summed up while it is found out how far
 * they reach: whoever counts bytes need not lay them out a second time.
 */
import type { SpaceId } from "../base/range";
import { resized, roomFor } from "../census/columns";
import { COMPACT } from "../erofs/inode-cursor";
import { kind } from "../erofs/layout/kinds";
import { KindSums } from "./kind-sums";
import type { Reach } from "./reach";

const COMPACT_INODE = kind("inode-compact");
const EXTENDED_INODE = kind("inode-extended");

export class BodySums {
	readonly #homes = new Map<SpaceId, KindSums>();
	/** By row of the inode: 1 for those that are in the sums. */
	#isIn = new Uint8Array(0);

	/** Makes room for so many inodes at once. */
	expect(rows: number): void {
		if (rows > this.#isIn.length) this.#isIn = resized(this.#isIn, rows);
	}

	/** An inode that was laid out without a gap. */
	add(row: number, home: SpaceId, body: Reach): void {
		body.addTo(this.#sumsFor(row, home));
	}

	/** One that is known without that: the inode itself. @param head its bytes @returns the sums that the rest belongs to */
	addHead(row: number, home: SpaceId, head: number): KindSums {
		const sums = this.#sumsFor(row, home);
		sums.add(head === COMPACT ? COMPACT_INODE : EXTENDED_INODE, head, undefined);
		return sums;
	}

	/**
	 * Inodes of one home that were summed up by somebody else.
	 * @param reach by row from the first one on: 0 for those that are not in the sums
	 * @returns the sums that the rest of them belongs to
	 */
	addScanned(first: number, reach: Uint32Array, home: SpaceId, sums: Float64Array): KindSums {
		const all = this.#sumsFor(first, home);
		const end = first + reach.length;
		if (end > this.#isIn.length) this.#isIn = resized(this.#isIn, roomFor(end));
		markReached(this.#isIn, first, reach);
		all.addSums(sums);
		return all;
	}

	#sumsFor(row: number, home: SpaceId): KindSums {
		if (row >= this.#isIn.length) this.#isIn = resized(this.#isIn, roomFor(row + 1));
		this.#isIn[row] = 1;
		const known = this.#homes.get(home);
		if (known) return known;
		const sums = new KindSums();
		this.#homes.set(home, sums);
		return sums;
	}

	/** Whether an inode is in the sums: not all are. */
	has(row: number): boolean {
		return this.#isIn[row] === 1;
	}

	/** Of all that lie in one space. */
	of(home: SpaceId): KindSums | undefined {
		return this.#homes.get(home);
	}
}

/** Marks rows from a first one on with 1, but those that nothing reaches from with 0. */
export function markReached(rows: Uint8Array, first: number, reach: Uint32Array): void {
	for (let i = 0; i < reach.length; i++) rows[first + i] = reach[i] === 0 ? 0 : 1;
}
