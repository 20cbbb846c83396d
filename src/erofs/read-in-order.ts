/**
 * Bytes of a space in the order in which they lie, each once: what is near each other is read
 * together, into one array again and again. Fresh ones would wait by the megabyte for the collector
 * of the engine.
 */
import { checkCancelled, isDamage } from "../base/errors";
import type { ByteSource } from "../base/source";

/** Bytes that are read together: as many as stay in the caches of the processor. */
const CHUNK = 128 << 10;
/** Bytes between two ranges that are read along. */
const GAP = 16 << 10;

/** Bytes asked for ahead, where each read is a wait: many at once take little longer than one. */
const AHEAD = 16 << 20;

/** Ranges of a source in columns, ascending by their starts. */
export interface Ranges {
	readonly count: number;
	readonly start: Float64Array;
	readonly end: Float64Array;
}

export interface Reader {
	readonly signal?: AbortSignal | undefined;
	/** Called between what is read together, so that others may have the processor. */
	readonly breathe?: (() => Promise<void> | undefined) | undefined;
	/** An array of `size` bytes to read into, until it is called again. */
	room(size: number): Uint8Array;
	/**
	 * Takes the bytes of a range, which begin at `at` of the room; undefined where they cannot be
	 * decoded.
	 */
	look(room: Uint8Array | undefined, at: number, i: number): void;
}

/** @throws Failure `io`, `cancelled` */
export async function readInOrder(
	source: ByteSource,
	ranges: Ranges,
	reader: Reader,
): Promise<void> {
	const { count, start, end } = ranges;
	const { signal, breathe } = reader;
	const ahead = new Ahead(source, ranges, signal);
	for (let from = 0; from < count; ) {
		checkCancelled(signal);
		const first = start[from] as number;
		let last = end[from] as number;
		let behind = from + 1;
		for (; behind < count; behind++) {
			const next = end[behind] as number;
			if ((start[behind] as number) - last > GAP || next - first > CHUNK) break;
			last = Math.max(last, next);
		}
		ahead.of(from);
		const room =
			now(source, first, last, reader) ?? kept(await later(source, first, last, signal), reader);
		for (; from < behind; from++) {
			const at = start[from] as number;
			if (room) reader.look(room, at - first, from);
			// What is damaged between them is no reason to give up those around it.
			else reader.look(kept(await later(source, at, end[from] as number, signal), reader), 0, from);
		}
		const pause = breathe?.();
		if (pause) await pause;
	}
}

/** Asks for what comes next while somebody looks at what is there. */
class Ahead {
	readonly #source: ByteSource;
	readonly #ranges: Ranges;
	readonly #signal: AbortSignal | undefined;
	/** The next range to be asked for. */
	#next = 0;

	constructor(source: ByteSource, ranges: Ranges, signal: AbortSignal | undefined) {
		this.#source = source;
		this.#ranges = ranges;
		this.#signal = signal;
	}

	/** Called when the reader has come to range `from`. */
	of(from: number): void {
		const { count, start, end } = this.#ranges;
		const source = this.#source;
		if (source.fill || !source.prefetch || this.#next >= count) return;
		const at = start[from] as number;
		if (this.#next > from && (start[this.#next] as number) - at > AHEAD / 2) return;
		const wanted = [];
		for (; this.#next < count; this.#next++) {
			const range = { start: start[this.#next] as number, end: end[this.#next] as number };
			if (wanted.length > 0 && range.end - at > AHEAD) break;
			wanted.push(range);
		}
		// Nobody waits for these: who comes to one that failed asks again.
		source.prefetch(wanted, this.#signal).catch(() => {});
	}
}

/** @throws Failure `io` */
function now(
	source: ByteSource,
	start: number,
	end: number,
	reader: Reader,
): Uint8Array | undefined {
	if (!source.fill) return kept(source.peek?.(start, end), reader);
	const room = reader.room(end - start);
	source.fill(start, room);
	return room;
}

/** @throws Failure `io` */
async function later(
	source: ByteSource,
	start: number,
	end: number,
	signal: AbortSignal | undefined,
): Promise<Uint8Array | undefined> {
	try {
		return await source.read(start, end, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/**
 * Bytes of a source, in the room of their reader. Several who wait may share one: between this and
 * their look at it nobody waits.
 */
function kept(bytes: Uint8Array | undefined, { room }: Reader): Uint8Array | undefined {
	if (!bytes) return undefined;
	const own = room(bytes.length);
	own.set(bytes);
	return own;
}
