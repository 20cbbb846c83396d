/** Ranges of all kinds, from sources of all kinds: each gives all of them, in order, once. */
import { describe, expect, test } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { memorySource } from "../sources/memory";
import { LOCAL_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { chance, pick } from "../testing/shuffled";
import { ControllableSource, patterned, settle } from "../testing/sources";
import { type Ranges, type Reader, readInOrder } from "./read-in-order";

const MiB = 1 << 20;
const SIZE = 40 * MiB;
const file = patterned(SIZE);

const rangesOf = (list: readonly (readonly [number, number])[]): Ranges => ({
	count: list.length,
	start: Float64Array.from(list, ([start]) => start),
	end: Float64Array.from(list, ([, end]) => end),
});

/** Some close together, some far apart, some that overlap, a few longer than what is read at once. */
function someRanges(seed: number): Ranges {
	const random = chance(seed);
	const list: [number, number][] = [];
	for (let at = pick(random, 5000); at < SIZE; ) {
		const length = 1 + pick(random, [200, 20_000, 400_000, 6 * MiB][pick(random, 4)] as number);
		list.push([at, Math.min(SIZE, at + length)]);
		at += pick(random, 3) === 0 ? pick(random, length) : length + pick(random, 900_000);
	}
	return rangesOf(list);
}

const plain = (): ByteSource => {
	const { id, label, size, read } = memorySource(file);
	return { id, label, size, read };
};

/** As files of the browser are: each read is a wait. */
const slow = (): ByteSource => {
	const source = plain();
	const read: ByteSource["read"] = async (start, end, signal) => {
		await settle();
		return source.read(start, end, signal);
	};
	return { ...source, read, readOnce: read };
};

const KINDS: Record<string, () => ByteSource | Promise<ByteSource>> = {
	"read at once": () => ({
		...plain(),
		fill: (start, into) => into.set(file.subarray(start, start + into.length)),
	}),
	"read past nothing": slow,
	"behind a cache": () => new PageCache(plain(), LOCAL_PAGES),
	"past a cache that has some of it": async () => {
		const cache = new PageCache(slow(), LOCAL_PAGES);
		for (let at = 0; at < SIZE; at += 3 * MiB) await cache.read(at, Math.min(SIZE, at + MiB));
		return cache;
	},
};

const reader = (look: Reader["look"], signal?: AbortSignal): Reader => {
	let room = new Uint8Array();
	return {
		signal,
		look,
		// As short as can be, and another one each time.
		room(size) {
			room.fill(0);
			room = new Uint8Array(size);
			return room;
		},
	};
};

describe.each(Object.entries(KINDS))("%s", (_, open) => {
	test.each([1, 2, 3])("all ranges, in order: %i", async (seed) => {
		const ranges = someRanges(seed);
		let next = 0;
		const look: Reader["look"] = (room, at, i) => {
			expect(i).toBe(next++);
			const start = ranges.start[i] as number;
			const end = ranges.end[i] as number;
			const isSame =
				room &&
				Buffer.compare(room.subarray(at, at + end - start), file.subarray(start, end)) === 0;
			expect(isSame, `bytes ${start} to ${end}`).toBe(true);
		};
		await readInOrder(await open(), ranges, reader(look));
		expect(next).toBe(ranges.count);
	});
});

describe("where a read is a wait", () => {
	const dense = rangesOf(Array.from({ length: SIZE / 4096 }, (_, i) => [i * 4096, i * 4096 + 100]));
	const far = rangesOf(Array.from({ length: 40 }, (_, i) => [i * MiB, i * MiB + 4096]));
	const ignore: Reader["look"] = () => {};

	function controlled() {
		const source = new ControllableSource(SIZE);
		const readOnce: ByteSource["read"] = (start, end, signal) => source.read(start, end, signal);
		return { source, given: { ...plain(), readOnce } };
	}

	test("large pieces, several at once, and no more than 16 MiB of them", async () => {
		const { source, given } = controlled();
		const done = readInOrder(given, dense, reader(ignore));
		for (let answered = 0; answered < source.calls.length; answered++) {
			const open = source.calls.slice(answered);
			const bytes = open.reduce((sum, { start, end }) => sum + end - start, 0);
			expect(bytes).toBeLessThanOrEqual(16 * MiB);
			if (answered === 0) expect(open).toHaveLength(4);
			await source.calls[answered]?.answer();
		}
		await done;
		expect(source.calls).toHaveLength(SIZE / (4 * MiB));
	});

	test("what lies far apart is read by itself, sixteen at once", async () => {
		const { source, given } = controlled();
		const done = readInOrder(given, far, reader(ignore));
		expect(source.ranges).toHaveLength(16);
		await source.answerAll();
		await done;
		expect(source.ranges.every(([start, end]) => end - start === 4096)).toBe(true);
	});

	test("a file that cannot be read any more ends it", async () => {
		const { source, given } = controlled();
		const done = readInOrder(given, dense, reader(ignore));
		const gone = new Failure({ kind: "io", message: "The file was removed." });
		const ended = expect(done).rejects.toBe(gone);
		for (const call of source.calls) await call.fail(gone);
		await ended;
	});

	test("who cancels waits for nothing, and nothing more is read", async () => {
		const { source, given } = controlled();
		const stop = new AbortController();
		const done = readInOrder(given, dense, reader(ignore, stop.signal));
		const before = source.calls.length;
		stop.abort();
		await expect(done).rejects.toMatchObject({ kind: "cancelled" });
		expect(source.calls).toHaveLength(before);
	});
});
