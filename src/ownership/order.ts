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

/** Counters for each thing, at most, where each place has its own. */
const DENSE = 4;
/** Numbers up to it are exact. */
const EXACT = 2 ** 53;
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;
/** Bits of the lower and the upper half of places. */
const HALVES = [32, 21] as const;

/** Stable, and without a comparison function: with one, a million things take half a second. */
export function sortByStart(things: Uint32Array, of: Pick<Placed, "startOf">): void {
	// Writers of images have put much in order, and then nothing more takes memory.
	if (isSorted(things, of)) return;
	const starts = new Float64Array(things.length);
	for (let i = 0; i < starts.length; i++) starts[i] = of.startOf(things[i] as number);
	sortByKeys(things, starts);
}

/** The same for things whose keys, whole numbers from 0 on, are known. @param keys one for each; are lost */
export function sortByKeys(things: Uint32Array, keys: Float64Array): void {
	const { length } = things;
	let most = 0;
	/** Has the low bits that any of them has. */
	let bits = 0;
	let last = 0;
	let isSorted = true;
	for (let i = 0; i < length; i++) {
		const key = keys[i] as number;
		if (key < last) isSorted = false;
		if (key > most) most = key;
		bits |= key;
		last = key;
	}
	if (isSorted) return;
	const step = stepOf(bits);
	if (most / step < DENSE * length) sortDense(things, keys, step, most);
	else if ((most + 1) * length <= EXACT) sortPacked(things, keys);
	else sortCounted(things, keys, most);
}

/** The power of two, up to 2^31, that all numbers with no other low bits than these are multiples of. */
const stepOf = (bits: number): number => 2 ** (31 - Math.clz32(bits & -bits || 2 ** 31));

function isSorted(things: Uint32Array, of: Pick<Placed, "startOf">): boolean {
	let last = 0;
	// By number: an iterator makes an object for each thing until the engine has seen enough of them.
	for (let i = 0; i < things.length; i++) {
		const start = of.startOf(things[i] as number);
		if (start < last) return false;
		last = start;
	}
	return true;
}

/** Keys that are steps with few between them, as places of inodes are: each step has a counter. */
function sortDense(things: Uint32Array, keys: Float64Array, step: number, most: number): void {
	const next = new Uint32Array(most / step + 2);
	for (let i = 0; i < keys.length; i++) {
		const behind = (keys[i] as number) / step + 1;
		next[behind] = (next[behind] as number) + 1;
	}
	for (let i = 1; i < next.length; i++) next[i] = (next[i] as number) + (next[i - 1] as number);
	const before = things.slice();
	for (let i = 0; i < keys.length; i++) {
		const key = (keys[i] as number) / step;
		const place = next[key] as number;
		next[key] = place + 1;
		things[place] = before[i] as number;
	}
}

/** Engines sort numbers by themselves: here keys, with positions as lower digits. @param keys are lost */
function sortPacked(things: Uint32Array, keys: Float64Array): void {
	const { length } = things;
	for (let i = 0; i < length; i++) keys[i] = (keys[i] as number) * length + i;
	keys.sort();
	const before = things.slice();
	for (let i = 0; i < length; i++) {
		const key = keys[i] as number;
		things[i] = before[key - Math.floor(key / length) * length] as number;
	}
}

/** The same for larger keys, by counting, eleven bits at a time. @param most the largest key */
function sortCounted(things: Uint32Array, keys: Float64Array, most: number): void {
	let from = numbersTo(keys.length);
	let to = new Uint32Array(keys.length);
	for (const [half, bits] of HALVES.entries()) {
		const unit = half === 0 ? 1 : 2 ** 32;
		const digits = Uint32Array.from(keys, (key) => key / unit);
		for (let shift = 0; shift < bits && most / unit >= 2 ** shift; shift += DIGIT_BITS) {
			sortByDigit(from, to, digits, shift);
			[from, to] = [to, from];
		}
	}
	const before = things.slice();
	for (let i = 0; i < things.length; i++) things[i] = before[from[i] as number] as number;
}

function sortByDigit(from: Uint32Array, to: Uint32Array, keys: Uint32Array, shift: number): void {
	const next = new Uint32Array(DIGITS + 1);
	for (let i = 0; i < from.length; i++) {
		const behind = (((keys[from[i] as number] as number) >>> shift) & (DIGITS - 1)) + 1;
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
	for (let i = 0; i < things.length; i++) {
		const thing = things[i] as number;
		if (kept > 0 && isRepeat(things[kept - 1] as number, thing)) continue;
		things[kept++] = thing;
	}
	return kept < things.length ? things.slice(0, kept) : things;
}
