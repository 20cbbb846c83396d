/** Bytes as a grid of equal cells: where they are, and how one goes from one to the next. */
import type { Range } from "../../base/range";

/** Bytes of a block of most images. */
const BLOCK = 4096;

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	readonly cells: number;
	/** Bytes in a cell; the last one may stand for fewer. */
	readonly cellBytes: number;
}

/** Cells of `least` bytes, doubled until they fit into `columns` and `maxRows`. */
export function gridFor(size: number, columns: number, maxRows: number, least = BLOCK): Grid {
	let cellBytes = least;
	while (size / cellBytes > columns * maxRows) cellBytes *= 2;
	const cells = Math.max(1, Math.ceil(size / cellBytes));
	return { columns, rows: Math.ceil(cells / columns), cells, cellBytes };
}

export const cellRange = ({ cellBytes }: Grid, cell: number, size: number): Range => ({
	start: cell * cellBytes,
	end: Math.min(size, (cell + 1) * cellBytes),
});

/** Side of a cell and distance from one to the next, in CSS pixels. */
export const CELL = 10;
export const PITCH = 12;

/** Columns that fit into a width. */
export const columnsFor = (width: number): number => Math.max(8, Math.floor((width + 2) / PITCH));

export const place = (
	{ columns }: Pick<Grid, "columns">,
	cell: number,
): { x: number; y: number } => ({
	x: (cell % columns) * PITCH,
	y: Math.floor(cell / columns) * PITCH,
});

/** The cell under a point; undefined between the last cell and the end of its row. */
export function cellAt(grid: Grid, x: number, y: number): number | undefined {
	const column = Math.floor(x / PITCH);
	const cell = Math.floor(y / PITCH) * grid.columns + column;
	return column >= 0 && column < grid.columns && cell >= 0 && cell < grid.cells ? cell : undefined;
}

/** Where a key (`keyName`) leads; undefined for other keys. */
export function moveCursor(grid: Grid, cell: number, name: string): number | undefined {
	const steps: Readonly<Record<string, number>> = {
		"←": -1,
		"→": 1,
		"↑": -grid.columns,
		"↓": grid.columns,
		PgUp: -grid.cells / 10,
		PgDn: grid.cells / 10,
		Home: -grid.cells,
		End: grid.cells,
	};
	const step = steps[name];
	if (step === undefined) return undefined;
	return Math.max(0, Math.min(grid.cells - 1, cell + Math.round(step)));
}
