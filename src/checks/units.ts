/**
 * Compressed units, in columns: an object for each of a million takes longer than many a decoder. They
 * are looked at in batches, each of which has rows of its own: a ring of them serves images of any
 * size. Threads that share the memory find them there; to others some can be sent.
 */
import type { SpaceId } from "../base/range";

/** Algorithm id. */
export const LZ4 = 0;
/** How far back matches of LZ4 can reach. */
export const LZ4_WINDOW = 65_535;

export interface Units {
	/** Rows that each batch has, and how many of them are units, by batch. */
	readonly most: number;
	readonly counts: Uint32Array;
	/** Where those of {@link Units.space} lie, which are indexes into it. */
	readonly spaces: SpaceId[];
	readonly space: Uint16Array;
	/** Stored bytes [start, start + stored). */
	readonly start: Float64Array;
	readonly stored: Uint32Array;
	/** Bytes that each decodes to. */
	readonly decoded: Uint32Array;
	readonly algorithm: Uint8Array;
	/** 1 where it may hold more than those. */
	readonly partial: Uint8Array;
}

const COLUMNS = ["space", "start", "stored", "decoded", "algorithm", "partial"] as const;
/** Bytes of a row; besides, each batch has a count. */
const ROW = 8 + 4 + 4 + 2 + 1 + 1;

/** @param most units of a batch @param Memory that others may share */
export function roomForUnits(
	spaces: readonly SpaceId[],
	batches: number,
	most: number,
	Memory: ArrayBufferConstructor | SharedArrayBufferConstructor = ArrayBuffer,
): Units {
	const rows = batches * most;
	const memory = new Memory(rows * ROW + batches * Uint32Array.BYTES_PER_ELEMENT);
	return {
		most,
		spaces: [...spaces],
		// The widest first, so that each begins where its numbers may.
		start: new Float64Array(memory, 0, rows),
		stored: new Uint32Array(memory, 8 * rows, rows),
		decoded: new Uint32Array(memory, 12 * rows, rows),
		counts: new Uint32Array(memory, 16 * rows, batches),
		space: new Uint16Array(memory, 16 * rows + 4 * batches, rows),
		algorithm: new Uint8Array(memory, 18 * rows + 4 * batches, rows),
		partial: new Uint8Array(memory, 19 * rows + 4 * batches, rows),
	};
}

/** Those of a batch. */
export function rowsOf({ most, counts }: Units, batch: number): number[] {
	const first = batch * most;
	return Array.from({ length: counts[batch] as number }, (_, i) => first + i);
}

/** A batch as the only one: to be sent. */
export function copyOf(units: Units, batch: number): Units {
	const first = batch * units.most;
	const count = units.counts[batch] as number;
	const copy = roomForUnits(units.spaces, 1, count);
	copy.counts[0] = count;
	for (const key of COLUMNS) copy[key].set(units[key].subarray(first, first + count));
	return copy;
}

/** What an image says of all of its units. */
export interface UnitRules {
	readonly blockSize: number;
	/** Declared algorithms, a bit for each. */
	readonly algorithms: number;
	/** Images before Linux 5.4 have no padding in front of LZ4 streams, but something behind. */
	readonly isLz4Padded: boolean;
	/** How far back matches of LZ4 may reach. */
	readonly lz4Distance: number;
}

/**
 * Decodes units, and keeps nothing of them: a quick look.
 * @returns which rows are not sure to be sound, ascending
 * @throws Failure `io` or `cancelled`
 */
export type UnitLook = (units: Units, rows: readonly number[]) => Promise<readonly number[]>;
