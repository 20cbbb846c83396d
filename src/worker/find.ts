/** Searching bytes in a space, forwards or backwards, in pieces, until found or stopped. */
import { checkCancelled } from "../base/errors";
import type { OnProgress } from "../base/progress";
import { type Span, span } from "../base/range";
import type { ByteSource } from "../base/source";
import { breather } from "./breathe";
import type { FindParams } from "./protocol";

/** Bytes read at a time. */
const PIECE = 1 << 20;
/** Longer patterns are no search any more. */
export const MAX_PATTERN = 4096;

const lower = (b: number): number => (b >= 0x41 && b <= 0x5a ? b | 0x20 : b);

function lowered(bytes: Uint8Array): Uint8Array {
	const out = new Uint8Array(bytes.length);
	for (let i = 0; i < bytes.length; i++) out[i] = lower(bytes[i] as number);
	return out;
}

/** First (or last) place of `pattern` in `bytes`, or -1. */
function indexIn(bytes: Uint8Array, pattern: Uint8Array, backward: boolean): number {
	const first = pattern[0] as number;
	let from = backward ? bytes.length - pattern.length : 0;
	while (from >= 0) {
		const at = backward ? bytes.lastIndexOf(first, from) : bytes.indexOf(first, from);
		if (at < 0 || at + pattern.length > bytes.length) return -1;
		let i = 1;
		while (i < pattern.length && bytes[at + i] === pattern[i]) i++;
		if (i === pattern.length) return at;
		from = backward ? at - 1 : at + 1;
	}
	return -1;
}

/** @returns the next occurrence that starts at or after (before) `from`; no wrap-around. */
export async function find(
	source: ByteSource,
	{ space, pattern, ignoreCase = false, from, to, backward = false }: FindParams,
	signal: AbortSignal,
	progress: OnProgress,
): Promise<Span | undefined> {
	if (pattern.length === 0 || pattern.length > MAX_PATTERN) return undefined;
	const wanted = ignoreCase ? lowered(pattern) : pattern;
	const overlap = pattern.length - 1;
	const breathe = breather(signal);
	const total = backward ? from - (to ?? 0) : Math.min(to ?? source.size, source.size) - from;
	for (let done = 0; done < total; done += PIECE) {
		checkCancelled(signal);
		// Pieces overlap, so that a match across their border is seen.
		const start = backward ? Math.max(0, from - done - PIECE) : from + done;
		const end = backward
			? Math.min(source.size, from - done + overlap)
			: Math.min(source.size, start + PIECE + overlap);
		const bytes = await source.read(start, end, signal);
		const at = indexIn(ignoreCase ? lowered(bytes) : bytes, wanted, backward);
		if (at >= 0) return span(space, start + at, start + at + pattern.length);
		progress({ phase: "Searching", done: Math.min(done + PIECE, total), total, unit: "bytes" });
		await breathe();
	}
	return undefined;
}
