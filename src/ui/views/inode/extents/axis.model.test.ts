import { expect, test } from "vitest";
import { axisOf, BREAK, place, wholeAxis } from "./axis.model";

test("one address far out does not squeeze the others: the gap is a break", () => {
	const near = { start: 1000, end: 1050 };
	const far = { start: 1e12, end: 1e12 + 50 };
	const axis = axisOf([far, near], 200 + BREAK);
	expect(place(axis, near)).toEqual({ x: 0, width: 100 });
	expect(place(axis, far)).toEqual({ x: 100 + BREAK, width: 100 });
	expect(axis).toHaveLength(2);
});

test("gaps in proportion stay as they are", () => {
	const axis = axisOf(
		[
			{ start: 0, end: 10 },
			{ start: 50, end: 100 },
		],
		200,
	);
	expect(axis).toEqual([{ start: 0, end: 100, x: 0, width: 200 }]);
});

test("only so many breaks, at the longest gaps, and all inside of the lane", () => {
	const parts = Array.from({ length: 50 }, (_, i) => ({
		start: i * i * 1e6,
		end: i * i * 1e6 + 1,
	}));
	const axis = axisOf(parts, 300);
	expect(axis).toHaveLength(7);
	for (const part of parts) {
		const { x, width } = place(axis, part);
		expect(x).toBeGreaterThanOrEqual(0);
		expect(x + width).toBeLessThanOrEqual(300 + 1e-6);
	}
});

test("the smallest part has a pixel, and nothing has a whole lane", () => {
	expect(place(wholeAxis({ start: 0, end: 1e6 }, 100), { start: 999_999, end: 1e6 })).toEqual({
		x: 99,
		width: 1,
	});
	expect(axisOf([], 100)).toEqual([{ start: 0, end: 1, x: 0, width: 100 }]);
});
