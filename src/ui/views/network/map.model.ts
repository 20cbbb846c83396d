/** The image as a grid of equal cells: what happened in each. */
import { intersect, type Range } from "../../../base/range";
import { CELL, cellRange, type Grid, place } from "../../widgets/cells.model";

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
