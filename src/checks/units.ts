/**
 * Compressed units, in columns: an object for each of a million takes longer than many a decoder.
 * Plain data, which can be sent to wherever they are decoded.
 */
import type { SpaceId } from "../base/range";

/** Algorithm id. */
export const LZ4 = 0;
/** How far back matches of LZ4 can reach. */
export const LZ4_WINDOW = 65_535;

export interface Units {
	count: number;
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

export const roomForUnits = (most: number): Units => ({
	count: 0,
	spaces: [],
	space: new Uint16Array(most),
	start: new Float64Array(most),
	stored: new Uint32Array(most),
	decoded: new Uint32Array(most),
	algorithm: new Uint8Array(most),
	partial: new Uint8Array(most),
});

/** Some of them. */
export function pick(units: Units, rows: readonly number[]): Units {
	const some = { ...roomForUnits(rows.length), count: rows.length, spaces: units.spaces };
	for (const key of ["space", "start", "stored", "decoded", "algorithm", "partial"] as const) {
		rows.forEach((row, i) => {
			some[key][i] = units[key][row] as number;
		});
	}
	return some;
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
 * @returns which are not sure to be sound, ascending
 * @throws Failure `io` or `cancelled`
 */
export type UnitLook = (units: Units) => Promise<readonly number[]>;
