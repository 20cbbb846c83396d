/**
 * What is read without a promise, in whole pages. They are small and apart from the large pages of
 * contents: structures lie scattered among contents, and a MiB for each would be the whole file.
 *
 * Pages are held in slabs, one read behind the other: thousands of small arrays would keep the
 * collector of the engine busy. A slab is dropped as a whole, and never written to again, since
 * readers have views of it.
 */
import { ReadOn } from "../base/read-on";
import type { ByteSource } from "../base/source";
import { assemble } from "./page-bytes";

/** All in bytes. */
export interface NowOptions {
	readonly pageSize: number;
	/** Memory for held pages. */
	readonly budget: number;
	/** Taken at a time to hold them, at least. */
	readonly slab: number;
	/** Most that one read brings beyond what was asked for. */
	readonly readAhead: number;
}

/** Pages that were read together. */
interface Run {
	readonly first: number;
	readonly bytes: Uint8Array;
	readonly slab: Slab;
}

/** Memory of pages, which is filled from its beginning on. */
interface Slab {
	readonly room: Uint8Array;
	readonly runs: Run[];
	used: number;
}

type Fill = NonNullable<ByteSource["fill"]>;

export class NowPages {
	readonly #fill: Fill;
	readonly #size: number;
	readonly #options: NowOptions;
	readonly #readOn: ReadOn;
	readonly #byPage = new Map<number, Run>();
	/** Least recently used first. */
	readonly #slabs = new Set<Slab>();
	/** The one used last. */
	#recent: Slab | undefined;
	/** The one that has room. */
	#open: Slab | undefined;
	#bytes = 0;

	/** @param fill reads bytes of a source of `size` bytes */
	constructor(fill: Fill, size: number, options: NowOptions) {
		this.#fill = fill;
		this.#size = size;
		this.#options = options;
		this.#readOn = new ReadOn(Math.floor(options.readAhead / options.pageSize));
	}

	/** Bytes held now. */
	get bytes(): number {
		return this.#bytes;
	}

	/** The bytes if all their pages are held; 0 <= start < end <= size. */
	peek(start: number, end: number): Uint8Array | undefined {
		const { pageSize } = this.#options;
		const run = this.#runOf(Math.floor(start / pageSize));
		if (!run) return undefined;
		const from = start - run.first * pageSize;
		const to = end - run.first * pageSize;
		return to <= run.bytes.length ? run.bytes.subarray(from, to) : this.#join(start, end);
	}

	/** The bytes, read when they are not held; 0 <= start < end <= size. */
	read(start: number, end: number): Uint8Array {
		const held = this.peek(start, end);
		if (held) return held;
		const { pageSize } = this.#options;
		const first = Math.floor(start / pageSize);
		const asked = Math.ceil(end / pageSize);
		const from = first * pageSize;
		const to = Math.min(this.#size, (asked + this.#readOn.ahead(first, asked)) * pageSize);
		const slab = this.#slabFor(to - from);
		const bytes = slab.room.subarray(slab.used, slab.used + to - from);
		this.#fill(from, bytes);
		slab.used += bytes.length;
		this.#put({ first, bytes, slab });
		return bytes.subarray(start - from, end - from);
	}

	clear(): void {
		this.#byPage.clear();
		this.#slabs.clear();
		this.#recent = undefined;
		this.#open = undefined;
		this.#bytes = 0;
	}

	/** The run that holds a page, whose slab becomes the most recently used one. */
	#runOf(page: number): Run | undefined {
		const run = this.#byPage.get(page);
		if (run && run.slab !== this.#recent) this.#renew(run.slab);
		return run;
	}

	#renew(slab: Slab): void {
		this.#slabs.delete(slab);
		this.#slabs.add(slab);
		this.#recent = slab;
	}

	#join(start: number, end: number): Uint8Array | undefined {
		const { pageSize } = this.#options;
		const first = Math.floor(start / pageSize);
		const pages: Uint8Array[] = [];
		for (let page = first; page * pageSize < end; page++) {
			const run = this.#runOf(page);
			if (!run) return undefined;
			const at = (page - run.first) * pageSize;
			pages.push(run.bytes.subarray(at, at + pageSize));
		}
		return assemble(pages, start - first * pageSize, end - start);
	}

	/** One with room for so many bytes. */
	#slabFor(length: number): Slab {
		const open = this.#open;
		if (open && open.used + length <= open.room.length) return open;
		const room = new Uint8Array(Math.max(this.#options.slab, length));
		const slab = { room, runs: [], used: 0 };
		this.#open = slab;
		return slab;
	}

	#put(run: Run): void {
		const { slab } = run;
		if (slab.runs.push(run) === 1) this.#bytes += slab.room.length;
		for (let page = run.first; page < this.#endOf(run); page++) this.#byPage.set(page, run);
		if (slab !== this.#recent) this.#renew(slab);
		for (const oldest of this.#slabs) {
			// One is always held: a budget below its size would read everything twice.
			if (this.#bytes <= this.#options.budget || oldest === slab) break;
			this.#drop(oldest);
		}
	}

	#drop(slab: Slab): void {
		this.#slabs.delete(slab);
		this.#bytes -= slab.room.length;
		if (slab === this.#open) this.#open = undefined;
		for (const run of slab.runs) {
			for (let page = run.first; page < this.#endOf(run); page++) {
				if (this.#byPage.get(page) === run) this.#byPage.delete(page);
			}
		}
	}

	/** The page behind a run. */
	#endOf({ first, bytes }: Run): number {
		return first + Math.ceil(bytes.length / this.#options.pageSize);
	}
}
