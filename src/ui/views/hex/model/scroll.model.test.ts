import fc from "fast-check";
import { expect, test } from "vitest";
import {
	clampTop,
	type Extent,
	maxTop,
	pageRows,
	reveal,
	thumbOf,
	topOfThumb,
	visibleRows,
	wheelPixels,
} from "./scroll.model";

/** 100 GB in rows of 16 bytes. */
const HUGE: Extent = { rows: 6_250_000_000, row: 20, view: 715 };
const SMALL: Extent = { rows: 10, row: 20, view: 715 };

test("the last row is reached exactly, at any size", () => {
	const top = clampTop(Number.POSITIVE_INFINITY, HUGE);
	expect(visibleRows(top, HUGE).to).toBe(HUGE.rows);
	expect(top + HUGE.view).toBe(HUGE.rows * HUGE.row);
});

test("small steps are exact anywhere: no rounding creeps in", () => {
	fc.assert(
		fc.property(
			fc.maxSafeNat().map((n) => n % maxTop(HUGE)),
			fc.integer({ min: -400, max: 400 }),
			(top, delta) => {
				const to = clampTop(top + delta, HUGE);
				if (to > 0 && to < maxTop(HUGE)) expect(to - top).toBe(delta);
			},
		),
	);
});

test("the thumb spans the track from the first row to the last", () => {
	expect(thumbOf(0, HUGE, 700)?.at).toBe(0);
	const end = thumbOf(maxTop(HUGE), HUGE, 700);
	expect(end && end.at + end.length).toBe(700);
	expect(topOfThumb(-50, HUGE, 700)).toBe(0);
	expect(topOfThumb(5000, HUGE, 700)).toBe(maxTop(HUGE));
});

test("dragging the thumb by nothing moves nothing", () => {
	const extent = { rows: 5000, row: 20, view: 700 };
	fc.assert(
		fc.property(fc.nat(maxTop(extent)), (top) => {
			const thumb = thumbOf(top, extent, 700);
			expect(topOfThumb(thumb!.at, extent, 700)).toBe(top);
		}),
	);
});

test("no scroll bar when everything is visible", () => {
	expect(thumbOf(0, SMALL, 700)).toBeUndefined();
	expect(topOfThumb(100, SMALL, 700)).toBe(0);
	expect(clampTop(50, SMALL)).toBe(0);
});

test("keys reveal as little as needed", () => {
	const extent = { rows: 1000, row: 20, view: 200 };
	expect(reveal(5, 0, extent, "nearest")).toBe(0);
	expect(reveal(10, 0, extent, "nearest")).toBe(20);
	expect(reveal(3, 100, extent, "nearest")).toBe(60);
	expect(reveal(999, 0, extent, "nearest")).toBe(maxTop(extent));
});

test("a jump leaves a row in sight alone and puts others into the upper third", () => {
	const extent = { rows: 1000, row: 20, view: 200 };
	expect(reveal(4, 0, extent, "jump")).toBe(0);
	expect(reveal(500, 0, extent, "jump")).toBe(500 * 20 - 60);
	expect(reveal(0, 5000, extent, "jump")).toBe(0);
});

test("a page is what is wholly visible, and at least a row", () => {
	expect(pageRows(HUGE)).toBe(35);
	expect(pageRows({ ...HUGE, view: 5 })).toBe(1);
});

test("wheel deltas count pixels, lines or pages", () => {
	expect(wheelPixels(100, 0, HUGE)).toBe(100);
	expect(wheelPixels(3, 1, HUGE)).toBe(60);
	expect(wheelPixels(-1, 2, HUGE)).toBe(-715);
});
