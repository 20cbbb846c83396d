import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import { leafAt } from "../model/leaves.model";
import { type Notes, NotesLoader } from "./notes";

const SIZE = 1_000_000;
const field: Annotation = { key: "magic", start: 720, end: 728, role: "magic" };

let asked: { start: number; end: number; signal: AbortSignal }[];
let notes: Notes[];
let loader: NotesLoader;

beforeEach(() => {
	vi.useFakeTimers();
	asked = [];
	notes = [];
	loader = new NotesLoader({
		size: SIZE,
		fetch: async (start, end, signal) => {
			asked.push({ start, end, signal });
			return [field];
		},
		onNotes: (n) => notes.push(n),
	});
});

afterEach(() => {
	loader.close();
	vi.useRealTimers();
});

const rest = () => vi.advanceTimersByTimeAsync(200);

test("a window around what is visible, inside the space", async () => {
	loader.want({ start: 0, end: 700 });
	await rest();
	expect(asked[0]).toMatchObject({ start: 0 });
	expect(asked[0]?.end).toBeGreaterThan(700);
	expect(leafAt(notes[0]!.leaves, 725)?.node).toBe(field);
	loader.want({ start: SIZE - 100, end: SIZE });
	await rest();
	expect(asked.at(-1)?.end).toBe(SIZE);
});

test("scrolling by some rows asks nothing new", async () => {
	loader.want({ start: 100_000, end: 100_700 });
	await rest();
	loader.want({ start: 100_500, end: 101_200 });
	await rest();
	expect(asked).toHaveLength(1);
});

test("while scrolling goes on nothing is asked, then once for the last place", async () => {
	for (let at = 0; at < 500_000; at += 10_000) {
		loader.want({ start: at, end: at + 700 });
		await vi.advanceTimersByTimeAsync(16);
	}
	await rest();
	expect(asked).toHaveLength(1);
	expect(asked[0]?.start).toBeGreaterThan(400_000);
});

test("another selected inode asks again for the same place and drops the old question", async () => {
	loader.want({ start: 100_000, end: 100_700 });
	await rest();
	loader.refresh();
	loader.refresh();
	await rest();
	expect(asked.map((a) => a.start)).toEqual(Array(3).fill(asked[0]?.start));
	expect(asked[1]?.signal.aborted).toBe(true);
	expect(notes).toHaveLength(2);
});

test("refreshing before anything was shown asks nothing", async () => {
	loader.refresh();
	await rest();
	expect(asked).toEqual([]);
});
