/**
 * Where rows lie inside one directory. Its own entries are numbered by position; each
 * open directory among them pushes what follows down by its own number of rows.
 */
import type { Dir, Marks, Order, Ready } from "./dir";
import { orderOf, rankOf, type Sort } from "./sort.model";

/** The first k in [0, length) that is not `before`, or length. `before` is true, then false. */
export function firstNot(length: number, before: (k: number) => boolean): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (before(middle)) low = middle + 1;
		else high = middle;
	}
	return low;
}

/** Sorts a directory at most once per sort. */
export function orderIn(dir: Dir, contents: Ready, sort: Sort): Order {
	if (dir.order?.sort !== sort) {
		const order = orderOf(contents.entries, sort, contents.sorted);
		dir.order = { sort, order, rank: rankOf(order) };
	}
	return dir.order;
}

const NO_MARKS = { dirs: [], start: new Float64Array(0) };

export function marksOf(dir: Dir, sort: Sort): Marks {
	dir.marks ??= layOut(dir, sort);
	return dir.marks;
}

function layOut(dir: Dir, sort: Sort): Marks {
	const { contents } = dir;
	if (contents.state === "waiting") return { ...NO_MARKS, rows: contents.slow ? 1 : 0 };
	if (contents.state === "failed") return { ...NO_MARKS, rows: 1 };
	const { count } = contents.entries;
	const dirs = [...dir.inside.values()].filter((d) => d.isOpen);
	if (!dirs.length) return { ...NO_MARKS, rows: Math.max(1, count) };
	const { rank } = orderIn(dir, contents, sort);
	const at = (d: Dir) => rank[d.entry] as number;
	dirs.sort((a, b) => at(a) - at(b));
	const start = new Float64Array(dirs.length);
	let nested = 0;
	for (const [k, d] of dirs.entries()) {
		start[k] = at(d) + 1 + nested;
		nested += marksOf(d, sort).rows;
	}
	return { dirs, start, rows: count + nested };
}

/** Which of the open directories in `marks` is the first at or after a position. */
export const firstOpenFrom = (marks: Marks, rank: Uint32Array, position: number): number =>
	firstNot(marks.dirs.length, (k) => (rank[(marks.dirs[k] as Dir).entry] as number) < position);

/** Rows from the directory's first row to the entry at a position. */
export function rowAt(dir: Dir, contents: Ready, position: number, sort: Sort): number {
	const marks = marksOf(dir, sort);
	if (!marks.dirs.length) return position;
	const { rank } = orderIn(dir, contents, sort);
	const k = firstOpenFrom(marks, rank, position) - 1;
	const last = marks.dirs[k];
	if (!last) return position;
	const end = (marks.start[k] as number) + marksOf(last, sort).rows;
	return end + position - (rank[last.entry] as number) - 1;
}

export interface Place {
	readonly dir: Dir;
	/** Absent on a row that stands in for the entries. */
	readonly position?: number;
}

/** Directory and position of row `row` of `dir`; the row must exist. */
export function locate(dir: Dir, row: number, sort: Sort): Place {
	let at = dir;
	let rest = row;
	for (;;) {
		const { contents } = at;
		if (contents.state !== "ready" || contents.entries.count === 0) return { dir: at };
		const { dirs, start } = marksOf(at, sort);
		const k = firstNot(dirs.length, (i) => (start[i] as number) <= rest) - 1;
		const last = dirs[k];
		if (!last) return { dir: at, position: rest };
		rest -= start[k] as number;
		const { rows } = marksOf(last, sort);
		if (rest >= rows) {
			const { rank } = orderIn(at, contents, sort);
			return { dir: at, position: (rank[last.entry] as number) + 1 + rest - rows };
		}
		at = last;
	}
}
