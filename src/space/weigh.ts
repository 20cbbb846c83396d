/**
 * What bytes of decoded spaces cost in the image. A tail in the packed inode, or an inode in the
 * metabox, costs its share of the unit it is compressed in: whole bytes, and those of neighbours
 * add up to the unit exactly.
 */
import type { SpaceId } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import type { Ownership } from "../ownership/ownership";

/** Bytes of the image and its devices that stand for the bytes of a space before `at`. */
export type Weigh = (at: number) => number;

const asTheyAre: Weigh = (at) => at;

/** Of each space. */
export function weighsOf(ownership: Ownership): (space: SpaceId) => Weigh {
	const { metabox, packed, metaboxNid, packedNid } = ownership.inhabitants.image;
	const weighs = new Map<SpaceId, Weigh>();
	const weighOf = (space: SpaceId) => weighs.get(space) ?? asTheyAre;
	// The metabox lies in the image; of the packed inode a part may lie in the metabox.
	if (metabox && metaboxNid !== undefined)
		weighs.set(METABOX_SPACE, decoded(ownership, metaboxNid, metabox.source.size, weighOf));
	if (packed && packedNid !== undefined)
		weighs.set(PACKED_SPACE, decoded(ownership, packedNid, packed.source.size, weighOf));
	return weighOf;
}

function decoded(
	{ extents, inhabitants }: Ownership,
	nid: bigint,
	size: number,
	weighOf: (space: SpaceId) => Weigh,
): Weigh {
	const owner = inhabitants.find(nid);
	/** First byte of each extent, and what those before it cost. */
	const starts: number[] = [];
	const costs: number[] = [0];
	/** A unit that is used again costs nothing more. */
	const paid = new Set<string>();
	for (let row = 0; row < extents.count; row++) {
		if (extents.inode[row] !== owner) continue;
		const space = extents.spaces[extents.space[row] as number] ?? "";
		const from = extents.start[row] as number;
		const place = `${space}:${from}`;
		const isPaid = extents.length[row] === 0 || paid.has(place);
		paid.add(place);
		const weigh = weighOf(space);
		const cost = isPaid ? 0 : weigh(extents.end(row)) - weigh(from);
		starts.push(extents.offset[row] as number);
		costs.push((costs.at(-1) as number) + cost);
	}
	return (at) => {
		const i = lastAt(starts, at);
		if (i < 0) return 0;
		const before = costs[i] as number;
		const start = starts[i] as number;
		const cost = (costs[i + 1] as number) - before;
		const length = (starts[i + 1] ?? size) - start;
		const inside = Math.min(at - start, length);
		return before + (cost === length ? inside : Math.floor((inside * cost) / length));
	};
}

/** Index of the last of ascending numbers that is not above `at`, or -1. */
function lastAt(numbers: readonly number[], at: number): number {
	let low = 0;
	let high = numbers.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if ((numbers[middle] as number) <= at) low = middle + 1;
		else high = middle;
	}
	return low - 1;
}
