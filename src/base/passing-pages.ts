/**
 * Pages for a pass over a whole image, in memory that is used again and again: fresh memory for all
 * that it reads would take longer than the reading, as the system clears each page of it and the
 * collector has to find it again.
 *
 * The memory is one ring. What is read overwrites what was read longest ago, so a view of it is good
 * for as long as {@link KEPT} more bytes are read, and nobody may hold one for longer.
 */
import { type Range, roundDown, roundUp } from "./range";
import { ReadOn } from "./read-on";
import type { ByteSource } from "./source";

/** Bytes of a space that are in memory. */
export interface Window {
	readonly start: number;
	readonly end: number;
	/** What is added to a place in the space for the position in `bytes`. */
	readonly shift: number;
	readonly bytes: Uint8Array;
	readonly view: DataView;
}

export const PAGE = 4096;
/** Pages of the ring, in all small enough to stay in the caches of the processor. */
export const PAGES = 512;
/** Pages read ahead at most. */
const AHEAD = 16;
/** Bytes read at a time at most. */
const MOST = (PAGES / 8) * PAGE;
/** Bytes that so many pages hold wherever they begin. */
const LONGEST = MOST - 2 * PAGE;

/** Bytes that can be read until those of a view are overwritten, at least. */
export const KEPT = (PAGES / 2) * PAGE;

/** No page. */
const NONE = -1;
/** Places by page number: many more than there are, so that few share one. */
export const TABLE = 64 * PAGES;

type Fill = NonNullable<ByteSource["fill"]>;

/** The memory of such pages, for who shares it. */
export interface PageRoom {
	/** {@link PAGES} of {@link PAGE} bytes. */
	readonly ring: Uint8Array<ArrayBuffer>;
	/** The page that each place of the ring holds. */
	readonly pageAt: Float64Array;
	/** Where a page was put last, by its number modulo {@link TABLE}. */
	readonly placeOf: Uint16Array;
}

const newRoom = (): PageRoom => ({
	ring: new Uint8Array(PAGES * PAGE),
	pageAt: new Float64Array(PAGES),
	placeOf: new Uint16Array(TABLE),
});

export class PassingPages {
	readonly #fill: Fill;
	readonly #size: number;
	readonly #readOn = new ReadOn(AHEAD);
	/** Always the same one, so that a pass leaves nothing to collect. */
	readonly #window: { -readonly [K in keyof Window]: Window[K] };
	readonly #pageAt: Float64Array;
	readonly #placeOf: Uint16Array;
	/** The place that is overwritten next. */
	#next = 0;

	/** @param fill reads bytes of a source of `size` bytes */
	constructor(fill: Fill, size: number, { ring, pageAt, placeOf }: PageRoom = newRoom()) {
		const view = new DataView(ring.buffer, ring.byteOffset, ring.length);
		this.#fill = fill;
		this.#size = size;
		this.#pageAt = pageAt.fill(NONE);
		this.#placeOf = placeOf;
		this.#window = { start: 0, end: 0, shift: 0, bytes: ring, view };
	}

	/** Whether the bytes are there in one piece. */
	has(start: number, end: number): boolean {
		return this.#find(Math.floor(start / PAGE), end) !== NONE;
	}

	/**
	 * The whole pages around [start, end), read when they are not there: good until it is called
	 * again. What is longer than is read at a time has memory of its own. @throws Failure `io`
	 */
	window(start: number, end: number): Window {
		if (end - start > LONGEST) return this.#apart(start, end);
		const window = this.#window;
		const first = Math.floor(start / PAGE);
		let place = this.#find(first, end);
		if (place === NONE) place = this.read(first, Math.ceil(end / PAGE));
		window.start = first * PAGE;
		window.end = Math.min(this.#size, roundUp(end, PAGE));
		window.shift = (place - first) * PAGE;
		return window;
	}

	/** Reads all of the runs, or as many of the first as do not overwrite each other. @throws Failure `io` */
	readAll(runs: readonly Range[]): void {
		let left = KEPT;
		for (const { start, end } of runs) {
			for (let at = roundDown(start, PAGE); at < end && left > 0; at += MOST) {
				const to = Math.min(end, at + MOST);
				this.read(at / PAGE, Math.ceil(to / PAGE));
				left -= to - at;
			}
		}
	}

	#apart(start: number, end: number): Window {
		const bytes = new Uint8Array(end - start);
		this.#fill(start, bytes);
		return { start, end, shift: -start, bytes, view: new DataView(bytes.buffer) };
	}

	/** The place of a page that those up to byte `end` lie behind, or none. */
	#find(first: number, end: number): number {
		const place = this.#placeOf[first % TABLE] as number;
		for (let page = first, at = place; page * PAGE < end; page++, at++) {
			if (this.#pageAt[at] !== page) return NONE;
		}
		return place;
	}

	/** Reads pages [first, end), whether they are there or not. @returns the place of the first one @throws Failure `io` */
	read(first: number, end: number): number {
		const to = Math.min(this.#size, (end + this.#readOn.ahead(first, end)) * PAGE);
		const count = Math.ceil(to / PAGE) - first;
		if (this.#next + count > PAGES) this.#next = 0;
		const place = this.#next;
		const window = this.#window;
		window.end = window.start;
		this.#pageAt.fill(NONE, place, place + count);
		const start = place * PAGE;
		this.#fill(first * PAGE, window.bytes.subarray(start, start + to - first * PAGE));
		for (let i = 0; i < count; i++) {
			this.#pageAt[place + i] = first + i;
			this.#placeOf[(first + i) % TABLE] = place + i;
		}
		this.#next = place + count;
		return place;
	}
}
