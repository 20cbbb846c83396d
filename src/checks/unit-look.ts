/**
 * A quick look at compressed units, wherever their bytes can be read: which of them are sound, by
 * decoders that keep nothing. It knows what all units of an image have in common, and no image.
 */
import type { SpaceId } from "../base/range";
import type { ByteSource } from "../base/source";
import type { Checker } from "../codecs/codec";
import { codecById } from "../codecs/index";
import { readInOrder } from "../erofs/read-in-order";
import { furthestMatch } from "./lz4-reach";
import { LZ4, LZ4_WINDOW, type UnitLook, type UnitRules, type Units } from "./units";

/** @param sourceOf undefined where the bytes of a space cannot be had here */
export const unitLook =
	(
		rules: UnitRules,
		sourceOf: (space: SpaceId) => ByteSource | undefined,
		signal?: AbortSignal,
	): UnitLook =>
	async (units, wanted) => {
		const { start, stored, decoded } = units;
		const doubtful: number[] = [];
		for (const { space, algorithm, rows } of alike(units, wanted)) {
			const source = sourceOf(space);
			const checker = source && (await checkerOf(algorithm, rules));
			const endOf = (row: number) => (start[row] as number) + (stored[row] as number);
			const inside: number[] = [];
			for (const row of rows) {
				const isInside = checker && stored[row] !== 0 && endOf(row) <= source.size;
				(isInside ? inside : doubtful).push(row);
			}
			if (!checker) continue;
			inside.sort((a, b) => (start[a] as number) - (start[b] as number));
			const ranges = {
				count: inside.length,
				start: new Float64Array(inside.length),
				end: new Float64Array(inside.length),
			};
			let longest = 0;
			inside.forEach((row, i) => {
				ranges.start[i] = start[row] as number;
				ranges.end[i] = endOf(row);
				longest = Math.max(longest, decoded[row] as number);
			});
			const isSound = soundness(units, algorithm, checker, rules);
			await readInOrder(source, ranges, {
				signal,
				room: (size) => checker.room(size, longest),
				look(room, at, i) {
					const row = inside[i] as number;
					if (!room || !isSound(row, room, at)) doubtful.push(row);
				},
			});
		}
		return doubtful.sort((a, b) => a - b);
	};

interface Alike {
	readonly space: SpaceId;
	readonly algorithm: number;
	readonly rows: number[];
}

/** Units that lie in the same space and take the same decoder; nearly always all of them. */
function alike({ spaces, space, algorithm }: Units, wanted: readonly number[]): Iterable<Alike> {
	const groups = new Map<number, Alike>();
	for (const row of wanted) {
		const at = space[row] as number;
		const by = algorithm[row] as number;
		const key = at * 256 + by;
		const known = groups.get(key);
		if (known) known.rows.push(row);
		else groups.set(key, { space: spaces[at] as SpaceId, algorithm: by, rows: [row] });
	}
	return groups.values();
}

/** Undefined when there is none, or the image does not say that it uses it. */
async function checkerOf(id: number, { algorithms }: UnitRules): Promise<Checker | undefined> {
	return (algorithms & (1 << id)) === 0 ? undefined : codecById(id)?.checker.load();
}

/** Says whether a unit is sound whose bytes begin at `at` of the checker's room. */
function soundness(units: Units, algorithm: number, checker: Checker, rules: UnitRules) {
	const { start, stored, decoded, partial } = units;
	const { blockSize, isLz4Padded, lz4Distance } = rules;
	const isPadded = algorithm !== LZ4 || isLz4Padded;
	const isNarrow = algorithm === LZ4 && isPadded && lz4Distance < LZ4_WINDOW;
	return (row: number, room: Uint8Array, at: number): boolean => {
		const length = decoded[row] as number;
		const size = stored[row] as number;
		const end = at + size;
		let from = at;
		if (isPadded) {
			while (from < end && room[from] === 0) from++;
			// Kernels look for the stream in the first block of its unit alone.
			const inFirst = blockSize - ((start[row] as number) % blockSize);
			if (size > inFirst && from - at >= inFirst) return false;
		}
		if (!checker.accepts(from, end, length, !isPadded || partial[row] !== 0)) return false;
		return !isNarrow || furthestMatch(room.subarray(from, end), length) <= lz4Distance;
	};
}
