/** A set of bytes as disjoint ascending ranges; ranges that touch are merged. */
import type { Range } from "../base/range";

export class Intervals {
	readonly #ranges: Range[] = [];

	get ranges(): readonly Range[] {
		return this.#ranges;
	}

	add(start: number, end: number): void {
		if (start >= end) return;
		const from = this.#firstEndingAtOrAfter(start);
		let to = from;
		let merged: Range = { start, end };
		for (let next = this.#ranges[to]; next && next.start <= end; next = this.#ranges[to]) {
			merged = { start: Math.min(merged.start, next.start), end: Math.max(merged.end, next.end) };
			to += 1;
		}
		this.#ranges.splice(from, to - from, merged);
	}

	/** Index of the first range that could touch something starting at `start`. */
	#firstEndingAtOrAfter(start: number): number {
		let low = 0;
		let high = this.#ranges.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#ranges[middle]?.end ?? 0) < start) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
