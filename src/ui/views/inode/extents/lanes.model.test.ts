import { expect, test } from "vitest";
import { wholeAxis } from "./axis.model";
import { byteAt, extentLanes, FEW, MOST_SPACES, markOn, pagesToDraw } from "./lanes.model";
import { type FixtureRow, pageOf } from "./page.fixture";

test("few extents are drawn one by one, with a thread to where each is stored", () => {
	const rows: FixtureRow[] = [
		[0, 50, "compressed", 1000, 10],
		[50, 25, "hole"],
		[75, 25, "data", 1025, 25],
	];
	const lanes = extentLanes([pageOf({ rows })], 100, 200);
	expect(lanes.file.bars).toEqual([
		{ x: 0, width: 100, kind: "compressed" },
		{ x: 100, width: 50, kind: "hole" },
		{ x: 150, width: 50, kind: "data" },
	]);
	expect(lanes.stored).toEqual([
		{
			space: "image",
			range: { start: 1000, end: 1050 },
			axis: [{ start: 1000, end: 1050, x: 0, width: 200 }],
			bars: [
				{ x: 0, width: 40, kind: "compressed" },
				{ x: 100, width: 100, kind: "data" },
			],
		},
	]);
	expect(lanes.threads.map((t) => [t.from.x, t.to.x])).toEqual([
		[0, 0],
		[150, 100],
	]);
});

test("the smallest extent still has a pixel, inside the lane", () => {
	const lanes = extentLanes([pageOf({ rows: [[999_999, 1, "inline", 5, 1]] })], 1_000_000, 100);
	expect(lanes.file.bars).toEqual([{ x: 99, width: 1, kind: "inline" }]);
});

test("each space has its lane, fullest first, and the rest is counted", () => {
	const count = MOST_SPACES + 2;
	const lanes = extentLanes(
		[
			pageOf({
				spaces: Array.from({ length: count }, (_, i) => `device:${i + 1}`),
				rows: Array.from({ length: count }, (_, i) => [i * 10, 10, "data", 0, i + 1, i]),
			}),
		],
		count * 10,
		100,
	);
	expect(lanes.stored.map((l) => l.space)).toEqual([
		"device:6",
		"device:5",
		"device:4",
		"device:3",
	]);
	expect(lanes.leftOut).toBe(2);
});

test("many extents are summed up: never more bars than pixels, the larger share wins", () => {
	const rows = Array.from({ length: FEW * 50 }, (_, i): FixtureRow => {
		const hole = i % 10 === 0;
		return hole ? [i * 10, 10, "hole"] : [i * 10, 10, "compressed", i * 5, 5];
	});
	const lanes = extentLanes([pageOf({ rows })], rows.length * 10, 100);
	expect(lanes.file.bars).toEqual([{ x: 0, width: 100, kind: "compressed" }]);
	expect(lanes.stored[0]?.bars.length).toBeLessThanOrEqual(100);
	expect(lanes.threads).toEqual([]);
});

test("holes show only where nothing is stored", () => {
	const rows = Array.from({ length: FEW * 4 }, (_, i): FixtureRow => {
		const stored = i < FEW * 2 && i % 4 === 0;
		return stored ? [i * 10, 10, "data", i * 10, 10] : [i * 10, 10, "hole"];
	});
	expect(extentLanes([pageOf({ rows })], rows.length * 10, 100).file.bars).toEqual([
		{ x: 0, width: 50, kind: "data" },
		{ x: 50, width: 50, kind: "hole" },
	]);
});

test("a pixel half hole, half compressed shows what is compressed", () => {
	const rows = Array.from({ length: FEW * 2 }, (_, i): FixtureRow => {
		return i % 2 ? [i * 10, 10, "compressed", i * 10, 5] : [i * 10, 10, "hole"];
	});
	expect(extentLanes([pageOf({ rows })], rows.length * 10, 100).file.bars).toEqual([
		{ x: 0, width: 100, kind: "compressed" },
	]);
});

test("what is not loaded yet stays empty on the file's lane", () => {
	const rows = Array.from({ length: FEW + 1 }, (_, i): FixtureRow => [i, 1, "data", i, 1]);
	const lanes = extentLanes([pageOf({ rows, next: FEW + 1 })], (FEW + 1) * 2, 100);
	expect(lanes.file.bars).toEqual([{ x: 0, width: 50, kind: "data" }]);
});

test("an empty map has empty lanes", () => {
	expect(extentLanes([], 0, 100)).toEqual({
		file: {
			range: { start: 0, end: 1 },
			axis: [{ start: 0, end: 1, x: 0, width: 100 }],
			bars: [],
		},
		stored: [],
		threads: [],
		leftOut: 0,
	});
});

test("marks and bytes are each other's inverse", () => {
	const range = { start: 1000, end: 2000 };
	const lane = { range, axis: wholeAxis(range, 200), bars: [] };
	const mark = markOn(lane, { start: 1500, end: 1600 });
	expect(mark).toMatchObject({ x: 100, width: 20 });
	expect(byteAt(lane, mark.x, 200)).toBe(1500);
});

test("a growing map is drawn again when it has grown by a quarter, and when it is whole", () => {
	const pages = (n: number) => Array.from({ length: n }, () => pageOf({ rows: [] }));
	const drawn = pages(8);
	const [little, much] = [pages(9), pages(10)];
	expect(pagesToDraw(drawn, little, false)).toBe(drawn);
	expect(pagesToDraw(drawn, much, false)).toBe(much);
	expect(pagesToDraw(drawn, little, true)).toBe(little);
	expect(pagesToDraw([], little, false)).toBe(little);
});
