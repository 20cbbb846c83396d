/**
 * Directories begun before their turn. Over a slow line a walk would wait twice for each (its
 * entries, then their inodes); so while one is looked at, the next few are on their way.
 * Results are taken in the order of the walk, whatever came first.
 */

/** Directories that are begun: enough to keep a household's line busy. */
const AT_ONCE = 6;
/** Results that wait are held in memory, so only directories of this many bytes together wait. */
const MOST_BYTES = 1 << 20;
/** What a small directory counts, bytes. */
const LEAST_BYTES = 16 << 10;

interface Wanted {
	readonly nid: bigint;
	/** Bytes of the directory's data. */
	readonly size: number;
}

interface Begun<Result> {
	readonly result: Promise<Result>;
	/** One signal each: a shared one would collect listeners by the dozen. */
	readonly stop: AbortController;
}

const cost = ({ size }: Wanted): number => Math.max(size, LEAST_BYTES);

export class Ahead<Place extends Wanted, Result> {
	readonly #read: (place: Place, signal: AbortSignal) => Promise<Result>;
	readonly #begun = new Map<bigint, Begun<Result>>();
	/** The one its taker waits for. */
	#taken: Begun<Result> | undefined;
	#bytes = 0;

	constructor(read: (place: Place, signal: AbortSignal) => Promise<Result>) {
		this.#read = read;
	}

	/** Begins the places that will be taken next, the next one first. */
	begin(next: Iterable<Place>): void {
		let count = 0;
		for (const place of next) {
			if (count++ === AT_ONCE) return;
			if (this.#begun.has(place.nid)) continue;
			if (this.#bytes + cost(place) > MOST_BYTES) return;
			this.#begun.set(place.nid, this.#start(place));
			this.#bytes += cost(place);
		}
	}

	/** The result for a place, begun before or now. */
	take(place: Place): Promise<Result> {
		const begun = this.#begun.get(place.nid);
		if (this.#begun.delete(place.nid)) this.#bytes -= cost(place);
		this.#taken = begun ?? this.#start(place);
		return this.#taken.result;
	}

	/** Ends all that is under way. */
	stop(): void {
		this.#taken?.stop.abort();
		for (const { stop } of this.#begun.values()) stop.abort();
	}

	#start(place: Place): Begun<Result> {
		const stop = new AbortController();
		const result = this.#read(place, stop.signal);
		// Who takes it hears the failure; when nobody does, it does not matter.
		result.catch(() => {});
		return { result, stop };
	}
}
