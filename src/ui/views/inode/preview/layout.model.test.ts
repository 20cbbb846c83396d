import { expect, test } from "vitest";
import { gutterColumns, LINE, rowHeight } from "./layout.model";

test("the gutter has room for the largest line number", () => {
	expect([1, 999, 1000, 123_456].map(gutterColumns)).toEqual([5, 5, 6, 8]);
});

test("a row that is not wrapped is one line high", () => {
	expect(rowHeight({ start: 0, end: 2000 }, undefined, 5)).toBe(LINE);
});

test("a wrapped row is as many lines high as its characters fill", () => {
	const width = 7.8 * 107;
	const heights = [0, 100, 101, 1000].map((end) => rowHeight({ start: 0, end }, width, 5));
	expect(heights).toEqual([LINE, LINE, 2 * LINE, 10 * LINE]);
});

test("a pane too narrow for any text still gives a height", () => {
	expect(rowHeight({ start: 0, end: 3 }, 10, 5)).toBe(3 * LINE);
});
