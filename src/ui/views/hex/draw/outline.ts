/** The shape of a run of bytes that wraps over rows: where its edges are. */
import type { Range } from "../../../../base/range";
import { type Columns, cellEdges, type Side } from "../model/geometry.model";

export interface RowRun {
	/** Row of the space. */
	readonly row: number;
	/** First and last byte (inclusive) of the row. */
	readonly first: number;
	readonly last: number;
}

/** The part of `range` in each of the rows [from, to). */
export function rowRuns({ start, end }: Range, perRow: number, from: number, to: number): RowRun[] {
	const runs: RowRun[] = [];
	const firstRow = Math.max(from, Math.floor(start / perRow));
	const lastRow = Math.min(to - 1, Math.floor((end - 1) / perRow));
	for (let row = firstRow; row <= lastRow; row++) {
		const base = row * perRow;
		runs.push({
			row,
			first: Math.max(0, start - base),
			last: Math.min(perRow, end - base) - 1,
		});
	}
	return runs;
}

/** Corner points, x then y, of a closed polygon. */
export type Polygon = readonly (readonly [x: number, y: number])[];

/**
 * The polygons around consecutive runs of one range: one, or two when its two rows do not
 * touch (the first lies wholly to the right of the second).
 * @param yOf top edge of a row
 */
export function outline(
	runs: readonly RowRun[],
	columns: Columns,
	side: Side,
	yOf: (row: number) => number,
): Polygon[] {
	const first = runs[0];
	const last = runs.at(-1);
	if (!first || !last) return [];
	const height = columns.rowHeight;
	const edges = ({ first, last }: RowRun) => cellEdges(columns, side, first, last);
	const box = (run: RowRun): Polygon => {
		const [left, right] = edges(run);
		const top = yOf(run.row);
		return [
			[left, top],
			[right, top],
			[right, top + height],
			[left, top + height],
		];
	};
	if (runs.length === 1) return [box(first)];
	if (runs.length === 2 && first.first > last.last) return [box(first), box(last)];
	const [firstLeft, right] = edges(first);
	const [left, lastRight] = edges(last);
	const top = yOf(first.row);
	const lastTop = yOf(last.row);
	return [
		[
			[firstLeft, top],
			[right, top],
			[right, lastTop],
			[lastRight, lastTop],
			[lastRight, lastTop + height],
			[left, lastTop + height],
			[left, top + height],
			[firstLeft, top + height],
		],
	];
}
