/**
 * Which file bytes each record of a table of encoded extents holds. Small records hold a fixed
 * number each; the larger ones say where they start, and end where the next one does.
 */
import type { Failure } from "../../base/errors";
import { clamped, type Exact, product, smaller } from "../../base/exact";
import { fieldAt } from "../../schema/struct";
import { fault } from "../faults";
import type { Inode } from "../inode";
import { extent32 } from "../structs/encoded-extent";
import { type Damage, damaged, type Tell } from "./damage";
import { type Extent, endingAt } from "./extent";
import type { Records } from "./records";

const DESCENDING = "The extents do not start one behind the other, in ascending order.";

export class RecordRanges {
	readonly #inode: Inode;
	readonly #records: Records;
	readonly #tell: Tell;

	constructor(inode: Inode, records: Records, tell: Tell) {
		this.#inode = inode;
		this.#records = records;
		this.#tell = tell;
	}

	/** Index of the record that holds file byte `offset`: computed, or found by bisection. */
	search(offset: number): number {
		const { fixed, count } = this.#records.table;
		if (fixed !== undefined) return Math.floor(offset / fixed);
		let low = 0;
		let high = count - 1;
		while (low < high) {
			const middle = Math.ceil((low + high) / 2);
			if (this.#records.load(middle).lstart <= offset) low = middle;
			else high = middle - 1;
		}
		return low;
	}

	/**
	 * The file bytes of record `i`, which must hold `offset`.
	 * @throws Missing, or Failure `corrupt` when it does not, or the records are out of order there.
	 */
	of(i: number, offset: number): Pick<Extent, "start" | "end" | "beyond"> {
		const { i_size, size } = this.#inode;
		const start = this.#startOf(i);
		const end = this.#startOf(i + 1);
		if (this.#records.table.fixed === undefined) this.#checkOrder(i, start, end);
		if (start > offset || offset >= end) {
			throw this.#wrong(i, DESCENDING, `a range that holds byte ${offset}`);
		}
		return { start: clamped(start), ...endingAt(smaller(end, i_size), size) };
	}

	#checkOrder(i: number, start: Exact, end: Exact): void {
		const { i_size } = this.#inode;
		if (i === 0 && start !== 0) {
			throw this.#wrong(0, "The first extent does not start with the file.", "byte 0");
		}
		if (end <= start) throw this.#wrong(i + 1, DESCENDING, `above ${start}`);
		if (end > i_size) {
			const text = "The extent starts beyond the end of the file.";
			throw this.#wrong(i + 1, text, `below ${i_size}`);
		}
		if (i + 1 >= this.#records.table.count) return;
		if (end === i_size) {
			const text = "The extent starts at the end of the file, and is empty.";
			this.#tell({ ...this.#damage(i + 1, text, `below ${i_size}`), severity: "warning" });
		} else if (this.#startOf(i + 2) <= end) {
			// One of the two starts is wrong, so one of the two ranges, whichever it is.
			throw this.#wrong(i + 2, DESCENDING, `above ${end}`);
		}
	}

	#startOf(i: number): Exact {
		const { fixed, count } = this.#records.table;
		if (i >= count) return this.#inode.i_size;
		return fixed === undefined ? this.#records.load(i).lstart : product(i, fixed);
	}

	#wrong(i: number, text: string, allowed: string): Failure {
		return damaged(this.#inode, this.#damage(i, text, allowed));
	}

	#damage(i: number, text: string, allowed: string): Damage {
		const index = Math.min(i, this.#records.table.count - 1);
		const { lstart, start } = this.#records.load(index);
		return {
			...fault("extent-lstart"),
			...fieldAt(extent32, "lstart_lo", this.#inode.home.space, start),
			text,
			seen: `byte ${lstart} in extent ${index}`,
			allowed,
		};
	}
}
