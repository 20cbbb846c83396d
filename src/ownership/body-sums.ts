/**
 * What inodes with all that lies behind them are made of, summed up while it is found out how far
 * they reach: whoever counts bytes need not lay them out a second time.
 */
import type { SpaceId } from "../base/range";
import { resized, roomFor } from "../census/columns";
import { KindSums } from "./kind-sums";
import type { Reach } from "./reach";

export class BodySums {
	readonly #homes = new Map<SpaceId, KindSums>();
	/** By row of the inode: 1 for those that are in the sums. */
	#isIn = new Uint8Array(0);

	add(row: number, home: SpaceId, body: Reach): void {
		const sums = this.#homes.get(home) ?? new KindSums();
		this.#homes.set(home, sums);
		body.addTo(sums);
		if (row >= this.#isIn.length) this.#isIn = resized(this.#isIn, roomFor(row + 1));
		this.#isIn[row] = 1;
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
