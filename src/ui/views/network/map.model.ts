/** The block map: the image as a grid of equal cells, and what happened in each. */
import { intersect, type Range } from "../../../base/range";

/** Smallest cell, in bytes: a block of most images. */
const LEAST_CELL = 4096;

export interface Grid {
	readonly columns: number;
	readonly rows: number;
	readonly cells: number;
	/** Bytes in a cell; the last one may stand for fewer. */
	readonly cellBytes: number;
}

/** Cells of a power of two bytes, as few bytes as fit into `columns` and `maxRows`. */
export function gridFor(size: number, columns: number, maxRows: number): Grid {
	let cellBytes = LEAST_CELL;
	while (size / cellBytes > columns * maxRows) cellBytes *= 2;
	const cells = Math.max(1, Math.ceil(size / cellBytes));
	return { columns, rows: Math.ceil(cells / columns), cells, cellBytes };
}

export const cellRange = ({ cellBytes }: Grid, cell: number, size: number): Range => ({
	start: cell * cellBytes,
	end: Math.min(size, (cell + 1) * cellBytes),
});

/** Cells [first, last] a range touches; undefined outside the grid. */
export function cellsOf(grid: Grid, { start, end }: Range): readonly [number, number] | undefined {
	const first = Math.max(0, Math.floor(start / grid.cellBytes));
	const last = Math.min(grid.cells - 1, Math.ceil(end / grid.cellBytes) - 1);
	return first <= last ? [first, last] : undefined;
}

/** Share of each cell that the ranges (ascending, apart from each other) cover, 0 to 1. */
export function coverage(grid: Grid, ranges: readonly Range[], size: number): Float32Array {
	const shares = new Float32Array(grid.cells);
	for (const range of ranges) {
		const touched = cellsOf(grid, range);
		if (!touched) continue;
		for (let cell = touched[0]; cell <= touched[1]; cell++) {
			const whole = cellRange(grid, cell, size);
			const common = intersect(whole, range);
			if (!common) continue;
			const share = (common.end - common.start) / (whole.end - whole.start);
			shares[cell] = Math.min(1, (shares[cell] ?? 0) + share);
		}
	}
	return shares;
}

/** Which cells the ranges touch: 1 or 0. */
export function touched(grid: Grid, ranges: readonly Range[]): Uint8Array {
	const marks = new Uint8Array(grid.cells);
	for (const range of ranges) {
		const cells = cellsOf(grid, range);
		if (cells) marks.fill(1, cells[0], cells[1] + 1);
	}
	return marks;
}

/** Side of a cell and distance from one to the next, in CSS pixels. */
export const CELL = 10;
export const PITCH = 12;

/** Columns that fit into a width. */
export const columnsFor = (width: number): number => Math.max(8, Math.floor((width + 2) / PITCH));

const place = ({ columns }: Grid, cell: number): { x: number; y: number } => ({
	x: (cell % columns) * PITCH,
	y: Math.floor(cell / columns) * PITCH,
});

/** The cell under a point; undefined between the last cell and the end of its row. */
export function cellAt(grid: Grid, x: number, y: number): number | undefined {
	const column = Math.floor(x / PITCH);
	const cell = Math.floor(y / PITCH) * grid.columns + column;
	return column >= 0 && column < grid.columns && cell >= 0 && cell < grid.cells ? cell : undefined;
}

/**
 * SVG path of the cells whose share is above zero: filled from below, as far as the share
 * goes, but always enough to be seen.
 */
export function cellsPath(grid: Grid, shareOf: (cell: number) => number): string {
	const LEAST_SEEN = 2;
	let path = "";
	for (let cell = 0; cell < grid.cells; cell++) {
		const share = shareOf(cell);
		if (share <= 0) continue;
		const { x, y } = place(grid, cell);
		const height = Math.max(LEAST_SEEN, Math.round(share * CELL));
		path += `M${x} ${y + CELL}h${CELL}v-${height}h-${CELL}z`;
	}
	return path;
}

/** Where the arrow keys lead; undefined for other keys. */
export function moveCursor(grid: Grid, cell: number, key: string): number | undefined {
	const steps: Readonly<Record<string, number>> = {
		ArrowLeft: -1,
		ArrowRight: 1,
		ArrowUp: -grid.columns,
		ArrowDown: grid.columns,
		Home: -grid.cells,
		End: grid.cells,
	};
	const step = steps[key];
	return step === undefined ? undefined : Math.max(0, Math.min(grid.cells - 1, cell + step));
}
