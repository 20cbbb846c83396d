/**
 * Things that lie somewhere, in the order of their starts, and which of them reach into a range.
 * They may overlap: the largest end of each group of 64 tells which groups can be passed over.
 */

export function numbersTo(count: number): Uint32Array<ArrayBuffer> {
	const numbers = new Uint32Array(count);
	for (let i = 1; i < count; i++) numbers[i] = i;
	return numbers;
}

/** Things by number, with their places. */
export interface Placed {
	startOf(thing: number): number;
	/** Exclusive. */
	endOf(thing: number): number;
}

const GROUP_BITS = 6;
const GROUP = 1 << GROUP_BITS;

export class Order {
	/** Numbers of the things, by start; those that start together by number. */
	readonly things: Uint32Array;
	readonly #of: Placed;
	/** Largest end in each group. */
	readonly #reach: Float64Array;
	/** Largest end up to and with each group. */
	readonly #reachSoFar: Float64Array;

	/**
	 * @param things in any order; the array is sorted, and kept
	 * @param isRepeat of two that follow one another, whether the second says nothing more
	 */
	constructor(
		of: Placed,
		things: Uint32Array,
		isRepeat?: (thing: number, next: number) => boolean,
	) {
		this.#of = of;
		sortByStart(things, of);
		this.things = isRepeat ? withoutRepeats(things, isRepeat) : things;
		const groups = Math.ceil(this.things.length / GROUP);
		this.#reach = new Float64Array(groups);
		this.#reachSoFar = new Float64Array(groups);
		let most = 0;
		for (let group = 0; group < groups; group++) {
			const reach = this.#reachOf(group * GROUP, (group + 1) * GROUP);
			most = Math.max(most, reach);
			this.#reach[group] = reach;
			this.#reachSoFar[group] = most;
		}
	}

	#reachOf(from: number, to: number): number {
		let reach = 0;
		const stop = Math.min(to, this.things.length);
		for (let i = from; i < stop; i++) {
			reach = Math.max(reach, this.#of.endOf(this.things[i] as number));
		}
		return reach;
	}

	get count(): number {
		return this.things.length;
	}

	get bytes(): number {
		return this.things.byteLength + this.#reach.byteLength * 2;
	}

	/** Position in the order of the first thing that starts at `at` or behind it. */
	firstFrom(at: number): number {
		let low = 0;
		let high = this.things.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.#of.startOf(this.things[middle] as number) < at) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	/** The largest end of all things that start in front of `at`; 0 when there are none. */
	reachBefore(at: number): number {
		const stop = this.firstFrom(at);
		const groups = stop >>> GROUP_BITS;
		const whole = groups > 0 ? (this.#reachSoFar[groups - 1] as number) : 0;
		return Math.max(whole, this.#reachOf(groups * GROUP, stop));
	}

	/** Things that overlap [from, to), by start. */
	*overlapping(from: number, to: number): Generator<number, void, void> {
		const stop = this.firstFrom(to);
		for (let i = this.#firstGroup(from) * GROUP; i < stop; ) {
			if (i % GROUP === 0 && (this.#reach[i >>> GROUP_BITS] as number) <= from) {
				i += GROUP;
				continue;
			}
			const thing = this.things[i++] as number;
			if (this.#of.endOf(thing) > from) yield thing;
		}
	}

	/** The first group in which, or in front of which, something reaches beyond `at`. */
	#firstGroup(at: number): number {
		let low = 0;
		let high = this.#reachSoFar.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#reachSoFar[middle] as number) <= at) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}

const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Fewer things than digits are not worth counting. */
const FEW = DIGITS;
/** Bits of the lower and the upper half of places. */
const HALVES = [32, 21] as const;

/**
 * By counting, eleven bits at a time: a million things take hundredths of a second, with a
 * comparison function half a second. Stable.
 */
export function sortByStart(things: Uint32Array, of: Pick<Placed, "startOf">): void {
	const { length } = things;
	const low = new Uint32Array(length);
	const high = new Uint32Array(length);
	let sorted = true;
	let last = 0;
	let most = 0;
	for (let i = 0; i < length; i++) {
		const start = of.startOf(things[i] as number);
		low[i] = start;
		high[i] = start / 2 ** 32;
		sorted &&= start >= last;
		last = start;
		most = Math.max(most, start);
	}
	if (sorted) return;
	if (length < FEW) {
		things.sort((a, b) => of.startOf(a) - of.startOf(b));
		return;
	}
	let from = numbersTo(length);
	let to = new Uint32Array(length);
	for (const [half, bits] of HALVES.entries()) {
		const keys = half === 0 ? low : high;
		const above = half === 0 ? most : most / 2 ** 32;
		for (let shift = 0; shift < bits && above >= 2 ** shift; shift += DIGIT_BITS) {
			sortByDigit(from, to, keys, shift);
			[from, to] = [to, from];
		}
	}
	for (let i = 0; i < length; i++) to[i] = things[from[i] as number] as number;
	things.set(to);
}

function sortByDigit(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): void {
	const next = new Uint32Array(DIGITS + 1);
	for (let i = 0; i < keys.length; i++) {
		const behind = (((keys[i] as number) >>> shift) & (DIGITS - 1)) + 1;
		next[behind] = (next[behind] as number) + 1;
	}
	for (let digit = 1; digit <= DIGITS; digit++) {
		next[digit] = (next[digit] as number) + (next[digit - 1] as number);
	}
	for (let i = 0; i < from.length; i++) {
		const thing = from[i] as number;
		const digit = ((keys[thing] as number) >>> shift) & (DIGITS - 1);
		const place = next[digit] as number;
		next[digit] = place + 1;
		to[place] = thing;
	}
}

function withoutRepeats(
	things: Uint32Array,
	isRepeat: (thing: number, next: number) => boolean,
): Uint32Array {
	let kept = 0;
	for (const thing of things) {
		if (kept > 0 && isRepeat(things[kept - 1] as number, thing)) continue;
		things[kept++] = thing;
	}
	return kept < things.length ? things.slice(0, kept) : things;
}
