/** What is below each directory: known once the walk over the tree is done. */
import { useQuery } from "@tanstack/react-query";
import { type Exact, exact } from "../../base/exact";
import type { BelowColumns } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { useSurvey } from "./survey";

export interface SumBelow {
	/** Inodes below, each counted once. */
	readonly inodes: number;
	/** Names below beyond the first of each. */
	readonly links: number;
	/** Bytes of their contents, and the bytes these occupy. */
	readonly size: Exact;
	readonly stored: Exact;
}

/** The sums of one directory; undefined for what was not entered. */
export function sumOf(below: BelowColumns, nid: bigint): SumBelow | undefined {
	let low = 0;
	let high = below.nid.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((below.nid[middle] as bigint) < nid) low = middle + 1;
		else high = middle;
	}
	if (below.nid[low] !== nid) return undefined;
	return {
		inodes: below.inodes[low] as number,
		links: below.links[low] as number,
		size: exact(below.size[low] as bigint),
		stored: exact(below.stored[low] as bigint),
	};
}

export function useBelow(image: OpenFile): BelowColumns | undefined {
	const { state } = useSurvey(image);
	return useQuery({
		queryKey: [image.key, "below"],
		enabled: state === "done",
		staleTime: Number.POSITIVE_INFINITY,
		gcTime: Number.POSITIVE_INFINITY,
		queryFn: ({ signal }) => image.client.call("below", {}, { signal }),
	}).data;
}
