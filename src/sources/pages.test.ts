import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { because } from "../base/source";
import { ControllableSource, patterned, settle } from "../testing/sources";
import { countingSource } from "./counting";
import { memorySource } from "./memory";
import type { PageOptions } from "./page-options";
import { PageCache } from "./pages";
import { sliceSource } from "./slice";

/** Pages of 10 bytes: page N holds bytes 10N to 10N+9. */
const small: PageOptions = {
	pageSize: 10,
	budget: 1000,
	maxRequest: 100,
	leastRequest: 0,
	mergeGap: 0,
	readAhead: 0,
};

function setUp(options: Partial<PageOptions> = {}, size = 205) {
	const source = new ControllableSource(size);
	return { source, pages: new PageCache(source, { ...small, ...options }) };
}

const failure = (code: string) => ({ info: { code } });
const isCancelled = { kind: "cancelled" };

describe("reading through pages", () => {
	it("equals reading the source, for any reads, page size and budget", async () => {
		const bytes = patterned(500);
		const ranges = fc.array(fc.tuple(fc.nat(500), fc.nat(120)), { minLength: 1, maxLength: 30 });
		const options = fc.record({
			pageSize: fc.integer({ min: 1, max: 64 }),
			budget: fc.nat(600),
			maxRequest: fc.nat(200),
			leastRequest: fc.nat(200),
			mergeGap: fc.nat(100),
			readAhead: fc.nat(200),
		});
		await fc.assert(
			fc.asyncProperty(ranges, options, fc.boolean(), async (reads, some, atOnce) => {
				const pages = new PageCache(memorySource(bytes), some);
				const one = async ([start, length]: [number, number]) => {
					const end = Math.min(500, start + length);
					if (length % 3 === 0) await pages.prefetch([{ start, end }]);
					const expected = bytes.slice(start, end);
					expect(new Uint8Array(await pages.read(start, end))).toEqual(expected);
					const peeked = pages.peek(start, end);
					if (peeked) expect(new Uint8Array(peeked)).toEqual(expected);
				};
				if (atOnce) await Promise.all(reads.map(one));
				else for (const read of reads) await one(read);
			}),
		);
	});

	it("reads whole pages, the last one as long as it is", async () => {
		const { source, pages } = setUp();
		void pages.read(13, 14);
		void pages.read(201, 202);
		await settle();
		expect(source.ranges).toEqual([
			[10, 20],
			[200, 205],
		]);
	});

	it("takes a short answer for an io failure and keeps nothing of it", async () => {
		const { source, pages } = setUp();
		const read = pages.read(10, 12);
		await settle();
		const refused = expect(read).rejects.toMatchObject(failure("short-read"));
		await source.calls[0]?.answer(new Uint8Array(9));
		await refused;
		expect(pages.peek(10, 12)).toBeUndefined();
	});

	it("refuses a range that is not inside the source", async () => {
		const { source, pages } = setUp();
		await expect(pages.read(200, 206)).rejects.toMatchObject(failure("read-outside"));
		expect(source.calls).toEqual([]);
	});

	it("answers an empty range without asking", async () => {
		expect(await setUp().pages.read(7, 7)).toHaveLength(0);
	});
});

describe("held pages", () => {
	it("are read once", async () => {
		const { source, pages } = setUp();
		const first = pages.read(0, 20);
		await settle();
		await source.answerAll();
		await first;
		expect(await pages.read(5, 15)).toEqual(source.bytes.slice(5, 15));
		expect(source.calls).toHaveLength(1);
	});

	it("stay within a budget of bytes, least recently used out first", async () => {
		const counted = countingSource(memorySource(patterned(205)));
		const pages = new PageCache(counted, { ...small, budget: 30 });
		for (const start of [0, 10, 20]) await pages.read(start, start + 1);
		await pages.read(0, 1); // page 0 is now used more recently than page 1
		await pages.read(30, 31);
		expect(pages.stats.held).toBe(30);
		expect(pages.peek(10, 11)).toBeUndefined();
		for (const start of [0, 20, 30]) expect(pages.peek(start, start + 1)).toBeDefined();
	});

	it("own their memory, so that the budget is the truth", async () => {
		const pages = new PageCache(memorySource(patterned(205)), small);
		await pages.read(0, 205);
		for (const start of [0, 100, 200]) {
			expect(pages.peek(start, start + 1)?.buffer.byteLength).toBeLessThanOrEqual(10);
		}
	});

	it("serve one read that is larger than the whole budget", async () => {
		const pages = new PageCache(memorySource(patterned(205)), { ...small, budget: 5 });
		expect(await pages.read(0, 205)).toEqual(patterned(205));
		expect(pages.stats.held).toBe(5);
	});

	it("count hits and misses per page", async () => {
		const pages = new PageCache(memorySource(patterned(205)), small);
		await pages.read(0, 20);
		await pages.read(10, 30);
		pages.peek(0, 5);
		expect(pages.stats).toEqual({ hits: 2, misses: 3, held: 30 });
	});

	it("can be seeded with known bytes: whole pages of them", async () => {
		const { source, pages } = setUp();
		pages.seed(5, source.bytes.slice(5, 35));
		expect(pages.peek(10, 30)).toEqual(source.bytes.slice(10, 30));
		expect(pages.peek(5, 10)).toBeUndefined();
		expect(pages.peek(30, 31)).toBeUndefined();
		pages.seed(195, source.bytes.slice(195));
		expect(pages.peek(200, 205)).toEqual(source.bytes.slice(200));
	});
});

describe("peek", () => {
	it("gives a view when the range lies in one page, and a copy when it spans pages", async () => {
		const pages = new PageCache(memorySource(patterned(205)), small);
		await pages.read(0, 30);
		expect(pages.peek(2, 4)?.buffer).toBe(pages.peek(5, 9)?.buffer);
		expect(pages.peek(5, 25)).toEqual(patterned(205).slice(5, 25));
	});

	it("gives nothing unless the whole range is held, and asks for nothing", async () => {
		const { source, pages } = setUp();
		pages.seed(0, source.bytes.slice(0, 10));
		expect(pages.peek(5, 15)).toBeUndefined();
		expect(pages.peek(-1, 5)).toBeUndefined();
		expect(pages.peek(200, 206)).toBeUndefined();
		await settle();
		expect(source.calls).toEqual([]);
	});
});

describe("requests under way", () => {
	it("are shared: one request per page for all callers", async () => {
		const { source, pages } = setUp();
		const reads = Promise.all([pages.read(0, 5), pages.read(3, 9)]);
		await settle();
		const late = pages.read(9, 10);
		await settle();
		expect(source.ranges).toEqual([[0, 10]]);
		await source.answerAll();
		await reads;
		expect(await late).toEqual(source.bytes.slice(9, 10));
	});

	it("bring neighbours together, within one read and between reads of the same turn", async () => {
		const { source, pages } = setUp();
		void pages.read(5, 25);
		void pages.read(33, 34);
		void pages.read(70, 71);
		await settle();
		expect(source.ranges).toEqual([
			[0, 40],
			[70, 80],
		]);
	});

	it("leave out pages that are held or already under way", async () => {
		const { source, pages } = setUp();
		pages.seed(10, source.bytes.slice(10, 20));
		void pages.read(30, 31);
		await settle();
		const read = pages.read(0, 50);
		await settle();
		expect(source.ranges).toEqual([
			[30, 40],
			[0, 10],
			[20, 30],
			[40, 50],
		]);
		await source.answerAll();
		expect(await read).toEqual(source.bytes.slice(0, 50));
	});

	it("are never larger than the limit", async () => {
		const { source, pages } = setUp({ maxRequest: 25 });
		void pages.read(0, 50);
		await settle();
		expect(source.ranges).toEqual([
			[0, 20],
			[20, 40],
			[40, 50],
		]);
	});
});

describe("cancelling", () => {
	it("frees the caller at once and aborts the request of a single caller", async () => {
		const { source, pages } = setUp();
		const stop = new AbortController();
		const read = pages.read(0, 5, stop.signal);
		await settle();
		stop.abort();
		await expect(read).rejects.toMatchObject(isCancelled);
		expect(source.calls[0]?.aborted).toBe(true);
	});

	it("does NOT abort the request while another caller waits for it", async () => {
		const { source, pages } = setUp();
		const stop = new AbortController();
		const leaving = pages.read(0, 5, stop.signal);
		const staying = pages.read(3, 8);
		await settle();
		stop.abort();
		await expect(leaving).rejects.toMatchObject(isCancelled);
		expect(source.calls[0]?.aborted).toBe(false);
		await source.answerAll();
		expect(await staying).toEqual(source.bytes.slice(3, 8));
	});

	it("aborts when the last of several callers leaves, and not before", async () => {
		const { source, pages } = setUp();
		const stops = [new AbortController(), new AbortController()];
		const reads = stops.map((stop) => pages.read(0, 5, stop.signal));
		await settle();
		for (const [i, stop] of stops.entries()) {
			expect(source.calls[0]?.aborted).toBe(false);
			stop.abort();
			await expect(reads[i]).rejects.toMatchObject(isCancelled);
		}
		expect(source.calls[0]?.aborted).toBe(true);
	});

	it("keeps a request of several pages while any of them is waited for, and all it brings", async () => {
		const { source, pages } = setUp();
		const stop = new AbortController();
		const leaving = pages.read(0, 10, stop.signal);
		const staying = pages.read(10, 20);
		await settle();
		stop.abort();
		await expect(leaving).rejects.toMatchObject(isCancelled);
		await source.answerAll();
		await staying;
		expect(pages.peek(0, 20)).toEqual(source.bytes.slice(0, 20));
	});

	it("asks anew for a page whose request was aborted", async () => {
		const { source, pages } = setUp();
		const stop = new AbortController();
		const first = pages.read(0, 5, stop.signal);
		await settle();
		stop.abort();
		await expect(first).rejects.toMatchObject(isCancelled);
		const second = pages.read(0, 5);
		await settle();
		await source.calls[1]?.answer();
		expect(await second).toEqual(source.bytes.slice(0, 5));
	});

	it("keeps nothing that arrives after the abort", async () => {
		const source = new ControllableSource(205);
		const deaf = { ...source, read: (start: number, end: number) => source.read(start, end) };
		const pages = new PageCache(deaf, small);
		const stop = new AbortController();
		const read = pages.read(0, 5, stop.signal);
		await settle();
		stop.abort();
		await expect(read).rejects.toMatchObject(isCancelled);
		await source.answerAll();
		expect(pages.peek(0, 5)).toBeUndefined();
	});

	it("before the request goes out means that it does not go out", async () => {
		const { source, pages } = setUp();
		await expect(pages.read(0, 5, AbortSignal.abort())).rejects.toMatchObject(isCancelled);
		await settle();
		expect(source.calls).toEqual([]);
	});

	it("close aborts everything, and later reads are cancelled", async () => {
		const { source, pages } = setUp();
		const read = pages.read(0, 5);
		await settle();
		pages.close();
		await expect(read).rejects.toMatchObject(isCancelled);
		expect(source.calls[0]?.aborted).toBe(true);
		await expect(pages.read(0, 5)).rejects.toMatchObject(isCancelled);
	});
});

describe("failures", () => {
	it("reach every caller and are forgotten at once: the next read asks anew", async () => {
		const { source, pages } = setUp();
		const reads = [pages.read(0, 5), pages.read(2, 4)];
		await settle();
		const refused = reads.map((read) => expect(read).rejects.toThrow("cable cut"));
		await source.calls[0]?.fail(new Error("cable cut"));
		await Promise.all(refused);
		const again = pages.read(0, 5);
		await settle();
		await source.calls[1]?.answer();
		expect(await again).toEqual(source.bytes.slice(0, 5));
	});

	it("of one request end the read and abort its other requests", async () => {
		const { source, pages } = setUp({ maxRequest: 10 });
		const read = pages.read(0, 20);
		await settle();
		const refused = expect(read).rejects.toThrow("cable cut");
		await source.calls[0]?.fail(new Error("cable cut"));
		await refused;
		expect(source.calls[1]?.aborted).toBe(true);
	});
});

describe("prefetch", () => {
	it("sorts, merges and fetches missing pages in few requests", async () => {
		const { source, pages } = setUp();
		pages.seed(120, source.bytes.slice(120, 130));
		const done = pages.prefetch([
			{ start: 150, end: 151 },
			{ start: 14, end: 16 },
			{ start: 3, end: 8 },
			{ start: 5, end: 12 },
			{ start: 121, end: 122 },
		]);
		await settle();
		expect(source.ranges).toEqual([
			[0, 20],
			[150, 160],
		]);
		await source.answerAll();
		await done;
		expect(pages.peek(3, 16)).toBeDefined();
	});

	it("reads short gaps along, and longer ones not", async () => {
		const { source, pages } = setUp({ mergeGap: 20 });
		void pages.prefetch([0, 30, 70].map((start) => ({ start, end: start + 1 })));
		await settle();
		expect(source.ranges).toEqual([
			[0, 40],
			[70, 80],
		]);
	});

	it("asks for at most a quarter of the budget, first ranges first", async () => {
		const { source, pages } = setUp({ budget: 120 });
		void pages.prefetch([150, 100, 0, 50].map((start) => ({ start, end: start + 1 })));
		await settle();
		expect(source.ranges).toEqual([
			[0, 10],
			[100, 110],
			[150, 160],
		]);
	});

	it("ignores what damaged pointers ask for beyond the source", async () => {
		const { source, pages } = setUp({ budget: 1e9 });
		await pages.prefetch([{ start: 300, end: 2 ** 53 }]);
		void pages.prefetch([{ start: 195, end: 2 ** 53 }]);
		await settle();
		expect(source.ranges).toEqual([[190, 205]]);
	});

	it("asks nothing when all is held, and says when a request failed", async () => {
		const { source, pages } = setUp();
		pages.seed(0, source.bytes);
		await pages.prefetch([{ start: 0, end: 205 }]);
		const other = setUp();
		const done = expect(other.pages.prefetch([{ start: 0, end: 1 }])).rejects.toThrow("cable cut");
		await settle();
		await other.source.calls[0]?.fail(new Error("cable cut"));
		await done;
		expect(source.calls).toEqual([]);
	});

	it("is aborted with its signal", async () => {
		const { source, pages } = setUp();
		const stop = new AbortController();
		const done = expect(pages.prefetch([{ start: 0, end: 1 }], stop.signal)).rejects.toMatchObject(
			isCancelled,
		);
		await settle();
		stop.abort();
		await done;
		expect(source.calls[0]?.aborted).toBe(true);
	});
});

describe("reading now", () => {
	const bytes = patterned(205);
	const now = { pageSize: 5, budget: 100, slab: 5, readAhead: 0 };

	/** A source that can, and a cache over it. */
	function setUp(options: Partial<PageOptions>) {
		const reads: [number, number][] = [];
		const fill = (start: number, into: Uint8Array) => {
			reads.push([start, start + into.length]);
			into.set(bytes.subarray(start, start + into.length));
		};
		const source = { ...memorySource(bytes), fill };
		return { reads, pages: new PageCache(source, { ...small, ...options }) };
	}

	it("takes pages of its own size, which peek then finds", async () => {
		const { reads, pages } = setUp({ now });
		expect(pages.readNow?.(12, 14)).toEqual(bytes.subarray(12, 14));
		expect(pages.peek(10, 15)).toEqual(bytes.subarray(10, 15));
		expect(await pages.read(10, 15)).toEqual(bytes.subarray(10, 15));
		expect(reads).toEqual([[10, 15]]);
		expect(pages.stats.held).toBe(5);
		pages.close();
		expect(() => pages.readNow?.(12, 14)).toThrow("Cancelled");
	});

	it("takes what is held for others", async () => {
		const { reads, pages } = setUp({ now });
		await pages.read(10, 20);
		expect(pages.readNow?.(12, 14)).toEqual(bytes.subarray(12, 14));
		expect(reads).toEqual([]);
	});

	it("is done only where it is wanted, and inside the source", () => {
		expect(setUp({}).pages.readNow).toBeUndefined();
		expect(sliceSource(setUp({}).pages, 100).readNow).toBeUndefined();
		const over = sliceSource(setUp({ now }).pages, 100).readNow;
		expect(over?.(0, 3)).toEqual(bytes.subarray(100, 103));
		expect(() => over?.(100, 106)).toThrow("were asked of");
	});
});

describe("reasons", () => {
	it("of the first askers go out with the request", async () => {
		const { source, pages } = setUp();
		void because(pages, "root directory").read(0, 1);
		void because(pages, "prefix table").read(10, 11);
		void because(pages, "root directory").read(20, 21);
		void because(pages, "too late").read(0, 1);
		await settle();
		expect(source.calls.map(({ reason }) => reason)).toEqual(["root directory, prefix table"]);
	});

	it("cost no second cache: the view shares the pages", async () => {
		const { source, pages } = setUp();
		pages.seed(0, source.bytes.slice(0, 10));
		expect(because(pages, "inode").peek?.(0, 10)).toEqual(source.bytes.slice(0, 10));
	});
});

describe("the least request", () => {
	const least = { leastRequest: 40 };

	it("brings along what lies behind a miss", async () => {
		const { source, pages } = setUp(least);
		const read = pages.read(33, 34);
		await settle();
		expect(source.ranges).toEqual([[30, 70]]);
		await source.answerAll();
		await read;
		expect(pages.peek(30, 70)).toEqual(source.bytes.slice(30, 70));
	});

	it("counts what is read itself, and no more is brought along when that is enough", async () => {
		const { source, pages } = setUp(least);
		void pages.read(0, 25);
		void pages.read(100, 170);
		await settle();
		expect(source.ranges).toEqual([
			[0, 40],
			[100, 170],
		]);
	});

	it("stops at what is held or under way, and at the end", async () => {
		const { source, pages } = setUp(least);
		pages.seed(50, source.bytes.slice(50, 60));
		void pages.read(100, 101);
		await settle();
		for (const at of [30, 80, 195]) void pages.read(at, at + 1);
		await settle();
		expect(source.ranges).toEqual([
			[100, 140],
			[30, 50],
			[80, 100],
			[190, 205],
		]);
	});

	it("does not touch a read whose end is there already, nor planned batches", async () => {
		const { source, pages } = setUp(least);
		pages.seed(20, source.bytes.slice(20, 30));
		void pages.read(5, 25);
		void pages.prefetch([{ start: 100, end: 101 }]);
		await settle();
		expect(source.ranges).toEqual([
			[0, 20],
			[100, 110],
		]);
	});

	it("is aborted with the read that caused it, unless somebody else wants a page of it", async () => {
		for (const other of [false, true]) {
			const { source, pages } = setUp(least);
			const stop = new AbortController();
			const read = pages.read(30, 31, stop.signal);
			await settle();
			if (other) void pages.read(60, 61);
			stop.abort();
			await expect(read).rejects.toMatchObject(isCancelled);
			expect(source.calls[0]?.aborted).toBe(!other);
		}
	});
});

describe("read-ahead", () => {
	const ahead = { leastRequest: 20, readAhead: 40 };

	async function readPages(source: ControllableSource, pages: PageCache, numbers: number[]) {
		for (const page of numbers) {
			const read = pages.read(page * 10, page * 10 + 4);
			await settle();
			await source.answerAll();
			await read;
		}
	}

	const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

	it("does not happen for random access, nor for a short look at neighbours", async () => {
		const { source, pages } = setUp(ahead);
		await readPages(source, pages, [3, 9, 1, 15, 6, 7, 17, 18]);
		expect(source.ranges).toEqual([3, 9, 1, 15, 6, 17].map((n) => [n * 10, n * 10 + 20]));
	});

	it("does not happen for what a planned batch has brought", async () => {
		const { source, pages } = setUp(ahead);
		pages.seed(0, source.bytes.slice(0, 100));
		await readPages(source, pages, upTo(10));
		expect(source.calls).toEqual([]);
	});

	it("starts with the least request once more than that was read in order", async () => {
		const { source, pages } = setUp(ahead, 1000);
		await readPages(source, pages, upTo(2));
		expect(source.ranges).toEqual([[0, 20]]);
		// Page 2 with the one behind it, and two ahead: neighbours, so one request.
		await readPages(source, pages, [2]);
		expect(source.ranges.slice(1)).toEqual([[20, 50]]);
	});

	it("grows to half of what was read in order, up to its limit", async () => {
		const { source, pages } = setUp({ leastRequest: 20, readAhead: 200 }, 2000);
		for (const page of upTo(100)) {
			await readPages(source, pages, [page]);
			const reached = Math.max(...source.ranges.map(([, end]) => end)) / 10;
			const window = Math.min(20, Math.max(2, (page + 1) / 2));
			expect(reached - (page + 1)).toBeLessThanOrEqual(window);
		}
		const lengths = source.ranges.map(([start, end]) => end - start);
		expect(lengths.at(-1)).toBe(100);
		expect(source.calls.length).toBeLessThan(25);
	});

	it("fetches in vain at most half of what was read in order, or the least request", async () => {
		for (const stop of [1, 2, 3, 5, 9, 30, 60]) {
			const { source, pages } = setUp({ leastRequest: 20, readAhead: 1e6 }, 1000);
			await readPages(source, pages, upTo(stop));
			const fetched = Math.max(...source.ranges.map(([, end]) => end));
			expect(fetched - stop * 10).toBeLessThanOrEqual(Math.max(20, stop * 5));
		}
	});

	it("follows a reader who peeks, too", async () => {
		const { source, pages } = setUp(ahead, 1000);
		await readPages(source, pages, upTo(3));
		expect(pages.peek(30, 45)).toBeDefined();
		await settle();
		expect(source.ranges.at(-1)).toEqual([50, 70]);
	});

	it("follows several readers at once", async () => {
		const { source, pages } = setUp(ahead, 1000);
		const [one, two] = [upTo(6), upTo(6).map((page) => page + 50)];
		await readPages(
			source,
			pages,
			one.flatMap((page, i) => [page, two[i] ?? 0]),
		);
		expect(pages.peek(60, 61)).toBeDefined();
		expect(pages.peek(560, 561)).toBeDefined();
	});

	it("says in whose name it asks", async () => {
		const { source, pages } = setUp({ ...ahead, maxRequest: 20 }, 1000);
		await readPages(source, pages, upTo(2));
		void because(pages, "inode 36").read(20, 21);
		await settle();
		expect(source.calls.map(({ reason }) => reason).slice(1)).toEqual([
			"inode 36",
			"read-ahead: inode 36",
		]);
	});

	it("stops where its reader will stop", async () => {
		const { source, pages } = setUp(ahead, 1000);
		const inside = pages.within({ start: 0, end: 42 });
		for (const at of [0, 10, 20, 30, 40]) {
			const read = inside.read(at, at + 2);
			await settle();
			await source.answerAll();
			await read;
		}
		expect(source.ranges).toEqual([
			[0, 20],
			[20, 50],
		]);
		// Elsewhere the bound means nothing.
		const other = because(pages, "other").within?.({ start: 500, end: 520 });
		for (const at of [600, 610, 620]) {
			const read = other?.read(at, at + 2);
			await settle();
			await source.answerAll();
			await read;
		}
		expect(source.ranges.at(-1)).toEqual([620, 650]);
	});

	it("stops at the end of the source", async () => {
		const { source, pages } = setUp(ahead, 45);
		await readPages(source, pages, upTo(5));
		expect(source.ranges.at(-1)).toEqual([20, 45]);
	});

	/** A reader of pages 0 and 1; page 2 is being fetched ahead of it by a request of its own. */
	async function readingAhead(stop?: AbortSignal) {
		const { source, pages } = setUp({ ...ahead, leastRequest: 0, maxRequest: 10 }, 1000);
		await readPages(source, pages, [0]);
		const read = pages.read(10, 15, stop);
		await settle();
		expect(source.ranges).toEqual([
			[0, 10],
			[10, 20],
			[20, 30],
		]);
		return { source, pages, read };
	}

	it("is aborted with the reader who caused it", async () => {
		const stop = new AbortController();
		const { source, read } = await readingAhead(stop.signal);
		stop.abort();
		await expect(read).rejects.toMatchObject(isCancelled);
		expect(source.calls.at(-1)?.aborted).toBe(true);
	});

	it("is NOT aborted with that reader when somebody else waits for it", async () => {
		const stop = new AbortController();
		const { source, pages, read } = await readingAhead(stop.signal);
		const staying = pages.read(20, 25);
		await settle();
		stop.abort();
		await expect(read).rejects.toMatchObject(isCancelled);
		await source.answerAll();
		expect(await staying).toEqual(source.bytes.slice(20, 25));
	});

	it("fails quietly; the reader who needs the page asks again", async () => {
		const { source, pages, read } = await readingAhead();
		const [own, aheadOfIt] = source.calls.slice(-2);
		await own?.answer();
		await read;
		await aheadOfIt?.fail(new Error("cable cut"));
		const next = pages.read(20, 21);
		await settle();
		await source.answerAll();
		expect(await next).toEqual(source.bytes.slice(20, 21));
	});
});
