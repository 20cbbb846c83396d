/** A page cache as one of its readers sees it: same pages, and a word on who asks. */
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import type { PageCache } from "./pages";

/** Who reads. */
export interface Reader {
	readonly reason?: string;
	/** Needs nothing behind these bytes; when they are none, nothing behind what it reads. */
	readonly within?: Range;
}

export const NOBODY: Reader = {};

export function viewFor(cache: PageCache, reader: Reader): ByteSource {
	const { id, label, size } = cache;
	return {
		id,
		label,
		size,
		read: (start, end, signal) => cache.read(start, end, signal, reader),
		peek: (start, end) => cache.peek(start, end, reader),
		readNow: cache.readNow,
		fill: cache.fill,
		readOnce: cache.readOnce,
		prefetch: (ranges, signal) => cache.prefetch(ranges, signal, reader),
		withReason: (reason) => viewFor(cache, { ...reader, reason }),
		within: (within) => viewFor(cache, { ...reader, within }),
	};
}

/** The page at which a reader of page `first` will stop for certain, exclusive. */
export function endFor({ within }: Reader, first: number, pageSize: number, count: number): number {
	if (!within) return count;
	if (within.start === within.end) return first;
	const from = Math.floor(within.start / pageSize);
	const to = Math.ceil(within.end / pageSize);
	return first >= from && first < to ? Math.min(count, to) : count;
}
