import { expect, test } from "vitest";
import { Fling, speedOf } from "./fling";

test("rows follow the finger, pixel by pixel", () => {
	const moved: number[] = [];
	const fling = new Fling((pixels) => moved.push(pixels));
	fling.begin(300, 0);
	fling.move(290, 16);
	fling.move(295, 32);
	expect(moved).toEqual([10, -5]);
});

test("speed is that of the last moments only", () => {
	const samples = [
		{ y: 900, at: 0 },
		{ y: 300, at: 100 },
		{ y: 280, at: 120 },
		{ y: 260, at: 140 },
	];
	expect(speedOf(samples, 150)).toBe(1);
	expect(speedOf(samples, 500)).toBe(0);
	expect(speedOf([], 0)).toBe(0);
});
