/** Ranges that were taken, for a search that only goes forward: what it has passed is forgotten. */
import type { Range } from "../base/range";

export class Taken {
	/** Ascending, without overlap. */
	readonly #ranges: Range[] = [];

	/** Whether nothing of a range is taken; no earlier one will be asked about. */
	isFree({ start, end }: Range): boolean {
		const ranges = this.#ranges;
		let passed = 0;
		while (passed < ranges.length && (ranges[passed] as Range).end <= start) passed++;
		ranges.splice(0, passed);
		const [next] = ranges;
		return !next || next.start >= end;
	}

	add({ start, end }: Range): void {
		const ranges = this.#ranges;
		const first = this.#firstBehind(start);
		let behind = first;
		let from = start;
		let to = end;
		for (let next = ranges[behind]; next && next.start <= to; next = ranges[++behind]) {
			from = Math.min(from, next.start);
			to = Math.max(to, next.end);
		}
		ranges.splice(first, behind - first, { start: from, end: to });
	}

	/** Index of the first range that ends at `at` or behind it. */
	#firstBehind(at: number): number {
		let low = 0;
		let high = this.#ranges.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#ranges[middle] as Range).end < at) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
