import { describe, expect, it } from "vitest";
import { because } from "../base/source";
import { ControllableSource, patterned } from "../testing/sources";
import { type BlobLike, blobSource } from "./blob";
import { countingSource } from "./counting";
import { memorySource } from "./memory";
import { openLocal } from "./open-local";
import { overlaySource } from "./overlay";
import { sliceSource } from "./slice";

const bytes = patterned(1000);
const fileOf = (name: string, lastModified: number) =>
	Object.assign(new Blob([bytes as Uint8Array<ArrayBuffer>]), { name, lastModified });

describe("memory", () => {
	it("gives views, by read and by peek", async () => {
		const source = memorySource(bytes);
		expect((await source.read(10, 20)).buffer).toBe(bytes.buffer);
		expect(source.peek?.(10, 20)).toEqual(bytes.subarray(10, 20));
	});

	it("refuses ranges that are not inside, as io", async () => {
		const source = memorySource(bytes);
		for (const [start, end] of [
			[-1, 4],
			[8, 4],
			[990, 1001],
			[0.5, 4],
			[Number.NaN, 4],
		] as const) {
			await expect(source.read(start, end)).rejects.toMatchObject({
				info: { kind: "io", code: "read-outside" },
			});
			if (start !== 0.5) expect(source.peek?.(start, end)).toBeUndefined();
		}
	});

	it("never shares an identity between two arrays", () => {
		expect(memorySource(bytes).id).not.toBe(memorySource(bytes).id);
	});

	it("does not read for a caller who has cancelled", async () => {
		await expect(memorySource(bytes).read(0, 1, AbortSignal.abort())).rejects.toMatchObject({
			kind: "cancelled",
		});
	});
});

describe("blob", () => {
	it("reads ranges", async () => {
		const source = blobSource(fileOf("a.img", 7));
		expect(source.label).toBe("a.img");
		expect(await source.read(100, 900)).toEqual(bytes.subarray(100, 900));
	});

	it("opens with pages on top, so that a second look needs no second read", async () => {
		const source = openLocal(fileOf("a.img", 7));
		expect(await source.read(100, 900)).toEqual(bytes.subarray(100, 900));
		expect(source.peek?.(0, 1000)).toEqual(bytes);
	});

	it("is read past the pages, from any byte of it, and no more once it is closed", async () => {
		const source = openLocal(fileOf("a.img", 7));
		const slice = sliceSource(source, 100, 300);
		expect(await slice.readOnce?.(5, 200)).toEqual(bytes.subarray(105, 300));
		expect(source.peek?.(105, 106)).toBeUndefined();
		await expect(slice.readOnce?.(0, 201)).rejects.toMatchObject({ kind: "io" });
		source.close?.();
		await expect(slice.readOnce?.(5, 200)).rejects.toMatchObject({ kind: "cancelled" });
	});

	it("is another content when name or time differ, and when nothing is known", () => {
		expect(blobSource(fileOf("a", 7)).id).toBe(blobSource(fileOf("a", 7)).id);
		expect(blobSource(fileOf("a", 7)).id).not.toBe(blobSource(fileOf("a", 8)).id);
		expect(blobSource(new Blob(["a"])).id).not.toBe(blobSource(new Blob(["a"])).id);
	});

	it("says that the file went away", async () => {
		const gone: BlobLike = {
			size: 10,
			name: "gone.img",
			slice: () => ({ arrayBuffer: () => Promise.reject(new Error("NotReadable")) }) as Blob,
		};
		await expect(blobSource(gone).read(0, 1)).rejects.toMatchObject({
			info: { kind: "io", code: "file-unreadable", hint: "Choose the file again." },
		});
	});

	it("takes a short answer for a failure", async () => {
		const short: BlobLike = { size: 10, slice: () => new Blob(["abc"]) };
		await expect(blobSource(short).read(0, 10)).rejects.toMatchObject({
			info: { code: "short-read" },
		});
	});

	it("stops waiting as soon as the caller cancels", async () => {
		const never: BlobLike = {
			size: 10,
			slice: () => ({ arrayBuffer: () => new Promise(() => {}) }) as unknown as Blob,
		};
		const stop = new AbortController();
		const read = blobSource(never).read(0, 1, stop.signal);
		stop.abort();
		await expect(read).rejects.toMatchObject({ kind: "cancelled" });
	});
});

describe("slice", () => {
	it("starts at its offset and ends at its end", async () => {
		const slice = sliceSource(memorySource(bytes), 100, 300);
		expect(slice.size).toBe(200);
		expect(await slice.read(0, 200)).toEqual(bytes.subarray(100, 300));
		expect(slice.peek?.(5, 6)).toEqual(bytes.subarray(105, 106));
	});

	it("gives nothing of what lies around it", async () => {
		const slice = sliceSource(memorySource(bytes), 100, 300);
		await expect(slice.read(100, 201)).rejects.toMatchObject({ kind: "io" });
		expect(slice.peek?.(100, 201)).toBeUndefined();
		expect(slice.peek?.(-1, 1)).toBeUndefined();
	});

	it("cannot be larger than its source", () => {
		expect(() => sliceSource(memorySource(bytes), 100, 1001)).toThrow("1000 bytes");
	});

	it("moves prefetched ranges and cuts them to itself", async () => {
		const seen: unknown[] = [];
		const inner = {
			...memorySource(bytes),
			prefetch: async (ranges: readonly unknown[]) => void seen.push(...ranges),
		};
		await sliceSource(inner, 100, 300).prefetch?.([
			{ start: 0, end: 10 },
			{ start: 190, end: 999 },
			{ start: 400, end: 500 },
		]);
		expect(seen).toEqual([
			{ start: 100, end: 110 },
			{ start: 290, end: 300 },
		]);
	});

	it("passes the reason on", () => {
		const source = new ControllableSource(1000);
		because(sliceSource(source, 100), "inode").read(0, 4);
		expect(source.calls[0]).toMatchObject({ start: 100, end: 104, reason: "inode" });
	});
});

describe("counting", () => {
	it("counts reads, bytes and reasons, and hides peek so that nothing passes uncounted", async () => {
		const source = countingSource(memorySource(bytes));
		await source.read(0, 10);
		await because(source, "superblock").read(10, 30);
		expect(source.counts).toEqual({
			requests: 2,
			bytes: 30,
			ranges: [
				{ start: 0, end: 10 },
				{ start: 10, end: 30, reason: "superblock" },
			],
		});
		expect(source.peek).toBeUndefined();
	});
});

describe("overlay", () => {
	const edit = (at: number, ...own: number[]) => ({
		...{ space: "image", at },
		bytes: Uint8Array.from(own),
	});

	it("reads other bytes, whatever piece is read, and writes none", async () => {
		const inner = Buffer.from(bytes);
		const edits = [edit(10, 1, 2, 3), edit(12, 9), edit(998, 4, 5, 6)];
		const source = overlaySource(memorySource(inner), edits);
		const expected = Uint8Array.from(bytes);
		expected.set([1, 2, 9], 10);
		expected.set([4, 5], 998);
		for (const [start, end] of [
			[0, 1000],
			[11, 13],
			[0, 11],
			[13, 20],
			[999, 1000],
		] as const) {
			expect(Uint8Array.from(await source.read(start, end))).toEqual(expected.slice(start, end));
			const peeked = source.peek?.(start, end) ?? [];
			expect(Uint8Array.from(peeked)).toEqual(expected.slice(start, end));
		}
		expect(Uint8Array.from(inner)).toEqual(bytes);
		await expect(source.read(990, 1001)).rejects.toMatchObject({ info: { code: "read-outside" } });
	});

	it("is the source itself without edits, and another content with them", () => {
		const inner = memorySource(bytes);
		expect(overlaySource(inner, [])).toBe(inner);
		expect(overlaySource(inner, [edit(1, 2)]).id).not.toBe(overlaySource(inner, [edit(1, 3)]).id);
	});
});
