/** One sequence of many. */
import type { Inside } from "../../../../worker/protocol";

export type Lz4Inside = NonNullable<Inside["lz4"]>;
export type Sequences = Lz4Inside["sequences"];

export interface Sequence {
	readonly token: number;
	readonly literalsAt: number;
	readonly literals: number;
	/** -1 without a match. */
	readonly distanceAt: number;
	readonly distance: number;
	readonly length: number;
	readonly end: number;
	readonly output: number;
}

export const sequenceAt = (all: Sequences, n: number): Sequence => ({
	token: all.token[n] ?? 0,
	literalsAt: all.literalsAt[n] ?? 0,
	literals: all.literals[n] ?? 0,
	distanceAt: all.distanceAt[n] ?? -1,
	distance: all.distance[n] ?? 0,
	length: all.length[n] ?? 0,
	end: all.end[n] ?? 0,
	output: all.output[n] ?? 0,
});
