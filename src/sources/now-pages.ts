/**
 * Pages that are read without a promise. They are small and apart from the large pages of
 * contents: structures lie scattered among contents, and a MiB for each would be the whole file.
 * Who goes on where the last read ended gets a little more than asked for, in proportion to what
 * was read in order before.
 */
import { assemble, cut } from "./page-bytes";
import { PageStore } from "./page-store";

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

export class NowPages {
	readonly #fetch: (start: number, end: number) => Uint8Array | undefined;
	readonly #size: number;
	readonly #pageSize: number;
	readonly #mostAhead: number;
	readonly #store: PageStore;
	/** The page behind the last read, and how many were read in order before it. */
	#next = -1;
	#run = 0;

	/** @param fetch reads bytes of a source of `size` bytes; undefined where it cannot just now */
	constructor(
		fetch: (start: number, end: number) => Uint8Array | undefined,
		size: number,
		{ pageSize, budget, readAhead }: NowOptions,
	) {
		this.#fetch = fetch;
		this.#size = size;
		this.#pageSize = pageSize;
		this.#mostAhead = Math.floor(readAhead / pageSize);
		this.#store = new PageStore(budget);
	}

	/** Bytes held now. */
	get bytes(): number {
		return this.#store.bytes;
	}

	/** The bytes if all their pages are held; 0 <= start < end <= size. */
	peek(start: number, end: number): Uint8Array | undefined {
		const first = Math.floor(start / this.#pageSize);
		const pages: Uint8Array[] = [];
		for (let page = first; page * this.#pageSize < end; page++) {
			const held = this.#store.get(page);
			if (!held) return undefined;
			pages.push(held);
		}
		return assemble(pages, start - first * this.#pageSize, end - start);
	}

	/** The bytes, read when they are not held; 0 <= start < end <= size. */
	read(start: number, end: number): Uint8Array | undefined {
		return this.peek(start, end) ?? this.#readPages(start, end);
	}

	clear(): void {
		this.#store.clear();
	}

	#readPages(start: number, end: number): Uint8Array | undefined {
		const first = Math.floor(start / this.#pageSize);
		const asked = Math.ceil(end / this.#pageSize);
		const from = first * this.#pageSize;
		const to = Math.min(this.#size, (asked + this.#ahead(first, asked)) * this.#pageSize);
		const bytes = this.#fetch(from, to);
		if (!bytes) return undefined;
		for (const [i, page] of cut(bytes, this.#pageSize).entries()) this.#store.put(first + i, page);
		return bytes.subarray(start - from, end - from);
	}

	/** Pages to read beyond those asked for, for a reader who goes on in order. */
	#ahead(first: number, end: number): number {
		const inOrder = first === this.#next;
		const ahead = inOrder ? Math.min(this.#mostAhead, Math.floor(this.#run / SHARE)) : 0;
		this.#next = end + ahead;
		this.#run = (inOrder ? this.#run : 0) + this.#next - first;
		return ahead;
	}
}
