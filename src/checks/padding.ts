/**
 * Bytes that only fill gaps. Writers may leave anything in them, and some leave what was in their
 * memory: that is one note for each space, however many gaps there are.
 */
import { type Range, roundDown, type SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE, METABOX_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { Scratch } from "../erofs/scratch";
import { forEachRun } from "../ownership/coarse";
import { PADDING, UNCLAIMED } from "../ownership/kinds";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Pace } from "../ownership/steps";
import type { Check } from "./check";
import { readInOrder } from "./in-order";

/** What is not zero of the padding of a space. */
export interface Leftover {
	readonly space: SpaceId;
	/** Where it is met first. */
	readonly first: Range;
	readonly places: number;
	readonly bytes: number;
}

export class Leftovers {
	readonly #spaces = new Map<SpaceId, { first: Range; places: number; bytes: number }>();

	/** @param bytes of a gap, which begins at `start` */
	add(space: SpaceId, start: number, bytes: Uint8Array): void {
		const first = bytes.findIndex((byte) => byte !== 0);
		if (first < 0) return;
		const behind = bytes.findLastIndex((byte) => byte !== 0) + 1;
		const range = { start: start + first, end: start + behind };
		const known = this.#spaces.get(space) ?? { first: range, places: 0, bytes: 0 };
		if (range.start < known.first.start) known.first = range;
		known.places++;
		known.bytes += behind - first;
		this.#spaces.set(space, known);
	}

	*values(): Generator<Leftover, void, void> {
		for (const [space, sums] of this.#spaces) yield { space, ...sums };
	}
}

export const paddingChecks: readonly Check<"padding">[] = [
	{
		code: "padding-not-zero",
		on: "padding",
		severity: "note",
		text: "Bytes that only fill gaps are not zero. Nobody reads them; they can be remains of what the writer had in memory, or of files before these.",
		test: ({ space, first, places, bytes }) => [
			{
				structure: "padding",
				at: { space, ...first },
				seen: `${exactBytes(bytes)} in ${countText(places)} ${places === 1 ? "place" : "places"}, here the first`,
				allowed: "zeros",
			},
		],
	},
];

/** Pages read for padding alone. */
const MOST_PAGES = 1 << 16;
const PAGE = 4096;

/** Gaps inside of blocks between the things of a space, in order. */
function gapsIn(space: SpaceOwners): Range[] {
	const gaps: Range[] = [];
	const { blockSize, size } = space.shape;
	forEachRun(space, (start, end, kind) => {
		if (kind === PADDING) gaps.push({ start, end });
		// What nobody claims up to the end of a block: whole blocks behind it are no padding.
		if (kind !== UNCLAIMED || start % blockSize === 0) return;
		gaps.push({ start, end: Math.min(end, roundDown(start, blockSize) + blockSize, size) });
	});
	return gaps;
}

/** Extra devices can hold what belongs to other images; of packed tails all bytes are contents. */
export const hasPadding = ({ shape: { id } }: SpaceOwners): boolean =>
	id === IMAGE_SPACE || id === METABOX_SPACE;

/** The first of them, as far as they lie in so many pages as may be read. */
function affordable(gaps: readonly Range[]): readonly Range[] {
	let pages = 0;
	let page = -1;
	const isTooMuch = ({ start, end }: Range) => {
		const last = Math.floor((end - 1) / PAGE);
		pages += last - Math.max(Math.floor(start / PAGE) - 1, page);
		page = last;
		return pages > MOST_PAGES;
	};
	const surplus = gaps.findIndex(isTooMuch);
	return surplus < 0 ? gaps : gaps.slice(0, surplus);
}

/**
 * Looks at the padding between things; that inside of inodes is looked at with them.
 * @param source the bytes of the space
 * @returns why not all of it was looked at, a sentence
 * @throws Failure `io`, `cancelled`
 */
export async function lookAtPadding(
	space: SpaceOwners,
	source: ByteSource,
	into: Leftovers,
	pace: Pace,
): Promise<string | undefined> {
	const { id } = space.shape;
	const gaps = gapsIn(space);
	const some = affordable(gaps);
	let lost = 0;
	const scratch = new Scratch();
	const ranges = {
		count: some.length,
		start: Float64Array.from(some, ({ start }) => start),
		end: Float64Array.from(some, ({ end }) => end),
	};
	await readInOrder(source, ranges, {
		...pace,
		room: (size) => scratch.take(size),
		look(room, at, i) {
			const { start, end } = some[i] as Range;
			if (room) into.add(id, start, room.subarray(at, at + end - start));
			else lost++;
		},
	}).finally(() => scratch.leave());
	if (lost > 0) return "Some of it lies in contents that cannot be decoded.";
	return some.length < gaps.length ? "There is too much of it to look at all." : undefined;
}
