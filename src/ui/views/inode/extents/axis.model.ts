/**
 * Where bytes lie on a lane. An address far out would squeeze all others to hairlines: what nothing
 * is stored in is then shortened, and the place where it is can be told.
 */
import type { Range } from "../../../../base/range";

/** Bytes that are drawn in proportion. */
interface Piece extends Range {
	/** Pixels. */
	readonly x: number;
	readonly width: number;
}

/** Ascending; between two of them something was left out. */
export type Axis = readonly Piece[];

/** A gap is shortened when it is so many times as long as all that is stored. */
const LONG = 8;
/** Pixels that a shortened gap takes. */
export const BREAK = 14;
/** More breaks would leave no room for what is between them. */
const MOST_BREAKS = 6;

export const wholeAxis = ({ start, end }: Range, width: number): Axis => [
	{ start, end: Math.max(end, start + 1), x: 0, width },
];

/**
 * @param parts what is stored, in any order
 * @param width pixels of the lane
 */
export function axisOf(parts: readonly Range[], width: number): Axis {
	const runs = runsOf(parts);
	const [first, last] = [runs[0], runs.at(-1)];
	if (!first || !last) return wholeAxis({ start: 0, end: 1 }, width);
	const stored = runs.reduce((sum, { start, end }) => sum + end - start, 0);
	const gaps = runs.slice(1).map(({ start }, i) => ({ i, length: start - (runs[i] as Range).end }));
	const cuts = gaps
		.filter(({ length }) => length > LONG * stored)
		.sort((a, b) => b.length - a.length)
		.slice(0, MOST_BREAKS)
		.map(({ i }) => i)
		.sort((a, b) => a - b);
	const clusters = [...cuts, runs.length - 1].map((end, k) => {
		const begin = k === 0 ? 0 : (cuts[k - 1] as number) + 1;
		return { start: (runs[begin] as Range).start, end: (runs[end] as Range).end };
	});
	const bytes = clusters.reduce((sum, { start, end }) => sum + end - start, 0);
	const room = Math.max(clusters.length, width - BREAK * cuts.length);
	let x = 0;
	return clusters.map(({ start, end }) => {
		const piece = { start, end, x, width: (room * (end - start)) / Math.max(1, bytes) };
		x += piece.width + BREAK;
		return piece;
	});
}

/** What is stored, ascending, with what touches put together. */
function runsOf(parts: readonly Range[]): readonly Range[] {
	const runs: { start: number; end: number }[] = [];
	for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
		const last = runs.at(-1);
		if (last && start <= last.end) last.end = Math.max(last.end, end);
		else runs.push({ start, end });
	}
	return runs;
}

/** Where a range lies, at least one pixel wide and inside of the lane. */
export function place(axis: Axis, { start, end }: Range): { x: number; width: number } {
	const piece = axis.findLast((each) => each.start <= start) ?? axis[0];
	if (!piece) return { x: 0, width: 1 };
	const scale = piece.width / Math.max(1, piece.end - piece.start);
	const width = Math.max(1, (Math.min(end, piece.end) - start) * scale);
	const x = piece.x + (start - piece.start) * scale;
	return { x: Math.max(0, Math.min(x, piece.x + piece.width - width)), width };
}
