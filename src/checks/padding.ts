/**
 * Bytes that only fill gaps. Writers may leave anything in them, and some leave what was in their
 * memory: that is one note for each space, however many gaps there are.
 */
import { type Range, roundDown, type SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE, METABOX_SPACE } from "../base/space";
import { countText, exactBytes } from "../base/words";
import { stripLeadingZeros } from "../codecs/padding";
import { type Ranges, readInOrder } from "../erofs/read-in-order";
import { Scratch } from "../erofs/scratch";
import { PADDING, UNCLAIMED } from "../ownership/kinds";
import type { SpaceOwners } from "../ownership/space-owners";
import type { Pace } from "../ownership/steps";
import type { Check } from "./check";

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
		const first = stripLeadingZeros(bytes);
		if (first === bytes.length) return;
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

/** Extra devices can hold what belongs to other images; of packed tails all bytes are contents. */
export const hasPadding = ({ shape: { id } }: SpaceOwners): boolean =>
	id === IMAGE_SPACE || id === METABOX_SPACE;

interface Padding extends Ranges {
	/** Whether there is more of it than may be read. */
	readonly isCut: boolean;
}

/** That between the things of a space, in order, but for what is known to be zero. */
function paddingIn({ shape: { blockSize, size }, gaps }: SpaceOwners): Padding {
	const start = new Float64Array(gaps.count);
	const end = new Float64Array(gaps.count);
	let count = 0;
	let pages = 0;
	let page = -1;
	for (let i = 0; i < gaps.count; i++) {
		const kind = gaps.kind[i];
		const from = gaps.start[i] as number;
		let to = gaps.end[i] as number;
		if (kind === UNCLAIMED) {
			// What nobody claims up to the end of a block: whole blocks behind it are no padding.
			if (from % blockSize === 0) continue;
			to = Math.min(to, roundDown(from, blockSize) + blockSize, size);
		} else if (kind !== PADDING) continue;
		const last = Math.floor((to - 1) / PAGE);
		pages += last - Math.max(Math.floor(from / PAGE) - 1, page);
		page = last;
		if (pages > MOST_PAGES) return { count, start, end, isCut: true };
		start[count] = from;
		end[count++] = to;
	}
	return { count, start, end, isCut: false };
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
	const padding = paddingIn(space);
	const { start, end } = padding;
	let lost = 0;
	const scratch = new Scratch();
	await readInOrder(source, padding, {
		...pace,
		room: (size) => scratch.take(size),
		look(room, at, i) {
			const from = start[i] as number;
			if (room) into.add(id, from, room.subarray(at, at + (end[i] as number) - from));
			else lost++;
		},
	}).finally(() => scratch.leave());
	if (lost > 0) return "Some of it lies in contents that cannot be decoded.";
	return padding.isCut ? "There is too much of it to look at all." : undefined;
}
