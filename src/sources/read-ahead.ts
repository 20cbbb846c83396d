/**
 * Notices readers that go through a source in order and says how far to fetch ahead of them.
 *
 * A few readers are followed at once (a copy of one file must not stop the walk through
 * another). Only a miss begins a reader: who reads what is in memory already, such as a planned
 * batch, needs no help. A reader earns its window: nothing up to the first size, then that
 * size, then half of what it has read in order, up to the limit. Neither random access nor a
 * short look fetches in vain, and a long read at most half as much as was useful.
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
const SHARE = 2;

/** All in pages. */
export interface AheadLimits {
	/** Window to start with, once more than this was read in order. */
	readonly first: number;
	readonly most: number;
}

export class ReadAhead {
	readonly #limits: AheadLimits;
	/** Most recently active last. */
	readonly #readers: Reader[] = [];

	constructor(limits: AheadLimits) {
		this.#limits = limits;
	}

	/**
	 * Notes that pages first..last (inclusive) are being read, from memory unless `missed`.
	 * @param end page at which the reader will stop for certain, exclusive
	 * @returns pages [start, end) worth fetching now, if any.
	 */
	touch(
		first: number,
		last: number,
		missed: boolean,
		end: number,
	): { start: number; end: number } | undefined {
		// Small reads within one page are by far the most frequent.
		if (first === last && this.#readers.at(-1)?.at === last) return undefined;
		const index = this.#readers.findLastIndex(({ at }) => first === at || first === at + 1);
		const reader = index < 0 ? undefined : this.#readers.splice(index, 1)[0];
		if (!reader) {
			if (missed) this.#follow({ at: last, run: last - first + 1, asked: last + 1 });
			return undefined;
		}
		this.#follow(reader);
		if (last <= reader.at) return undefined;
		reader.run += last - reader.at;
		reader.at = last;
		return this.#extend(reader, end);
	}

	#follow(reader: Reader): void {
		this.#readers.push(reader);
		if (this.#readers.length > READERS) this.#readers.shift();
	}

	/** Asks again only when half the window is used up, so that requests stay large. */
	#extend(reader: Reader, stop: number): { start: number; end: number } | undefined {
		const { first, most } = this.#limits;
		if (reader.run <= first) return undefined;
		const window = Math.min(most, Math.max(first, Math.floor(reader.run / SHARE)));
		const next = reader.at + 1;
		if (reader.asked - next > window / 2) return undefined;
		const start = Math.max(next, reader.asked);
		const end = Math.min(stop, next + window);
		if (start >= end) return undefined;
		reader.asked = end;
		return { start, end };
	}
}
