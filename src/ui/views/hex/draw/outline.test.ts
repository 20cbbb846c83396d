import { expect, test } from "vitest";
import { columnsOf } from "../model/geometry.model";
import { outline, rowRuns } from "./outline";

const columns = columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 });
const yOf = (row: number) => row * 20;

test("a range is cut into the rows it touches", () => {
	expect(rowRuns({ start: 14, end: 34 }, 16, 0, 100)).toEqual([
		{ row: 0, first: 14, last: 15 },
		{ row: 1, first: 0, last: 15 },
		{ row: 2, first: 0, last: 1 },
	]);
});

test("only rows asked for, whatever the size of the range", () => {
	const runs = rowRuns({ start: 0, end: 1e12 }, 16, 1_000_000, 1_000_003);
	expect(runs.map((r) => [r.row, r.first, r.last])).toEqual([
		[1_000_000, 0, 15],
		[1_000_001, 0, 15],
		[1_000_002, 0, 15],
	]);
	expect(rowRuns({ start: 0, end: 16 }, 16, 5, 9)).toEqual([]);
});

test("one row is a box, more are one polygon with steps", () => {
	const shape = (start: number, end: number) =>
		outline(rowRuns({ start, end }, 16, 0, 10), columns, "text", yOf);
	expect(shape(2, 5)).toEqual([
		[
			[columns.textX + 16, 0],
			[columns.textX + 40, 0],
			[columns.textX + 40, 20],
			[columns.textX + 16, 20],
		],
	]);
	expect(shape(2, 40)).toHaveLength(1);
	expect(shape(2, 40)[0]).toHaveLength(8);
});

test("two rows that do not touch are two boxes", () => {
	const shape = outline(rowRuns({ start: 12, end: 20 }, 16, 0, 10), columns, "hex", yOf);
	expect(shape).toHaveLength(2);
});

test("nothing visible, nothing drawn", () => {
	expect(outline([], columns, "hex", yOf)).toEqual([]);
});
