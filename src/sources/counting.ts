/** Counts what passes through: for cost tests ("opening needs two requests") and benchmarks. */
import { type ByteSource, because } from "../base/source";

export interface Counts {
	requests: number;
	bytes: number;
	/** Every range asked for, in order. */
	readonly ranges: { readonly start: number; readonly end: number; readonly reason?: string }[];
}

/** `inner` with a count of its reads. Has no `peek`, so that every access is a counted read. */
export function countingSource(inner: ByteSource): ByteSource & { readonly counts: Counts } {
	const counts: Counts = { requests: 0, bytes: 0, ranges: [] };
	return { ...counted(inner, counts), counts };
}

function counted(inner: ByteSource, counts: Counts, reason?: string): ByteSource {
	return {
		id: inner.id,
		label: inner.label,
		size: inner.size,
		async read(start, end, signal) {
			counts.requests += 1;
			counts.bytes += end - start;
			counts.ranges.push({ start, end, ...(reason === undefined ? {} : { reason }) });
			return inner.read(start, end, signal);
		},
		prefetch: async (ranges, signal) => inner.prefetch?.(ranges, signal),
		withReason: (why) => counted(because(inner, why), counts, why),
		close: () => inner.close?.(),
	};
}
