/** Which part of the image the block map shows, and how large its cells are. */
import { type Range, roundDown, roundUp } from "../../../../base/range";
import { cellRange, type Grid, gridFor, PITCH } from "../../../widgets/cells.model";

export interface Sight {
	/** Begins with a block; it can end inside the last one. */
	readonly range: Range;
	readonly grid: Grid;
	/** CSS pixels from one cell to the next, as a multiple of PITCH. */
	readonly scale: number;
}

/** Few blocks are drawn larger, up to so much. */
const LARGEST = 4;

export function sightOf(
	range: Range,
	blockSize: number,
	{ width, height }: { readonly width: number; readonly height: number },
): Sight {
	const length = range.end - range.start;
	const most = (side: number) => Math.max(1, Math.floor(side / PITCH));
	const small = gridFor(length, most(width), most(height), blockSize);
	for (let scale = LARGEST; scale > 1; scale--) {
		const grid = gridFor(length, most(width / scale), most(height / scale), blockSize);
		if (grid.cellBytes === small.cellBytes) return { range, grid, scale };
	}
	return { range, grid: small, scale: 1 };
}

/** Bytes of a cell. */
export function bytesOf({ range, grid }: Sight, cell: number): Range {
	const { start, end } = cellRange(grid, cell, range.end - range.start);
	return { start: range.start + start, end: range.start + end };
}

/** The part of what is asked for that is there; all of it where there is nothing of that. */
export function partOf(asked: Range | undefined, size: number, blockSize: number): Range {
	const start = roundDown(asked?.start ?? 0, blockSize);
	const end = Math.min(size, roundUp(asked?.end ?? size, blockSize));
	return start < end ? { start, end } : { start: 0, end: size };
}

/** How much closer one looks at a time. */
const CLOSER = 16;

/** What is around a byte, closer or from further away. */
export function lookedAt(
	{ start, end }: Range,
	at: number,
	way: "closer" | "away",
	size: number,
	blockSize: number,
): Range {
	const length = end - start;
	const wanted = way === "closer" ? length / CLOSER : length * CLOSER;
	const long = Math.min(size, roundUp(Math.max(1, Math.round(wanted)), blockSize));
	const last = roundUp(size - long, blockSize);
	const first = Math.max(0, Math.min(last, roundDown(at - Math.floor(long / 2), blockSize)));
	return { start: first, end: Math.min(size, first + long) };
}
