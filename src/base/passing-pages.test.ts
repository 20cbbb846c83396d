import { describe, expect, test } from "vitest";
import { Failure } from "./errors";
import { KEPT, PassingPages } from "./passing-pages";
import type { Range } from "./range";
import { Resident } from "./resident";
import type { ByteSource } from "./source";

const PAGE = 4096;

/** Each four bytes say where they are. */
const wordAt = (at: number): number => Math.imul(at, 0x9e3779b1) >>> 0;

function words(size: number) {
	const reads: Range[] = [];
	const fill = (start: number, into: Uint8Array): void => {
		reads.push({ start, end: start + into.length });
		const view = new DataView(into.buffer, into.byteOffset, into.byteLength);
		const last = into.length - (into.length % 4);
		for (let i = 0; i < last; i += 4) view.setUint32(i, wordAt(start + i), true);
	};
	const source: ByteSource = {
		id: "words",
		label: "words",
		size,
		read: () => Promise.reject(new Error("A pass over a file waits for nothing.")),
		fill,
	};
	return { fill, reads, resident: new Resident({ space: "image", source }, "passing") };
}

/** The same numbers each time. */
function* numbers(seed: number): Generator<number, never> {
	for (let n = seed; ; ) {
		n = (Math.imul(n, 1664525) + 1013904223) >>> 0;
		yield n / 2 ** 32;
	}
}

describe("a pass", () => {
	test("finds every byte where it is, however it jumps", () => {
		const size = 64 << 20;
		const { resident } = words(size);
		const random = numbers(7);
		const next = (below: number) => Math.floor(random.next().value * below);
		for (let i = 0; i < 20_000; i++) {
			// Near where it was, most of the time, and in a few places again and again.
			const near = (i % 50) * 1_000_000 + next(1 << 16);
			const at = (next(4) > 0 ? near : next(size - (1 << 20))) & ~3;
			const length = next(20) > 0 ? 4 : 4 * (1 + next(1 << 16));
			if (next(5) === 0) resident.need([{ start: at, end: at + length }, ...gaps(at)]);
			const p = resident.seek(at, length);
			const far = length - 4;
			expect(resident.view.getUint32(p, true)).toBe(wordAt(at));
			expect(resident.view.getUint32(p + far, true)).toBe(wordAt(at + far));
		}
	});

	test("leaves a view as it is while no more is read than it keeps", () => {
		const { resident } = words(64 << 20);
		for (let at = 0; at < 32 << 20; at += KEPT / 2) {
			const first = resident.slice(at, at + 64);
			const before = Uint8Array.from(first);
			for (let read = PAGE; read < KEPT; read += PAGE) resident.seek((40 << 20) - 2 * read, 4);
			expect(first).toEqual(before);
		}
	});

	test("reads pages that it has only once, and what is known beforehand in one piece", () => {
		const { resident, reads } = words(1 << 20);
		resident.need([5, 7, 6, 6.5].map((page) => ({ start: page * PAGE, end: page * PAGE + 100 })));
		expect(reads).toEqual([{ start: 5 * PAGE, end: 8 * PAGE }]);
		for (const page of [6, 5, 7]) resident.seek(page * PAGE + 40, 4);
		expect(reads).toHaveLength(1);
	});

	test("reads a part of a long list, and leaves the rest to who seeks", () => {
		const { resident, reads } = words(64 << 20);
		resident.need(
			Array.from({ length: 4000 }, (_, i) => ({ start: i * 16_000, end: i * 16_000 + 4 })),
		);
		const read = reads.reduce((sum, { start, end }) => sum + end - start, 0);
		expect(read).toBeLessThanOrEqual(KEPT + 2 * PAGE);
		expect(resident.u32(3000 * 16_000)).toBe(wordAt(3000 * 16_000));
	});

	test("has nothing after a failed read that was not read", () => {
		const { fill } = words(1 << 20);
		let isBroken = false;
		const pages = new PassingPages((start, into) => {
			if (isBroken) throw new Failure({ kind: "io", message: "gone" });
			fill(start, into);
		}, 1 << 20);
		const window = pages.window(0, 100);
		isBroken = true;
		for (let i = 1; i < 600; i++)
			expect(() => pages.window(i * PAGE, i * PAGE + 4)).toThrow("gone");
		expect(window.end).toBe(window.start);
		isBroken = false;
		const again = pages.window(0, 100);
		expect(again.view.getUint32(again.shift + 8, true)).toBe(wordAt(8));
	});

	test("ends at the end of the bytes", () => {
		const { resident, reads } = words(2 * PAGE + 10);
		resident.seek(2 * PAGE + 6, 4);
		expect(reads).toEqual([{ start: 2 * PAGE, end: 2 * PAGE + 10 }]);
		expect(() => resident.seek(2 * PAGE + 7, 4)).toThrow(Failure);
	});
});

const gaps = (at: number): Range[] => [at, at + 9000].map((start) => ({ start, end: start + 8 }));
