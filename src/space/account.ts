/**
 * Where the bytes of an image go: a fold over its census and its owners. Every byte of every space
 * is counted once, by kind; stored contents again, by who uses them.
 */
import type { Finding } from "../base/finding";
import type { SpaceId } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { clashFindings } from "../ownership/clashes";
import type { Ownership } from "../ownership/ownership";
import type { Pace } from "../ownership/steps";
import { bytesByKind } from "./cover";
import { type UnitSums, unitsByAlgorithm } from "./units";
import { type Colours, type Spread, spread, type Uses, usesByExtent, usesOf } from "./uses";
import { type Weigh, weighsOf } from "./weigh";

export interface SpaceSums {
	readonly id: SpaceId;
	/** Bytes, and the sum of all kinds. */
	readonly size: number;
	/** By index into KINDS. */
	readonly bytes: Float64Array;
}

export interface Account {
	/** The image first. */
	readonly spaces: readonly SpaceSums[];
	/** By algorithm id. */
	readonly units: ReadonlyMap<number, UnitSums>;
	/**
	 * By row of the inode, what its contents occupy: bytes that only one name and one place of one
	 * file lead to, and bytes that are used several times. A tail in the packed inode, and what lies
	 * in the metabox, is shared: its share of the unit around it.
	 */
	readonly inodes: Spread;
	/** The same for groups of inodes. */
	by(colours: Colours): Spread;
	/** The same for groups of extents, by their rows. */
	byExtents(colours: Colours): Spread;
	/** What bytes of a space cost in the image. */
	readonly weighOf: (space: SpaceId) => Weigh;
	/** Bytes that several structures claim and should not. */
	readonly clashes: readonly Finding[];
}

/** @throws Failure `io`, `cancelled` */
export async function accountOf(ownership: Ownership, pace: Pace = {}): Promise<Account> {
	const { inhabitants } = ownership;
	const spaces: SpaceSums[] = [];
	const clashes: Finding[] = [];
	for (const id of ownership.spaces()) {
		const space = await ownership.space(id, pace);
		if (!space) continue;
		const { bytes, overlaps } = await bytesByKind(space, inhabitants, pace);
		spaces.push({ id, size: space.shape.size, bytes });
		if (overlaps) clashes.push(...clashFindings(space, inhabitants));
	}
	const uses = usesOf(ownership);
	const weighOf = weighsOf(ownership);
	return {
		spaces,
		units: unitsByAlgorithm(ownership),
		inodes: inodesOf(ownership, uses, weighOf),
		by: (colours) => spread(uses, colours, weighOf),
		byExtents: (colours) => spread(usesByExtent(ownership), colours, weighOf),
		weighOf,
		clashes,
	};
}

function inodesOf(
	{ inhabitants }: Ownership,
	uses: ReadonlyMap<SpaceId, Uses>,
	weighOf: (space: SpaceId) => Weigh,
): Spread {
	const isDecoded = (space: SpaceId) => space === METABOX_SPACE || space === PACKED_SPACE;
	const everyInode = { count: inhabitants.count, of: (row: number) => row };
	const sums = spread(uses, everyInode, weighOf, (space) => (isDecoded(space) ? 0 : 1));
	const { names, count } = inhabitants.tree.inodes;
	for (let row = 0; row < count; row++) {
		if ((names[row] as number) < 2) continue;
		sums.shared[row] = (sums.shared[row] as number) + (sums.alone[row] as number);
		sums.alone[row] = 0;
	}
	return sums;
}
