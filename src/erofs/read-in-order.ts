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
	{ count, start, end }: Ranges,
	reader: Reader,
): Promise<void> {
	const { signal, breathe } = reader;
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
		const room = now(source, first, last, reader) ?? (await later(source, first, last, reader));
		for (; from < behind; from++) {
			const at = start[from] as number;
			if (room) reader.look(room, at - first, from);
			// What is damaged between them is no reason to give up those around it.
			else reader.look(await later(source, at, end[from] as number, reader), 0, from);
		}
		const pause = breathe?.();
		if (pause) await pause;
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
	reader: Reader,
): Promise<Uint8Array | undefined> {
	try {
		return kept(await source.read(start, end, reader.signal), reader);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** Bytes of a source, in the room of their reader. */
function kept(bytes: Uint8Array | undefined, { room }: Reader): Uint8Array | undefined {
	if (!bytes) return undefined;
	const own = room(bytes.length);
	own.set(bytes);
	return own;
}
