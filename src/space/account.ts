/**
 * Where the bytes of an image go: a fold over its census and its owners. Every byte of every space
 * is counted once, by kind; stored contents again, by who uses them.
 */
import type { Finding } from "../base/finding";
import type { SpaceId } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { atOnce, atPace } from "../base/steps";
import { PADDING_NAMES, type PaddingName } from "../erofs/layout/padding";
import { clashFindings } from "../ownership/clashes";
import type { KindSums } from "../ownership/kind-sums";
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
	/** Bytes of the kind `padding` by why they are there; most first, none that is empty. */
	readonly padding: readonly PaddingSum[];
}

export interface PaddingSum {
	readonly name: PaddingName;
	readonly bytes: number;
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

export interface AccountOptions extends Pace {
	/** Told how far it is, in bytes of all spaces that are stored. */
	onBytes?(done: number, total: number): void;
}

/** @throws Failure `io`, `cancelled` */
export async function accountOf(
	ownership: Ownership,
	{ onBytes, ...pace }: AccountOptions = {},
): Promise<Account> {
	const { inhabitants } = ownership;
	const total = [...ownership.stored()].reduce((sum, { shape }) => sum + shape.size, 0);
	const spaces: SpaceSums[] = [];
	const clashes: Finding[] = [];
	let done = 0;
	for (const id of ownership.spaces()) {
		const space = await ownership.space(id, pace);
		if (!space) continue;
		const { size } = space.shape;
		const tell = (here: number) => onBytes?.(Math.min(total, done + here), total);
		const { sums, overlaps } = await bytesByKind(space, ownership, pace, tell);
		done += size;
		spaces.push({ id, size, bytes: sums.bytes, padding: paddingIn(sums) });
		if (overlaps) clashes.push(...clashFindings(space, inhabitants));
	}
	const uses = await atPace(usesOf(ownership), pace);
	const weighOf = weighsOf(ownership);
	return {
		spaces,
		units: await atPace(unitsByAlgorithm(ownership), pace),
		inodes: await atPace(inodesOf(ownership, uses, weighOf), pace),
		by: (colours) => atOnce(spread(uses, colours, weighOf)),
		byExtents: (colours) => atOnce(spread(usesByExtent(ownership), colours, weighOf)),
		weighOf,
		clashes,
	};
}

const paddingIn = ({ padding }: KindSums): PaddingSum[] =>
	PADDING_NAMES.map((name, i) => ({ name, bytes: padding[i] as number }))
		.filter(({ bytes }) => bytes > 0)
		.sort((a, b) => b.bytes - a.bytes);

function* inodesOf(
	{ inhabitants }: Ownership,
	uses: ReadonlyMap<SpaceId, Uses>,
	weighOf: (space: SpaceId) => Weigh,
): Generator<void, Spread, void> {
	const isDecoded = (space: SpaceId) => space === METABOX_SPACE || space === PACKED_SPACE;
	const everyInode = { count: inhabitants.count, of: (row: number) => row };
	const sums = yield* spread(uses, everyInode, weighOf, (space) => (isDecoded(space) ? 0 : 1));
	const { names, count } = inhabitants.tree.inodes;
	for (let row = 0; row < count; row++) {
		if ((names[row] as number) < 2) continue;
		sums.shared[row] = (sums.shared[row] as number) + (sums.alone[row] as number);
		sums.alone[row] = 0;
	}
	return sums;
}
