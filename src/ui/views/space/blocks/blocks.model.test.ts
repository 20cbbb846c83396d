import { expect, test } from "vitest";
import { bytesOf, lookedAt, partOf, sightOf } from "./blocks.model";

const BLOCK = 4096;
const BOX = { width: 600, height: 240 };

test("from the whole image down to one block, and back", () => {
	const size = 5_000_000_000 + 17;
	const at = 3_123_456_789;
	let range = partOf(undefined, size, BLOCK);
	for (let looks = 0; ; looks++) {
		expect(looks).toBeLessThan(8);
		const sight = sightOf(range, BLOCK, BOX);
		const { grid } = sight;
		expect(grid.columns * 12 * sight.scale).toBeLessThanOrEqual(BOX.width);
		expect(grid.rows * 12 * sight.scale).toBeLessThanOrEqual(BOX.height);
		// Cells lie side by side and end where the range does.
		expect(bytesOf(sight, 0).start).toBe(range.start);
		expect(bytesOf(sight, 1).start).toBe(bytesOf(sight, 0).end);
		expect(bytesOf(sight, grid.cells - 1).end).toBe(range.end);
		expect(range.start % BLOCK).toBe(0);
		if (grid.cellBytes === BLOCK) break;
		range = lookedAt(range, at, "closer", size, BLOCK);
		expect(range.start <= at && at < range.end).toBe(true);
	}
	for (let i = 0; i < 8; i++) range = lookedAt(range, at, "away", size, BLOCK);
	expect(range).toEqual({ start: 0, end: size });
});

test("few blocks are drawn larger; what is not there is the whole", () => {
	expect(sightOf({ start: 0, end: 20 * BLOCK }, BLOCK, BOX).scale).toBe(4);
	// As large as they all fit: 67 of 48 or 36 px do not, on a phone.
	const phone = { width: 366, height: 210 };
	expect(sightOf({ start: 0, end: 67 * BLOCK }, BLOCK, phone).scale).toBe(2);
	expect(sightOf({ start: 0, end: 1 }, BLOCK, { width: 0, height: 0 }).grid.cells).toBe(1);
	expect(partOf({ start: 9 * BLOCK, end: 10 * BLOCK }, 100, BLOCK)).toEqual({ start: 0, end: 100 });
	expect(partOf({ start: 100, end: 5000 }, 6000, BLOCK)).toEqual({ start: 0, end: 6000 });
});
