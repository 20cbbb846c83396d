/**
 * Bytes of a space in the order in which they lie, each once: what is near each other is read
 * together, and where the source can, into one array again and again. Fresh ones would wait by the
 * megabyte for the collector of the engine.
 */
import { checkCancelled, isDamage } from "../base/errors";
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import type { Pace } from "../census/pace";
import { Scratch } from "../erofs/scratch";

/** Bytes that are read together: as many as stay in the caches of the processor. */
const CHUNK = 128 << 10;
/** Bytes between two ranges that are read along. */
const GAP = 16 << 10;

/** Takes the bytes of a range, valid as long as the call lasts; undefined where they cannot be decoded. */
export type Look = (bytes: Uint8Array | undefined, i: number) => void;

/**
 * @param ranges of the source, ascending by their starts
 * @throws Failure `io`, `cancelled`
 */
export async function readInOrder(
	source: ByteSource,
	ranges: readonly Range[],
	look: Look,
	{ signal, breathe }: Pace = {},
): Promise<void> {
	const scratch = new Scratch();
	try {
		for (let from = 0; from < ranges.length; ) {
			checkCancelled(signal);
			const chunk = chunkFrom(ranges, from);
			const bytes = now(source, chunk, scratch) ?? (await later(source, chunk, signal));
			for (; from < chunk.behind; from++) {
				const range = ranges[from] as Range;
				// What is damaged between them is no reason to give up those around it.
				const own =
					bytes?.subarray(range.start - chunk.start, range.end - chunk.start) ??
					(await later(source, range, signal));
				look(own, from);
			}
			const pause = breathe?.();
			if (pause) await pause;
		}
	} finally {
		scratch.leave();
	}
}

interface Chunk extends Range {
	/** Index of the first range that is not in it. */
	readonly behind: number;
}

function chunkFrom(ranges: readonly Range[], from: number): Chunk {
	const { start, end: firstEnd } = ranges[from] as Range;
	let end = firstEnd;
	let behind = from + 1;
	for (; behind < ranges.length; behind++) {
		const next = ranges[behind] as Range;
		if (next.start - end > GAP || next.end - start > CHUNK) break;
		end = Math.max(end, next.end);
	}
	return { start, end, behind };
}

/** @throws Failure `io` */
function now(source: ByteSource, { start, end }: Chunk, scratch: Scratch): Uint8Array | undefined {
	if (!source.fill) return source.peek?.(start, end);
	const bytes = scratch.take(end - start);
	source.fill(start, bytes);
	return bytes;
}

/** @throws Failure `io` */
async function later(
	source: ByteSource,
	{ start, end }: Range,
	signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
	try {
		return await source.read(start, end, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}
