/** Extent pages for tests, written as rows. */
import { EXTENT_KINDS, type ExtentPage } from "../../../../worker/protocol";
import type { ExtentKind } from "./extents.model";

/** Start, length, kind, and for all but holes: offset and stored bytes, index of the space. */
export type FixtureRow = readonly [number, number, ExtentKind, number?, number?, number?];

export function pageOf(options: {
	readonly rows: readonly FixtureRow[];
	readonly next?: number;
	readonly spaces?: readonly string[];
}): ExtentPage {
	const { rows, next, spaces = ["image"] } = options;
	return {
		extents: {
			count: rows.length,
			start: Float64Array.from(rows, (r) => r[0]),
			length: Float64Array.from(rows, (r) => r[1]),
			kind: Uint8Array.from(rows, (r) => EXTENT_KINDS.indexOf(r[2])),
			algorithm: Uint8Array.from(rows, (r) => (r[2] === "compressed" ? 0 : 255)),
			at: Float64Array.from(rows, (r) => r[3] ?? Number.NaN),
			size: Float64Array.from(rows, (r) => r[4] ?? 0),
			stored: Float64Array.from(rows, (r) => r[4] ?? 0),
			space: Uint8Array.from(rows, (r) => r[5] ?? 0),
			recordStart: new Float64Array(rows.length).fill(Number.NaN),
			recordEnd: new Float64Array(rows.length).fill(Number.NaN),
			partial: new Uint8Array(rows.length),
		},
		spaces,
		...(next === undefined ? {} : { next }),
	};
}
