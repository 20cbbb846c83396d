import { expect, test } from "vitest";
import { settle } from "../testing/sources";
import { findingOf } from "./errors";
import type { Range } from "./range";
import { Resident, withBytes } from "./resident";
import type { ByteSource } from "./source";

/** Byte i of the source is i modulo 251; `reads` tells what was asked. */
function counting(size: number) {
	const reads: Range[] = [];
	const source: ByteSource = {
		id: "counting",
		label: "counting",
		size,
		async read(start, end) {
			reads.push({ start, end });
			return Uint8Array.from({ length: end - start }, (_, i) => (start + i) % 251);
		},
	};
	return { source, reads, resident: new Resident({ space: "image", source }) };
}

test("a step is run again until its bytes are here, and fetches whole pages", async () => {
	const { resident, reads } = counting(20_000);
	let runs = 0;
	const sum = await withBytes(() => {
		runs++;
		return resident.u8(10) + resident.u8(9000) + resident.u8(11);
	});
	expect(sum).toBe(10 + (9000 % 251) + 11);
	expect(runs).toBe(3);
	expect(reads).toEqual([
		{ start: 0, end: 4096 },
		{ start: 8192, end: 12288 },
	]);
});

test("what a step knows beforehand is fetched together, neighbours joined", async () => {
	const { resident, reads } = counting(20_000);
	const places = [9000, 100, 4100, 300].map((start) => ({ start, end: start + 32 }));
	await withBytes(() => {
		resident.need(places);
		return places.map(({ start }) => resident.u32(start));
	});
	expect(reads).toEqual([{ start: 0, end: 12288 }]);
});

test("a step that needs more windows than are kept ends", async () => {
	const { resident, reads } = counting(400 * 8192);
	const places = Array.from({ length: 400 }, (_, i) => i * 8192);
	const sum = () => places.reduce((total, at) => total + resident.u8(at), 0);
	expect(await withBytes(sum)).toBe(places.reduce((total, at) => total + (at % 251), 0));
	expect(reads).toHaveLength(400);
	reads.length = 0;
	await withBytes(sum);
	expect(reads.length).toBeGreaterThan(380);
});

test.each([
	["on", 1],
	["back", -1],
])(
	"a step that goes %s along a run is begun anew a few times, not for each page",
	async (_, by) => {
		const pages = 2000;
		const { resident, reads } = counting(pages * 4096);
		let runs = 0;
		let visits = 0;
		const sum = await withBytes(() => {
			runs++;
			let sum = 0;
			for (let n = 0; n < pages; n++) {
				sum += resident.u8((by > 0 ? n : pages - 1 - n) * 4096);
				visits++;
			}
			return sum;
		});
		expect(sum).toBe(
			Array.from({ length: pages }, (_, i) => (i * 4096) % 251).reduce((a, b) => a + b),
		);
		expect(runs).toBeLessThan(14);
		expect(visits).toBeLessThan(4 * pages);
		// Nothing twice.
		expect(reads.reduce((all, { start, end }) => all + end - start, 0)).toBe(pages * 4096);
	},
);

test("a place outside the space is a finding with the structure that was read", async () => {
	const { resident } = counting(100);
	resident.about = { structure: "erofs_dirent", nid: 7n };
	const error = await withBytes(() => resident.u32(98)).catch((e: unknown) => e);
	expect(findingOf(error)).toMatchObject({
		code: "beyond-end",
		structure: "erofs_dirent",
		nid: 7n,
		at: { space: "image", start: 98, end: 100 },
		seen: "bytes 98 to 102",
	});
});

test("a source that can read at once is never waited for, and asked for whole runs of pages", () => {
	const { source, reads } = counting(40_000);
	const now: Range[] = [];
	const readNow = (start: number, end: number) => {
		now.push({ start, end });
		return Uint8Array.from({ length: end - start }, (_, i) => (start + i) % 251);
	};
	const resident = new Resident({ space: "image", source: { ...source, readNow } });
	expect(resident.u8(9000)).toBe(9000 % 251);
	expect(now.splice(0)).toEqual([{ start: 8192, end: 12288 }]);
	const places = [30_000, 100, 4100, 300].map((start) => ({ start, end: start + 32 }));
	resident.need(places);
	expect(now).toEqual([
		{ start: 0, end: 8192 },
		{ start: 28_672, end: 32_768 },
	]);
	expect(reads).toEqual([]);
});

test("a load that is aborted stops all its reads", async () => {
	const abort = new AbortController();
	let stopped = 0;
	const source: ByteSource = {
		id: "waiting",
		label: "waiting",
		size: 100_000,
		read: (_start, _end, signal) =>
			new Promise((_, reject) => {
				signal?.addEventListener("abort", () => {
					stopped += 1;
					reject(new Error("stopped"));
				});
			}),
	};
	const resident = new Resident({ space: "image", source });
	const ranges = Array.from({ length: 20 }, (_, i) => ({ start: i * 5000, end: i * 5000 + 10 }));
	const loading = resident.load(ranges, abort.signal);
	const refused = expect(loading).rejects.toThrow("stopped");
	await settle();
	abort.abort();
	await refused;
	expect(stopped).toBe(20);
});
