/**
 * Plans a batch: which pages to fetch so that many small ranges cost few requests. Reading a
 * short gap along is cheaper than a second round trip.
 */
import type { Range } from "../base/range";

export interface PlanLimits {
	readonly pageSize: number;
	/** Bytes of the source; what lies beyond is ignored, ranges may come from damaged disks. */
	readonly size: number;
	/** Longest gap between two wanted pages that is read along, in bytes. */
	readonly mergeGap: number;
	/** Most bytes of the batch. Ranges are taken in the caller's order until it is reached. */
	readonly maxBytes: number;
}

/** Page numbers to fetch, ascending. `has` says which pages need no fetching. */
export function planPages(
	ranges: readonly Range[],
	limits: PlanLimits,
	has: (page: number) => boolean,
): number[] {
	const wanted = missingPages(ranges, limits, has);
	return bridgeGaps(wanted, Math.floor(limits.mergeGap / limits.pageSize), has);
}

function missingPages(
	ranges: readonly Range[],
	{ pageSize, size, maxBytes }: PlanLimits,
	has: (page: number) => boolean,
): number[] {
	const most = Math.max(1, Math.floor(maxBytes / pageSize));
	const wanted = new Set<number>();
	for (const range of ranges) {
		const start = Math.max(0, range.start);
		const end = Math.min(size, range.end);
		for (let page = Math.floor(start / pageSize); page * pageSize < end; page++) {
			if (has(page)) continue;
			if (wanted.size === most) return ascending(wanted);
			wanted.add(page);
		}
	}
	return ascending(wanted);
}

const ascending = (pages: Iterable<number>): number[] => [...pages].sort((a, b) => a - b);

function bridgeGaps(
	pages: readonly number[],
	maxGap: number,
	has: (page: number) => boolean,
): number[] {
	const bridged: number[] = [];
	for (const page of pages) {
		const next = (bridged.at(-1) ?? page) + 1;
		if (page - next <= maxGap) {
			for (let between = next; between < page; between++) {
				if (!has(between)) bridged.push(between);
			}
		}
		bridged.push(page);
	}
	return bridged;
}
