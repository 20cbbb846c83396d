import { expect, test } from "vitest";
import { cellAt, cellRange, gridFor, moveCursor, PITCH } from "../../widgets/cells.model";
import { cellsOf, cellsPath, coverage, touched } from "./map.model";
import {
	askedText,
	durationText,
	hitRateText,
	type LogEntry,
	latestRanges,
	mapText,
	stateText,
	waitingRanges,
} from "./network.model";

const MB = 1 << 20;

test("the map always fits its rows, whatever the size of the image", () => {
	for (const size of [1, 4096, 77_824, 5 * MB, 5000 * MB, 2 ** 52]) {
		const grid = gridFor(size, 100, 12);
		expect(grid.rows).toBeLessThanOrEqual(12);
		expect(grid.cells * grid.cellBytes).toBeGreaterThanOrEqual(size);
		expect(grid.cells).toBeGreaterThan(0);
	}
	expect(gridFor(77_824, 100, 12)).toMatchObject({ cells: 19, rows: 1, cellBytes: 4096 });
});

test("the last cell ends with the image", () => {
	const size = 10_000;
	const grid = gridFor(size, 10, 10);
	expect(cellRange(grid, 2, size)).toEqual({ start: 8192, end: 10_000 });
	expect(coverage(grid, [{ start: 8192, end: 10_000 }], size)[2]).toBe(1);
});

test("a cell is covered by its share, over several ranges", () => {
	const grid = gridFor(8192, 10, 10);
	const ranges = [
		{ start: 0, end: 1024 },
		{ start: 2048, end: 3072 },
		{ start: 4096, end: 8192 },
	];
	expect([...coverage(grid, ranges, 8192)]).toEqual([0.5, 1]);
});

test("ranges beyond the image touch nothing", () => {
	const grid = gridFor(8192, 10, 10);
	expect(cellsOf(grid, { start: 8192, end: 9000 })).toBeUndefined();
	expect([...touched(grid, [{ start: 4000, end: 4200 }])]).toEqual([1, 1]);
	expect([...touched(grid, [{ start: 4096, end: 8192 }])]).toEqual([0, 1]);
});

test("a point finds the cell that is drawn there", () => {
	const grid = gridFor(4096 * 25, 10, 10);
	expect(cellAt(grid, 3 * PITCH + 1, PITCH + 1)).toBe(13);
	expect(cellAt(grid, 9 * PITCH, 2 * PITCH)).toBeUndefined();
	expect(cellAt(grid, -1, 0)).toBeUndefined();
});

test("a cell with a single byte fetched can still be seen", () => {
	const grid = gridFor(4096 * 2, 10, 10);
	expect(cellsPath(grid, (cell) => (cell === 1 ? 1e-6 : 0))).toBe(`M${PITCH} 10h10v-2h-10z`);
});

test("arrow keys stay inside the map", () => {
	const grid = gridFor(4096 * 25, 10, 10);
	expect(moveCursor(grid, 3, "↓")).toBe(13);
	expect(moveCursor(grid, 3, "↑")).toBe(0);
	expect(moveCursor(grid, 23, "↓")).toBe(24);
	expect(moveCursor(grid, 5, "x")).toBeUndefined();
});

const entry = (part: Partial<LogEntry>): LogEntry => ({
	id: 1,
	start: 0,
	end: 4096,
	reason: "superblock",
	attempt: 1,
	state: "done",
	status: 206,
	bytes: 4096,
	began: 0,
	took: 50,
	...part,
});

test("the latest burst is what ended close to the newest request", () => {
	const log = [
		entry({ id: 1, began: 0 }),
		entry({ id: 2, began: 5000 }),
		entry({ id: 3, began: 5600 }),
		entry({ id: 4, began: 9000, state: "waiting" }),
	];
	expect(latestRanges(log).map((e) => (e as LogEntry).id)).toEqual([2, 3]);
	expect(waitingRanges(log).map((e) => e.id)).toEqual([4]);
	expect(latestRanges([])).toEqual([]);
});

test("a hit rate is not rounded up to all", () => {
	expect(hitRateText({ hits: 0, misses: 0 })).toBe("–");
	expect(hitRateText({ hits: 9999, misses: 1 })).toBe(">99.9 %");
	expect(hitRateText({ hits: 3, misses: 1 })).toBe("75 %");
});

test("a request tells its fate", () => {
	expect(stateText(entry({}))).toBe("206 (partial content)");
	expect(stateText(entry({ bytes: 1000 }))).toBe("206 (partial content), only 1000 B");
	expect(stateText(entry({ attempt: 2 }))).toBe("206 (partial content), attempt 2");
	expect(stateText(entry({ state: "failed", error: "http-cut" }))).toBe("failed: http-cut");
	expect(stateText(entry({ state: "cancelled" }))).toBe("stopped");
	expect(askedText({ start: 0, end: 0 })).toBe("whole file");
	expect(durationText(undefined)).toBe("–");
	expect(durationText(1234)).toBe("1.2 s");
});

test("the map can be read out", () => {
	const fetched = [{ start: 0, end: 65_536 }];
	expect(mapText({ fetched, size: MB })).toBe("64 KiB of 1 MiB fetched: bytes 0x0 to 0x10000.");
	expect(mapText({ fetched: [], size: MB })).toBe("0 B of 1 MiB fetched.");
});
