/** Which bytes of a space have come over the network. */
import type { Range, SpaceId } from "../base/range";
import type { Remote } from "../sources/open-remote";
import type { Session } from "./session";

/** Ranges of the space, ascending and disjoint; undefined when it is no part of a remote file. */
export function fetchedOf(
	{ file }: Session,
	remotes: readonly Remote[],
	space: SpaceId,
): Range[] | undefined {
	const here = file(space);
	const remote = remotes.find(({ source }) => source === here?.source);
	if (!here || !remote) return undefined;
	const { offset } = here;
	return remote
		.network()
		.fetched.filter(({ end }) => end > offset)
		.map(({ start, end }) => ({ start: Math.max(0, start - offset), end: end - offset }));
}

/** How much of each of `cells` equal parts of `within` the ranges cover: 0 to 255. */
export function sharesOf(
	ranges: readonly Range[],
	within: Range,
	cells: number,
): Uint8Array<ArrayBuffer> {
	const shares = new Float64Array(cells);
	const size = (within.end - within.start) / cells;
	for (const range of ranges) {
		const from = Math.max(0, (range.start - within.start) / size);
		const to = Math.min(cells, (range.end - within.start) / size);
		for (let cell = Math.floor(from); cell < to; cell++) {
			const share = Math.min(to, cell + 1) - Math.max(from, cell);
			shares[cell] = (shares[cell] as number) + share;
		}
	}
	return Uint8Array.from(shares, (share) => Math.floor(share * 255 + 1e-6));
}
