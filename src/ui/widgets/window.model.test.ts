import fc from "fast-check";
import { expect, test } from "vitest";
import {
	type Extent,
	follow,
	type Position,
	reveal,
	START,
	settle,
	toPhysical,
	toVirtual,
	virtualTop,
	WINDOW_ROWS,
	windowRows,
} from "./window.model";

const MILLION: Extent = { rows: 1_000_000, row: 26, view: 700 };
const bottom = (extent: Extent) => windowRows(extent) * extent.row - extent.view;
const end = (extent: Extent) => extent.rows * extent.row - extent.view;

test("the element stays well below the height at which browsers lose precision", () => {
	expect(windowRows(MILLION) * 34).toBeLessThan(8_000_000);
});

test("up to the window's size nothing is mapped at all", () => {
	const extent = { rows: WINDOW_ROWS, row: 26, view: 700 };
	for (const top of [0, 1.5, 100_000, bottom(extent)]) {
		expect(toVirtual(top, extent)).toBe(top);
		expect(follow(START, top, extent)).toEqual({ top, origin: 0 });
	}
});

test("thumb at the top is the first row, thumb at the bottom the last of a million", () => {
	expect(toVirtual(0, MILLION)).toBe(0);
	expect(toVirtual(bottom(MILLION), MILLION)).toBe(end(MILLION));
	const leap = follow(START, bottom(MILLION), MILLION);
	expect(virtualTop(leap, MILLION)).toBe(end(MILLION));
});

test("the two mappings undo each other", () => {
	fc.assert(
		fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (share) => {
			const at = share * end(MILLION);
			expect(toVirtual(toPhysical(at, MILLION), MILLION)).toBeCloseTo(at, 3);
		}),
	);
});

test("a small movement moves rows by exactly as much, anywhere", () => {
	fc.assert(
		fc.property(fc.nat(end(MILLION)), fc.integer({ min: -500, max: 500 }), (at, delta) => {
			const from = settle(at, MILLION);
			const top = Math.max(0, Math.min(bottom(MILLION), from.top + delta));
			const to = follow(from, top, MILLION);
			expect(virtualTop(to, MILLION) - virtualTop(from, MILLION)).toBe(top - from.top);
		}),
	);
});

test("settling never moves what is on screen", () => {
	fc.assert(
		fc.property(fc.nat(end(MILLION)), (at) => {
			const { top, origin } = settle(at, MILLION);
			expect(virtualTop({ top, origin }, MILLION)).toBe(at);
			expect(top).toBeGreaterThanOrEqual(0);
			expect(top).toBeLessThanOrEqual(bottom(MILLION));
			expect(origin).toBeGreaterThanOrEqual(0);
			expect(origin).toBeLessThanOrEqual(MILLION.rows - windowRows(MILLION));
		}),
	);
});

test("wheeling down from anywhere, with rests, reaches the last row", () => {
	for (const start of [0, 5_000_000, 20_000_000, end(MILLION) - 3000]) {
		let position: Position = settle(start, MILLION);
		for (let turn = 0; turn < 200_000; turn++) {
			const top = Math.min(bottom(MILLION), position.top + 400);
			if (top === position.top) break;
			position = follow(position, top, MILLION);
			if (turn % 30 === 0) position = settle(virtualTop(position, MILLION), MILLION);
		}
		expect(virtualTop(position, MILLION)).toBe(end(MILLION));
	}
});

test("reveal moves as little as needed", () => {
	const extent = { rows: 100, row: 20, view: 200 };
	expect(reveal(3, 0, extent, "nearest")).toBe(0);
	expect(reveal(10, 0, extent, "nearest")).toBe(20);
	expect(reveal(2, 100, extent, "nearest")).toBe(40);
	expect(reveal(3, 0, extent, "center")).toBe(0);
	expect(reveal(50, 0, extent, "center")).toBe(910);
});
