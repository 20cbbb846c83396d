/**
 * What came of batches, by number, until it is asked for. Only who asks too early gets a promise: there
 * are tens of thousands of batches, each of which waits long enough for its objects to grow old.
 */

type Rows = readonly number[];

const NONE: Rows = [];

/** The one that somebody waits for. */
interface Asked {
	readonly batch: number;
	resolve(rows: Rows): void;
	reject(why: unknown): void;
}

export class Outcomes {
	/** Absent of those that are looked at, or that failed. */
	readonly #rows: (Rows | undefined)[];
	readonly #failed = new Map<number, unknown>();
	#asked: Asked | undefined;

	constructor(batches: number) {
		this.#rows = Array.from({ length: batches }, () => undefined);
	}

	/** Nothing is known of it yet. */
	begin(batch: number): void {
		this.#rows[batch] = undefined;
		this.#failed.delete(batch);
	}

	set(batch: number, rows: Rows): void {
		this.#rows[batch] = rows.length === 0 ? NONE : rows;
		this.#answer(batch)?.resolve(rows);
	}

	fail(batch: number, why: unknown): void {
		const asked = this.#answer(batch);
		if (asked) asked.reject(why);
		else this.#failed.set(batch, why);
	}

	/** Only of one at a time. @throws what it failed with */
	of(batch: number): Rows | Promise<Rows> {
		const known = this.#rows[batch];
		if (known) return known;
		if (this.#failed.has(batch)) return Promise.reject(this.#failed.get(batch));
		return new Promise((resolve, reject) => {
			this.#asked = { batch, resolve, reject };
		});
	}

	#answer(batch: number): Asked | undefined {
		const asked = this.#asked;
		if (asked?.batch !== batch) return undefined;
		this.#asked = undefined;
		return asked;
	}
}
