/**
 * Notices readers that go through a source in order and says how far to fetch ahead of them.
 *
 * A few readers are followed at once (a copy of one file must not stop the walk through
 * another). A reader earns its window: a quarter of what it has read in order so far, up to the
 * limit, so one page after four. What is fetched in vain when it stops thus stays below a
 * quarter of what was useful, and neither random access nor a short look fetches in vain.
 */
interface Reader {
	/** Last page touched. */
	at: number;
	/** Pages read in order so far. */
	run: number;
	/** End (exclusive) of what was asked for ahead. */
	asked: number;
}

const READERS = 4;
const SHARE = 4;

export class ReadAhead {
	readonly #maxPages: number;
	readonly #pageCount: number;
	/** Most recently active last. */
	readonly #readers: Reader[] = [];

	constructor(maxPages: number, pageCount: number) {
		this.#maxPages = maxPages;
		this.#pageCount = pageCount;
	}

	/**
	 * Notes that pages first..last (inclusive) are being read.
	 * @returns pages [start, end) worth fetching now, if any.
	 */
	touch(first: number, last: number): { start: number; end: number } | undefined {
		// Small reads within one page are by far the most frequent.
		if (first === last && this.#readers.at(-1)?.at === last) return undefined;
		const index = this.#readers.findLastIndex(({ at }) => first === at || first === at + 1);
		const reader = index < 0 ? undefined : this.#readers.splice(index, 1)[0];
		if (!reader) {
			this.#follow({ at: last, run: last - first + 1, asked: last + 1 });
			return undefined;
		}
		this.#follow(reader);
		if (last <= reader.at) return undefined;
		reader.run += last - reader.at;
		reader.at = last;
		return this.#extend(reader);
	}

	#follow(reader: Reader): void {
		this.#readers.push(reader);
		if (this.#readers.length > READERS) this.#readers.shift();
	}

	/** Asks again only when half the window is used up, so that requests stay large. */
	#extend(reader: Reader): { start: number; end: number } | undefined {
		const window = Math.min(this.#maxPages, Math.floor(reader.run / SHARE));
		const next = reader.at + 1;
		if (reader.asked - next > window / 2) return undefined;
		const start = Math.max(next, reader.asked);
		const end = Math.min(this.#pageCount, next + window);
		if (start >= end) return undefined;
		reader.asked = end;
		return { start, end };
	}
}
