import { expect, test } from "vitest";
import { fitSelection, moveTo, rangeOf, START, selectionOf } from "./selection.model";

test("a cursor alone selects its byte", () => {
	expect(rangeOf(START)).toEqual({ start: 0, end: 1 });
});

test("extending goes both ways around the anchor", () => {
	const at = moveTo(START, 10, false, 100);
	expect(rangeOf(moveTo(at, 14, true, 100))).toEqual({ start: 10, end: 15 });
	expect(rangeOf(moveTo(at, 7, true, 100))).toEqual({ start: 7, end: 11 });
});

test("moving without extending drops the selection", () => {
	const selected = moveTo(moveTo(START, 10, false, 100), 20, true, 100);
	expect(rangeOf(moveTo(selected, 21, false, 100))).toEqual({ start: 21, end: 22 });
});

test("nothing leaves the space", () => {
	expect(moveTo(START, -5, false, 100).cursor).toBe(0);
	expect(moveTo(START, 500, true, 100)).toEqual({ anchor: 0, cursor: 99 });
	expect(fitSelection({ anchor: 500, cursor: 20 }, 100)).toEqual({ anchor: 99, cursor: 20 });
});

test("a range becomes a selection of the same bytes, cursor first", () => {
	const selection = selectionOf({ start: 0x400, end: 0x480 });
	expect(selection.cursor).toBe(0x400);
	expect(rangeOf(selection)).toEqual({ start: 0x400, end: 0x480 });
	expect(rangeOf(selectionOf({ start: 5, end: 6 }))).toEqual({ start: 5, end: 6 });
});
