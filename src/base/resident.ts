/**
 * The bytes of one space as far as they are in memory, for synchronous readers. What is not here
 * is thrown as {@link Missing}; {@link withBytes} fetches it and begins the step again. So no
 * reader keeps anything across a wait, and readers may run side by side as they like.
 */
import { corrupt, Failure } from "./errors";
import { clamped, type Exact } from "./exact";
import type { Culprit, Finding } from "./finding";
import { type PageRoom, PassingPages, type Window } from "./passing-pages";
import { type Range, roundDown, roundUp, type SpaceId } from "./range";
import type { ByteSource } from "./source";
import { parseSpace } from "./space";
import { countText, exactBytes } from "./words";

/** Not an error: the bytes are somewhere, only not in memory yet. */
export class Missing extends Error {
	readonly from: Resident;
	readonly ranges: readonly Range[];

	constructor(from: Resident, ranges: readonly Range[]) {
		super("The bytes are not in memory yet.");
		this.from = from;
		this.ranges = ranges;
	}
}

/** What is being read, for the finding when it lies outside. */
export interface About {
	readonly structure: string;
	readonly field?: string;
	readonly nid?: bigint;
	/** The field that says where it lies: that is wrong when it lies outside. */
	readonly from?: Culprit;
}

interface Home {
	readonly space: SpaceId;
	readonly source: ByteSource;
}

/** What a reader does with bytes: it may keep views of them, or keeps none, as it passes over all of them. */
export type Reading = "keeping" | "passing";

const NOWHERE: Window = {
	start: 0,
	end: 0,
	shift: 0,
	bytes: new Uint8Array(),
	view: new DataView(new ArrayBuffer(0)),
};
/** Bytes; a list of small records must not be fetched record by record. */
const PAGE = 4096;
/** Windows kept when no step needs them any more. */
const MOST_SPARE = 8;
/** Bytes fetched ahead of a step that goes on along a run. */
const MOST_AHEAD = 4 << 20;

export class Resident {
	readonly space: SpaceId;
	/** Bytes of the whole space. */
	readonly size: number;
	/** Set by readers before they seek, for the finding when a place lies outside the space. */
	about: About = { structure: "structure" };
	readonly #source: ByteSource;
	/** By start. Those that running steps hold, and a few spare ones. */
	#windows: Window[] = [];
	readonly #held = new Set<Range>();
	/** The oldest first. */
	readonly #spare = new Set<Range>();
	#now = NOWHERE;
	/** Of who passes over the bytes of a file of this machine. */
	readonly passing: PassingPages | undefined;

	/**
	 * @param reading `passing`: views are good for as long as KEPT more bytes are read (passing-pages.ts)
	 * @param room where these are, when others read there, too
	 */
	constructor({ space, source }: Home, reading: Reading = "keeping", room?: PageRoom) {
		const { size, fill } = source;
		this.space = space;
		this.size = size;
		this.#source = source;
		this.passing = reading === "passing" && fill ? new PassingPages(fill, size, room) : undefined;
	}

	/** The array and the view that {@link seek} answers for; they change with each `seek`. */
	get bytes(): Uint8Array {
		return this.#now.bytes;
	}

	get view(): DataView {
		return this.#now.view;
	}

	/**
	 * Position of byte `at` of the space in `bytes` and `view`, with `length` bytes behind it.
	 * @throws Missing, or Failure `corrupt` when they lie outside the space.
	 */
	seek(at: number, length: number): number {
		const now = this.#now;
		if (at >= now.start && at + length <= now.end) return at + now.shift;
		return this.#find(at, at + length);
	}

	#find(start: number, end: number): number {
		if (!(start >= 0 && start <= end && end <= this.size)) {
			throw corrupt(beyond({ space: this.space, source: this.#source }, start, end, this.about));
		}
		const window = this.#window(start, end);
		if (!window) throw new Missing(this, [this.#pages(start, end)]);
		this.#now = window;
		return start + window.shift;
	}

	#window(start: number, end: number): Window | undefined {
		if (this.passing) return this.passing.window(start, end);
		const known = this.#known(start, end);
		if (known) return known;
		return this.isImmediate ? this.#readNow(this.#pages(start, end)) : this.#peek(start, end);
	}

	#known(start: number, end: number): Window | undefined {
		const windows = this.#windows;
		for (let i = this.#after(start) - 1; i >= 0; i--) {
			const window = windows[i] as Window;
			if (end <= window.end) return window;
		}
		return undefined;
	}

	/** Index of the first window that starts behind `at`. */
	#after(at: number): number {
		let low = 0;
		let high = this.#windows.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if ((this.#windows[middle] as Window).start <= at) low = middle + 1;
			else high = middle;
		}
		return low;
	}

	#pages(start: number, end: number): Range {
		return { start: roundDown(start, PAGE), end: Math.min(this.size, roundUp(end, PAGE)) };
	}

	/** As much around the bytes as the source has in memory anyway. */
	#peek(start: number, end: number): Window | undefined {
		const source = this.#source;
		const pages = this.#pages(start, end);
		const around = source.peek?.(pages.start, pages.end);
		if (around) return windowOf(pages.start, around);
		const exact = source.peek?.(start, end);
		return exact && windowOf(start, exact);
	}

	/** Files of this machine need no second run of the step. */
	#readNow({ start, end }: Range): Window | undefined {
		const bytes = this.#source.readNow?.(start, end);
		return bytes && windowOf(start, bytes);
	}

	/** Whether nothing is ever missing: what is not in memory is read now. */
	get isImmediate(): boolean {
		return this.passing !== undefined || this.#source.readNow !== undefined;
	}

	/**
	 * Makes sure that all of `ranges` are in memory, so that a step that knows them beforehand
	 * fetches them together. Ranges that reach outside the space are left to `seek` to refuse, and
	 * those of a pass that are more than it can keep are left to it to read.
	 * @throws Missing
	 */
	need(ranges: readonly Range[]): void {
		const missing: Range[] = [];
		for (const { start, end } of ranges) {
			const inside = start >= 0 && start < end && end <= this.size;
			if (inside && !this.#has(start, end)) missing.push(this.#pages(start, end));
		}
		if (missing.length === 0) return;
		const runs = joined(missing);
		if (!this.isImmediate) throw new Missing(this, runs);
		if (this.passing) {
			this.passing.readAll(runs);
			return;
		}
		for (const run of runs) {
			const window = this.#readNow(run) as Window;
			this.#keep(window);
			this.#spare.add(window);
		}
		this.#dropSpare();
	}

	/** What can be read now comes in long windows, even if a part of it is in memory. */
	#has(start: number, end: number): boolean {
		if (this.passing) return this.passing.has(start, end);
		return (this.isImmediate ? this.#known(start, end) : this.#window(start, end)) !== undefined;
	}

	u8(at: number): number {
		const p = this.seek(at, 1);
		return this.#now.bytes[p] as number;
	}

	u16(at: number): number {
		const p = this.seek(at, 2);
		return this.#now.view.getUint16(p, true);
	}

	u32(at: number): number {
		const p = this.seek(at, 4);
		return this.#now.view.getUint32(p, true);
	}

	u64(at: number): bigint {
		const p = this.seek(at, 8);
		return this.#now.view.getBigUint64(p, true);
	}

	/** Bytes [start, end): a view, valid as long as the source's buffers are; not to be written to. */
	slice(start: number, end: number): Uint8Array {
		const p = this.seek(start, end - start);
		return this.#now.bytes.subarray(p, p + end - start);
	}

	/** Fetches ranges into the memory of the source and, unlike {@link load}, nothing beside them. */
	async prefetch(ranges: readonly Range[], signal?: AbortSignal): Promise<void> {
		await this.#source.prefetch?.(ranges, signal);
	}

	/** Fetches ranges and holds them until {@link release}. */
	async load(ranges: readonly Range[], signal?: AbortSignal): Promise<readonly Range[]> {
		if (ranges.length > 1) await this.#source.prefetch?.(ranges, signal);
		const windows = await each(ranges, signal, (range, own) => this.#read(range, own));
		for (const window of windows) {
			this.#keep(window);
			this.#held.add(window);
		}
		return windows;
	}

	/**
	 * What to load when `next` is missing after `last` was loaded for the same step. One that began
	 * anew for each page of a long run would take the square of its time: where what lies between
	 * both is here, the run goes on, and twice as much of it is loaded as before.
	 */
	further(last: readonly Range[], next: readonly Range[]): readonly Range[] {
		const [before] = last;
		const [range] = next;
		if (!before || !range || last.length > 1 || next.length > 1) return next;
		const most = Math.min(MOST_AHEAD, 2 * (before.end - before.start));
		const { start, end } = range;
		if (start >= before.end && this.#isHere(before.end, start)) {
			return [{ start, end: Math.min(this.size, Math.max(end, start + most)) }];
		}
		if (end <= before.start && this.#isHere(end, before.start)) {
			return [{ start: Math.max(0, Math.min(start, end - most)), end }];
		}
		return next;
	}

	/** Whether windows have all of the bytes. */
	#isHere(start: number, end: number): boolean {
		for (let at = start; at < end; ) {
			const window = this.#known(at, at + 1);
			if (!window) return false;
			at = window.end;
		}
		return true;
	}

	async #read({ start, end }: Range, signal?: AbortSignal): Promise<Window> {
		const bytes = await this.#source.read(start, end, signal);
		if (bytes.length === end - start) return windowOf(start, bytes);
		// A step would ask for them again, for ever.
		throw new Failure({ kind: "bug", message: `${this.#source.label} gave too few bytes.` });
	}

	/** What `load` returned is not needed any more; a little of it stays. */
	release(windows: readonly Range[]): void {
		for (const window of windows) if (this.#held.delete(window)) this.#spare.add(window);
		this.#dropSpare();
	}

	#keep(window: Window): void {
		this.#windows.splice(this.#after(window.start), 0, window);
	}

	#dropSpare(): void {
		const surplus = this.#spare.size - MOST_SPARE;
		if (surplus <= 0) return;
		const dropped = new Set([...this.#spare].slice(0, surplus));
		for (const window of dropped) this.#spare.delete(window);
		this.#windows = this.#windows.filter((window) => !dropped.has(window));
	}
}

/**
 * Runs `step` until all bytes it needs are in memory: it must begin anew each time, and change
 * nothing outside of itself before the last of its bytes was read. Steps are small (an inode, a
 * directory block, a window of an index), because all they touch is held until they end.
 */
export async function withBytes<T>(step: () => T, signal?: AbortSignal): Promise<T> {
	const held: { readonly from: Resident; readonly windows: readonly Range[] }[] = [];
	try {
		for (;;) {
			try {
				return step();
			} catch (error) {
				if (!(error instanceof Missing)) throw error;
				const { from, ranges } = error;
				const last = held.at(-1);
				const wanted = last?.from === from ? from.further(last.windows, ranges) : ranges;
				held.push({ from, windows: await from.load(wanted, signal) });
			}
		}
	} finally {
		for (const { from, windows } of held) from.release(windows);
	}
}

/** What {@link beyond} finds. */
export const beyondEnd = {
	code: "beyond-end",
	severity: "error",
	text: "The structure lies beyond the end: the image is truncated or a pointer is wrong.",
} as const;

/** What people call what was opened, and the space of others. */
const wordOf = (space: SpaceId): string => (parseSpace(space)?.kind === "outer" ? "file" : space);

/** A finding for a structure that lies (partly) outside its space. */
export const beyond = (
	{ space, source: { size } }: Home,
	start: number,
	end: Exact,
	{ from, ...about }: About,
): Finding => ({
	...beyondEnd,
	text: `The ${about.structure} lies beyond the end of the ${wordOf(space)}: the image is truncated or a pointer is wrong.`,
	at: { space, start, end: start < size ? Math.min(size, clamped(end)) : clamped(end) },
	seen: `bytes ${countText(start)} to ${countText(end)}`,
	allowed: `within ${exactBytes(size)}`,
	...about,
	...(from ? { ...from, leadsTo: { space, start, end: clamped(end) } } : {}),
});

const windowOf = (start: number, bytes: Uint8Array): Window => ({
	start,
	end: start + bytes.length,
	shift: -start,
	bytes,
	view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength),
});

/**
 * Does it for all of the list at once. Each has a signal of its own: a shared one would collect
 * listeners by the hundred.
 */
async function each<T, R>(
	list: readonly T[],
	signal: AbortSignal | undefined,
	work: (one: T, own: AbortSignal | undefined) => Promise<R>,
): Promise<R[]> {
	const stops = signal ? list.map(() => new AbortController()) : [];
	const stop = () => {
		for (const one of stops) one.abort();
	};
	signal?.addEventListener("abort", stop);
	if (signal?.aborted) stop();
	try {
		return await Promise.all(list.map((one, i) => work(one, stops[i]?.signal)));
	} finally {
		signal?.removeEventListener("abort", stop);
	}
}

/** The same bytes with neighbours and overlaps joined, by start. */
function joined(ranges: readonly Range[]): Range[] {
	const out: Range[] = [];
	for (const range of ranges.toSorted((a, b) => a.start - b.start)) {
		const last = out.at(-1);
		if (!last || range.start > last.end) out.push(range);
		else if (range.end > last.end) out[out.length - 1] = { start: last.start, end: range.end };
	}
	return out;
}
