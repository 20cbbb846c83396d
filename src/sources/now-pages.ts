/**
 * What is read without a promise, in whole pages. They are small and apart from the large pages of
 * contents: structures lie scattered among contents, and a MiB for each would be the whole file.
 * Pages that were read together are held and dropped together, so that nothing is copied.
 *
 * Who goes on where the last read ended gets a little more than asked for, in proportion to what
 * was read in order before.
 */
import { assemble } from "./page-bytes";

/** All in bytes. */
export interface NowOptions {
	readonly pageSize: number;
	/** Memory for held pages. */
	readonly budget: number;
	/** Most that one read brings beyond what was asked for. */
	readonly readAhead: number;
}

/** Of what was read in order, the part that may be read ahead. */
const SHARE = 4;

/** Pages that were read together. */
interface Run {
	readonly first: number;
	readonly bytes: Uint8Array;
}

export class NowPages {
	readonly #fetch: (start: number, end: number) => Uint8Array;
	readonly #size: number;
	readonly #pageSize: number;
	readonly #budget: number;
	readonly #mostAhead: number;
	readonly #byPage = new Map<number, Run>();
	/** Least recently used first. */
	readonly #runs = new Set<Run>();
	#newest: Run | undefined;
	#bytes = 0;
	/** The page behind the last read, and how many were read in order before it. */
	#next = -1;
	#inOrder = 0;

	/** @param fetch reads bytes of a source of `size` bytes */
	constructor(
		fetch: (start: number, end: number) => Uint8Array,
		size: number,
		{ pageSize, budget, readAhead }: NowOptions,
	) {
		this.#fetch = fetch;
		this.#size = size;
		this.#pageSize = pageSize;
		this.#budget = budget;
		this.#mostAhead = Math.floor(readAhead / pageSize);
	}

	/** Bytes held now. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The bytes if all their pages are held; 0 <= start < end <= size. */
	peek(start: number, end: number): Uint8Array | undefined {
		const size = this.#pageSize;
		const run = this.#runOf(Math.floor(start / size));
		if (!run) return undefined;
		const from = start - run.first * size;
		const to = end - run.first * size;
		return to <= run.bytes.length ? run.bytes.subarray(from, to) : this.#join(start, end);
	}

	/** The bytes, read when they are not held; 0 <= start < end <= size. */
	read(start: number, end: number): Uint8Array {
		const held = this.peek(start, end);
		if (held) return held;
		const first = Math.floor(start / this.#pageSize);
		const asked = Math.ceil(end / this.#pageSize);
		const from = first * this.#pageSize;
		const to = (asked + this.#ahead(first, asked)) * this.#pageSize;
		const bytes = this.#fetch(from, Math.min(this.#size, to));
		this.#put({ first, bytes });
		return bytes.subarray(start - from, end - from);
	}

	clear(): void {
		this.#byPage.clear();
		this.#runs.clear();
		this.#newest = undefined;
		this.#bytes = 0;
	}

	/** The run that holds a page, which becomes the most recently used one. */
	#runOf(page: number): Run | undefined {
		const run = this.#byPage.get(page);
		if (run && run !== this.#newest) this.#renew(run);
		return run;
	}

	#renew(run: Run): void {
		this.#runs.delete(run);
		this.#runs.add(run);
		this.#newest = run;
	}

	#join(start: number, end: number): Uint8Array | undefined {
		const size = this.#pageSize;
		const first = Math.floor(start / size);
		const pages: Uint8Array[] = [];
		for (let page = first; page * size < end; page++) {
			const run = this.#runOf(page);
			if (!run) return undefined;
			const at = (page - run.first) * size;
			pages.push(run.bytes.subarray(at, at + size));
		}
		return assemble(pages, start - first * size, end - start);
	}

	#put(run: Run): void {
		for (let page = run.first; page < this.#endOf(run); page++) this.#byPage.set(page, run);
		this.#renew(run);
		this.#bytes += run.bytes.length;
		for (const oldest of this.#runs) {
			// One run is always held: a budget below its size would read everything twice.
			if (this.#bytes <= this.#budget || oldest === run) break;
			this.#drop(oldest);
		}
	}

	#drop(run: Run): void {
		this.#runs.delete(run);
		this.#bytes -= run.bytes.length;
		for (let page = run.first; page < this.#endOf(run); page++) {
			if (this.#byPage.get(page) === run) this.#byPage.delete(page);
		}
	}

	/** The page behind a run. */
	#endOf({ first, bytes }: Run): number {
		return first + Math.ceil(bytes.length / this.#pageSize);
	}

	/** Pages to read beyond those asked for, for a reader who goes on in order. */
	#ahead(first: number, end: number): number {
		const goesOn = first === this.#next;
		const ahead = goesOn ? Math.min(this.#mostAhead, Math.floor(this.#inOrder / SHARE)) : 0;
		this.#next = end + ahead;
		this.#inOrder = (goesOn ? this.#inOrder : 0) + this.#next - first;
		return ahead;
	}
}
