import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { patterned } from "../testing/sources";
import { type NowOptions, NowPages } from "./now-pages";

const SIZE = 5000;
const bytes = patterned(SIZE);

/** Pages of 10 bytes, and what was read for them. */
function setUp(options: Partial<NowOptions> = {}) {
	const reads: [number, number][] = [];
	const fill = (start: number, into: Uint8Array) => {
		reads.push([start, start + into.length]);
		into.set(bytes.subarray(start, start + into.length));
	};
	const sizes = { pageSize: 10, budget: 1000, slab: 10, readAhead: 0, ...options };
	return { reads, pages: new NowPages(fill, SIZE, sizes) };
}

describe("pages read without a promise", () => {
	it("equal the source, for any reads and sizes", () => {
		const ranges = fc.array(fc.tuple(fc.nat(SIZE - 1), fc.integer({ min: 1, max: 300 })));
		const options = fc.record({
			pageSize: fc.integer({ min: 1, max: 64 }),
			budget: fc.nat(600),
			slab: fc.nat(200),
			readAhead: fc.nat(200),
		});
		fc.assert(
			fc.property(ranges, options, (reads, some) => {
				const { pages } = setUp(some);
				const views: [Uint8Array, number][] = [];
				for (const [start, length] of reads) {
					const end = Math.min(SIZE, start + length);
					const view = pages.read(start, end);
					expect(view).toEqual(bytes.subarray(start, end));
					const held = pages.peek(start, end);
					if (held) expect(held).toEqual(bytes.subarray(start, end));
					views.push([view, start]);
				}
				// Also those whose pages were dropped.
				for (const [view, start] of views) {
					expect(view).toEqual(bytes.subarray(start, start + view.length));
				}
			}),
		);
	});

	it("are whole pages, read once as long as they are held", () => {
		const { reads, pages } = setUp({ budget: 40 });
		pages.read(13, 14);
		pages.read(25, 41);
		pages.read(12, 31);
		expect(reads).toEqual([
			[10, 20],
			[20, 50],
		]);
		expect(pages.bytes).toBe(40);
	});

	it("are dropped least recently used first, those of one read together", () => {
		const { pages } = setUp({ budget: 40 });
		pages.read(10, 20);
		pages.read(20, 50);
		pages.read(10, 20);
		pages.read(100, 101);
		expect(pages.bytes).toBe(20);
		expect(pages.peek(13, 14)).toBeDefined();
		expect(pages.peek(49, 50)).toBeUndefined();
		expect(pages.peek(100, 110)).toBeDefined();
		pages.clear();
		expect(pages.bytes).toBe(0);
		expect(pages.peek(13, 14)).toBeUndefined();
	});

	it("are held and dropped together, as far as they share a slab", () => {
		const { pages } = setUp({ budget: 60, slab: 30 });
		for (const at of [10, 50, 90]) pages.read(at, at + 10);
		expect(pages.bytes).toBe(30);
		for (const at of [200, 300]) pages.read(at, at + 10);
		expect(pages.bytes).toBe(60);
		pages.read(50, 51);
		pages.read(400, 420);
		expect(pages.bytes).toBe(60);
		expect([10, 50, 90, 400].every((at) => pages.peek(at, at + 10))).toBe(true);
		expect([200, 300].some((at) => pages.peek(at, at + 10))).toBe(false);
	});

	it("read a quarter ahead for those who go on in order, and nothing for others", () => {
		const read = (places: readonly number[]) => {
			const { reads, pages } = setUp({ readAhead: 80 });
			for (const at of places) pages.read(at, at + 10);
			return reads.reduce((sum, [start, end]) => sum + end - start, 0);
		};
		const scattered = Array.from({ length: 100 }, (_, i) => ((i * 37) % 400) * 10);
		expect(read(scattered)).toBe(1000);
		const inOrder = scattered.map((_, i) => i * 10);
		expect(read(inOrder)).toBeLessThanOrEqual(1250);
		const { reads, pages } = setUp({ readAhead: 80 });
		for (const at of inOrder) pages.read(at, at + 10);
		expect(reads.length).toBeLessThan(30);
	});
});
