/**
 * Bytes of a space in the order in which they lie, each once: what is near each other is read
 * together, into one array again and again. Fresh ones would wait by the megabyte for the collector
 * of the engine.
 */
import { checkCancelled, isDamage } from "../base/errors";
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import { bytesIn, Loads, type Nearness, type Ranges, together } from "./loads";

export type { Ranges } from "./loads";

/** Bytes that are looked at together: as many as stay in the caches of the processor. */
const PIECE: Nearness = { gap: 16 << 10, most: 128 << 10 };

/** Bytes asked for ahead of a cache: many at once take little longer than one. */
const AHEAD = 16 << 20;

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
	const { readOnce } = source;
	const loads = readOnce && new Loads(source, readOnce, ranges, signal);
	const ahead = new Ahead(source, ranges, signal);
	for (let from = 0; from < count; ) {
		checkCancelled(signal);
		const { load, stop } = loads?.at(from) ?? {};
		const piece = together(ranges, from, PIECE, stop);
		if (!loads) ahead.of(from);
		const room = load
			? kept(await bytesIn(load, piece), reader)
			: (now(source, piece, reader) ?? kept(await later(source, piece, signal), reader));
		for (; from < piece.behind; from++) {
			const at = start[from] as number;
			const one = { start: at, end: end[from] as number };
			if (room) reader.look(room, at - piece.start, from);
			// What is damaged between them is no reason to give up those around it.
			else reader.look(kept(await later(source, one, signal), reader), 0, from);
		}
		const pause = breathe?.();
		if (pause) await pause;
	}
}

/** Asks a cache for what comes next while somebody looks at what is there. */
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
function now(source: ByteSource, { start, end }: Range, reader: Reader): Uint8Array | undefined {
	if (!source.fill) return kept(source.peek?.(start, end), reader);
	const room = reader.room(end - start);
	source.fill(start, room);
	return room;
}

/** @throws Failure `io` */
async function later(
	source: ByteSource,
	{ start, end }: Range,
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
