/**
 * Pages held in memory, least recently used out first. The budget is in bytes: a count of
 * entries would mean 16 times more memory for 1 MiB pages than for 64 KiB pages.
 */
export class PageStore {
	readonly #budget: number;
	readonly #pages = new Map<number, Uint8Array>();
	#bytes = 0;
	/** The newest page, kept aside so that a run of small reads in one page does no bookkeeping. */
	#newest = -1;
	#newestBytes: Uint8Array | undefined;

	constructor(budget: number) {
		this.#budget = budget;
	}

	get bytes(): number {
		return this.#bytes;
	}

	has(page: number): boolean {
		return this.#pages.has(page);
	}

	/** The page, which becomes the most recently used one. */
	get(page: number): Uint8Array | undefined {
		if (page === this.#newest) return this.#newestBytes;
		const bytes = this.#pages.get(page);
		if (bytes) this.#renew(page, bytes);
		return bytes;
	}

	/** Holds a page; `bytes` must own its buffer, or the budget would not be the truth. */
	put(page: number, bytes: Uint8Array): void {
		this.#bytes += bytes.length - (this.#pages.get(page)?.length ?? 0);
		this.#renew(page, bytes);
		for (const [oldest, old] of this.#pages) {
			// One page is always held: a budget below the page size would read everything twice.
			if (this.#bytes <= this.#budget || oldest === page) break;
			this.#pages.delete(oldest);
			this.#bytes -= old.length;
		}
	}

	clear(): void {
		this.#pages.clear();
		this.#bytes = 0;
		this.#newest = -1;
		this.#newestBytes = undefined;
	}

	/** A Map iterates in order of insertion, so the least recently used page stays in front. */
	#renew(page: number, bytes: Uint8Array): void {
		this.#pages.delete(page);
		this.#pages.set(page, bytes);
		this.#newest = page;
		this.#newestBytes = bytes;
	}
}
