import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { columnsOf } from "../model/geometry.model";
import { Hex } from "./hex";

const COLUMNS = columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 });
/** 100 GB and a little, so that the last row is short. */
const HUGE = 100_000_000_005;

let asked: number[];
let hex: Hex;

const hexOf = (size: number): Hex =>
	new Hex({
		space: "image",
		size,
		home: 0,
		blockSize: 4096,
		fetchBytes: async (start, end) => {
			asked.push(start);
			return { bytes: new Uint8Array(end - start), missing: [] };
		},
		fetchNodes: async (start) => [{ key: "field", start, end: start + 8, role: "id" }],
	});

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	hex = hexOf(HUGE);
	hex.layout(COLUMNS, 700);
});

afterEach(() => {
	hex.close();
	vi.useRealTimers();
});

test("the last byte of 100 GB can be reached, and is in sight", () => {
	hex.move(Number.MAX_SAFE_INTEGER, false);
	expect(hex.state.selection.cursor).toBe(HUGE - 1);
	expect(hex.visible.end).toBe(HUGE);
	hex.scrollBy(1e6);
	expect(hex.visible.end).toBe(HUGE);
});

test("ten thousand wheel steps down and up again end where they began", () => {
	hex.visit({ start: 50_000_000_000, end: 50_000_000_001 }, undefined);
	const { top } = hex.state;
	for (let i = 0; i < 10_000; i++) hex.scrollBy(53);
	for (let i = 0; i < 10_000; i++) hex.scrollBy(-53);
	expect(hex.state.top).toBe(top);
});

test("another row length keeps the byte at the top", () => {
	hex.scrollTo(1000 * 20);
	expect(hex.visible.start).toBe(16_000);
	hex.layout(columnsOf({ ...COLUMNS, perRow: 32 }), 700);
	expect(hex.visible.start).toBe(16_000);
});

test("the cursor stays in sight in shorter rows and less room, unless it was scrolled out of sight", () => {
	const narrow = columnsOf({ ...COLUMNS, perRow: 8 });
	hex.scrollTo(1000 * 20);
	hex.select({ anchor: 16_400, cursor: 16_400 });
	hex.layout(narrow, 140);
	expect(hex.visible.start).toBeLessThanOrEqual(16_400);
	expect(hex.visible.end).toBeGreaterThan(16_400);
	hex.scrollTo(0);
	hex.layout(COLUMNS, 700);
	expect(hex.visible.start).toBe(0);
});

test("a place asked for before the first layout is kept", () => {
	const early = hexOf(HUGE);
	early.visit({ start: 1_000_000, end: 1_000_010 }, undefined);
	early.layout(COLUMNS, 700);
	expect(early.visible.start).toBeLessThanOrEqual(1_000_000);
	expect(early.visible.end).toBeGreaterThan(1_000_000);
	early.close();
});

test("a place left and come back to shows the same rows", () => {
	hex.visit({ start: 1_000_000, end: 1_000_010 }, 900_000);
	expect(hex.visible.start).toBe(900_000);
});

test("a range beyond the end is brought inside, and told", () => {
	hex.visit({ start: HUGE + 5, end: HUGE + 10 }, undefined);
	expect(hex.selected).toEqual({ start: HUGE - 1, end: HUGE });
	expect(hex.state.beyond).toBe(HUGE + 5);
	hex.visit({ start: 5, end: 10 }, undefined);
	expect(hex.state.beyond).toBeUndefined();
});

test("flying over the space asks for few pages, and for those where it ends", async () => {
	for (let i = 0; i < 100; i++) {
		hex.scrollTo(i * 1e9);
		await vi.advanceTimersByTimeAsync(5);
	}
	await vi.advanceTimersByTimeAsync(200);
	expect(asked.length).toBeLessThan(40);
	expect(asked.at(-1)).toBeLessThanOrEqual(hex.visible.end);
	expect(hex.pages.page(hex.visible.start)).toBeDefined();
});

test("a retry brings the bytes, and what they mean", async () => {
	let broken = true;
	const field = { key: "magic", start: 0, end: 4, role: "magic" } as const;
	const unless = async <T>(answer: T): Promise<T> => {
		if (broken) throw new Error("no network");
		return answer;
	};
	const failing = new Hex({
		space: "image",
		size: 100,
		home: 0,
		blockSize: 4096,
		fetchBytes: (start, end) => unless({ bytes: new Uint8Array(end - start), missing: [] }),
		fetchNodes: () => unless([field]),
	});
	failing.layout(COLUMNS, 700);
	await vi.advanceTimersByTimeAsync(500);
	expect(failing.pages.failure).toBeDefined();
	broken = false;
	failing.retry();
	await vi.advanceTimersByTimeAsync(500);
	expect(failing.pages.failure).toBeUndefined();
	expect(failing.state.notes.nodes).toEqual([field]);
	failing.close();
});

test("an empty space has no cursor to move", () => {
	const empty = hexOf(0);
	empty.layout(COLUMNS, 700);
	empty.move(5, false);
	empty.visit({ start: 3, end: 4 }, undefined);
	expect(empty.state.selection).toEqual({ anchor: 0, cursor: 0 });
	empty.close();
});

test("what the cursor is on stays known while the rows move on, and no longer", async () => {
	hex.visit({ start: 4, end: 5 }, undefined);
	expect(hex.knows(4)).toBe(false);
	await vi.advanceTimersByTimeAsync(1000);
	expect(hex.leaf(4)?.node.key).toBe("field");
	hex.scrollTo(1_000_000 * 20);
	await vi.advanceTimersByTimeAsync(1000);
	expect(hex.leaf(4)?.node.key).toBe("field");
	expect(hex.knows(4)).toBe(true);
	expect(hex.knows(5)).toBe(false);
	expect(hex.leaf(5)).toBeUndefined();
});

test("what is at the cursor can be waited for, as long as the cursor stays", async () => {
	hex.move(64, false);
	const here = hex.whenKnown();
	expect(hex.knows(64)).toBe(false);
	await vi.advanceTimersByTimeAsync(200);
	expect(hex.knows(64)).toBe(true);
	expect(await Promise.all([here, hex.whenKnown()])).toEqual([true, true]);
	hex.move(HUGE - 1, false);
	const left = hex.whenKnown();
	hex.move(HUGE - 2, false);
	expect(await left).toBe(false);
});
