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

/** By group. */
interface Reaches {
	/** Largest end in it. */
	readonly own: Float64Array;
	/** Largest end up to and with it. */
	readonly soFar: Float64Array;
}

export class Order {
	/** Numbers of the things, by start. */
	readonly things: Uint32Array;
	readonly #of: Placed;
	#found: Reaches | undefined;

	/** @param things by start */
	constructor(of: Placed, things: Uint32Array) {
		this.#of = of;
		this.things = things;
	}

	/**
	 * @param things in any order; the array is sorted, and kept. Those that start together keep theirs.
	 * @param isRepeat of two that follow one another, whether the second says nothing more
	 */
	static sorted(
		of: Placed,
		things: Uint32Array,
		isRepeat?: (thing: number, next: number) => boolean,
	): Order {
		sortByStart(things, of);
		return new Order(of, isRepeat ? withoutRepeats(things, isRepeat) : things);
	}

	/** Found when first asked for: who goes through all things never does. */
	get #reaches(): Reaches {
		this.#found ??= this.#findReaches();
		return this.#found;
	}

	#findReaches(): Reaches {
		const groups = Math.ceil(this.things.length / GROUP);
		const own = new Float64Array(groups);
		const soFar = new Float64Array(groups);
		let most = 0;
		for (let group = 0; group < groups; group++) {
			const reach = this.#reachOf(group * GROUP, (group + 1) * GROUP);
			most = Math.max(most, reach);
			own[group] = reach;
			soFar[group] = most;
		}
		return { own, soFar };
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
		const found = this.#found;
		return this.things.byteLength + (found ? found.own.byteLength * 2 : 0);
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
		const whole = groups > 0 ? (this.#reaches.soFar[groups - 1] as number) : 0;
		return Math.max(whole, this.#reachOf(groups * GROUP, stop));
	}

	/** Things that overlap [from, to), by start. */
	*overlapping(from: number, to: number): Generator<number, void, void> {
		const stop = this.firstFrom(to);
		const { own } = this.#reaches;
		for (let i = this.#firstGroup(from) * GROUP; i < stop; ) {
			if (i % GROUP === 0 && (own[i >>> GROUP_BITS] as number) <= from) {
				i += GROUP;
				continue;
			}
			const thing = this.things[i++] as number;
			if (this.#of.endOf(thing) > from) yield thing;
		}
	}

	/** The first group in which, or in front of which, something reaches beyond `at`. */
	#firstGroup(at: number): number {
		const { soFar } = this.#reaches;
		let low = 0;
		let high = soFar.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((soFar[middle] as number) <= at) low = middle + 1;
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

/** Runs that ascend by themselves: merging as many takes as long as counting. */
const MOST_RUNS = 32;

/**
 * What writers of images have put in some order is mostly made of a few runs, which are merged. All
 * else by counting, eleven bits at a time: a million things take hundredths of a second, with a
 * comparison function half a second. Stable.
 */
export function sortByStart(things: Uint32Array, of: Pick<Placed, "startOf">): void {
	const { length } = things;
	if (length < FEW) {
		things.sort((a, b) => of.startOf(a) - of.startOf(b));
		return;
	}
	const low = new Uint32Array(length);
	const high = new Uint32Array(length);
	/** Where each begins, as far as they are few. */
	const runs: number[] = [0];
	let last = 0;
	let most = 0;
	for (let i = 0; i < length; i++) {
		const start = of.startOf(things[i] as number);
		low[i] = start;
		high[i] = start / 2 ** 32;
		if (start < last && runs.length <= MOST_RUNS) runs.push(i);
		last = start;
		most = Math.max(most, start);
	}
	if (runs.length === 1) return;
	const order = runs.length <= MOST_RUNS ? merged(runs, low, high) : counted(low, high, most);
	const before = things.slice();
	for (let i = 0; i < length; i++) things[i] = before[order[i] as number] as number;
}

/** Positions by key, of keys that ascend within each run. @param starts of the runs */
function merged(starts: readonly number[], low: Uint32Array, high: Uint32Array): Uint32Array {
	const { length } = low;
	let from = numbersTo(length);
	let to = new Uint32Array(length);
	for (let runs = starts; runs.length > 1; runs = runs.filter((_, i) => i % 2 === 0)) {
		for (let run = 0; run < runs.length; run += 2) {
			let left = runs[run] as number;
			const middle = runs[run + 1] ?? length;
			const end = runs[run + 2] ?? length;
			let right = middle;
			for (let i = left; i < end; i++) {
				const takesLeft =
					left < middle && (right === end || !isBelow(from[right] as number, from[left] as number));
				to[i] = from[takesLeft ? left++ : right++] as number;
			}
		}
		[from, to] = [to, from];
	}
	return from;

	function isBelow(a: number, b: number): boolean {
		const above = high[a] as number;
		const other = high[b] as number;
		return above === other ? (low[a] as number) < (low[b] as number) : above < other;
	}
}

/** Positions by key. @param most the largest key */
function counted(low: Uint32Array, high: Uint32Array, most: number): Uint32Array {
	let from = numbersTo(low.length);
	let to = new Uint32Array(low.length);
	for (const [half, bits] of HALVES.entries()) {
		const keys = half === 0 ? low : high;
		const above = half === 0 ? most : most / 2 ** 32;
		for (let shift = 0; shift < bits && above >= 2 ** shift; shift += DIGIT_BITS) {
			sortByDigit(from, to, keys, shift);
			[from, to] = [to, from];
		}
	}
	return from;
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
