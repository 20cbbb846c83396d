/** The numbers from 0 on, sorted in steps: there can be a million, and who waits must be heard meanwhile. */
import type { Steps } from "./steps";

/** Comparisons between two pauses. */
const BATCH = 4096;

/** @param compare of two of the numbers; those that it finds equal stay in their order */
export function* sorted(
	count: number,
	compare: (a: number, b: number) => number,
): Steps<Uint32Array<ArrayBuffer>> {
	let from = Uint32Array.from({ length: count }, (_, i) => i);
	let to = new Uint32Array(count);
	let done = 0;
	/** Runs of so many are in order. Nearly always all of it is one from the beginning. */
	let width = 1;
	while (width < count && compare(width - 1, width) <= 0) {
		width++;
		if (++done % BATCH === 0) yield;
	}
	if (width < count) width = 1;
	for (; width < count; width *= 2) {
		for (let start = 0; start < count; start += 2 * width) {
			const middle = Math.min(start + width, count);
			const end = Math.min(middle + width, count);
			let a = start;
			let b = middle;
			for (let at = start; at < end; at++) {
				const isFirst =
					b === end || (a < middle && compare(from[a] as number, from[b] as number) <= 0);
				to[at] = from[isFirst ? a++ : b++] as number;
				if (++done % BATCH === 0) yield;
			}
		}
		[from, to] = [to, from];
	}
	return from;
}
