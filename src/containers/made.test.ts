/** Wrappers of all forms: their parts are what was put into them, from memory and from afar. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { openImage } from "../erofs/open";
import { memorySource } from "../sources/memory";
import { tarOf, zipOf } from "../testing/made-archives";
import { image, u16, u32 } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { corpusSamples, farSource, placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { outlineOf } from "./outline";
import { outside } from "./outside";
import { Pieces } from "./pieces";
import { openWrapper, outerPlace } from "./places";
import { Reading } from "./reading";
import { recognise } from "./recognise";
import { wrappers } from "./registry";
import { STRUCTURES } from "./structures";
import { isErofs } from "./tables";
import { PROBE_HEAD, PROBE_TAIL, type Wrapper } from "./wrapper";

describe.each(made)("$name", ({ bytes, kind, parts }) => {
	it("is recognised, and lists its parts without trouble", async () => {
		expect((await recognise(memorySource(bytes), { tail: true })).kind).toBe(kind);
		const { entries, findings } = await seen(placeOf(bytes));
		expect(findings.filter(({ severity }) => severity === "error" && kind !== "gpt")).toEqual([]);
		expect(entries.filter(({ trouble }) => trouble)).toEqual([]);
		const chains = entries.map(({ chain }) => chain);
		for (const chain of Object.keys(parts)) expect(chains).toContain(chain);
		expect(new Set(chains).size).toBe(chains.length);
	});

	it("has the bytes that were put into it", async () => {
		for (const [chain, wanted] of Object.entries(parts)) {
			for (const source of [memorySource(bytes), farSource(bytes)]) {
				const { place } = await follow(outerPlace(source), chain, tools);
				const { size } = place.source;
				expect(size).toBe(wanted.length);
				expect(Buffer.compare(await place.source.read(0, size), wanted)).toBe(0);
			}
		}
	});

	it("gives any range of them, and says where they are", async () => {
		for (const [chain, wanted] of Object.entries(parts)) {
			const { place } = await follow(placeOf(bytes), chain, tools);
			const { source } = place;
			const at = fc.nat({ max: wanted.length });
			await fc.assert(
				fc.asyncProperty(at, at, async (a, b) => {
					const [start, end] = a < b ? [a, b] : [b, a];
					const read = await source.read(start, end);
					expect(Buffer.compare(read, wanted.subarray(start, end))).toBe(0);
					for (const run of outside(place, { start, end })) {
						expect(run.start >= start && run.end <= end && run.at.end <= bytes.length).toBe(true);
						if (run.isPacked) continue;
						const there = bytes.subarray(run.at.start, run.at.end);
						expect(Buffer.compare(there, wanted.subarray(run.start, run.end))).toBe(0);
					}
				}),
				{ numRuns: 50, seed: 13 },
			);
		}
	});
});

/** Structures that are explained. */
const TAUGHT = STRUCTURES.flatMap(({ tables }) => tables);

const ALL = { most: Number.POSITIVE_INFINITY };

it.each(made)(
	"$name: each byte is a header's, a part's or nobody's",
	async ({ bytes, kind, parts }) => {
		const place = placeOf(bytes);
		const { wrapper } = await recognise(place.source, { tail: true });
		const contents = await openWrapper(wrapper as Wrapper, place, tools);
		const { stretches, unplaced } = await outlineOf(place, contents, ALL);
		expect(unplaced).toBe(0);
		for (const { table } of contents.readings.flatMap(({ headers }) => headers)) {
			if (table) expect(TAUGHT).toContain(table);
		}
		let before = 0;
		for (const { start, end } of stretches) {
			expect(start).toBe(before);
			expect(end).toBeGreaterThan(start);
			before = end;
		}
		expect(before).toBe(bytes.length);
		expect(stretches.some(({ header }) => header)).toBe(true);
		for (const [chain, { length }] of Object.entries(parts)) {
			const name = chain.slice(kind.length + 1);
			if (![...contents.parts].some((part) => part.name === name)) continue;
			const { place: inner } = await follow(place, chain, tools);
			for (const { at } of outside(inner, { start: 0, end: length })) {
				const around = stretches.filter(({ start, end }) => start < at.end && end > at.start);
				for (const one of around) expect(one.parts.length || one.header).toBeTruthy();
				expect(around.some((one) => one.parts.includes(name))).toBe(true);
			}
		}
	},
);

/** What is read of a wrapper, in the order of its bytes. */
async function metIn(source: ByteSource) {
	const { wrapper } = await recognise(source, { tail: true });
	const { readings } = await openWrapper(wrapper as Wrapper, outerPlace(source), tools);
	return readings.map(({ headers, findings }) => ({
		headers: headers.map(({ name, start, end }) => `${name} ${start} ${end}`),
		findings,
	}));
}

it.each(made)("$name: what is waited for is met once, as what is at hand", async ({ bytes }) => {
	expect(await metIn(farSource(bytes))).toEqual(await metIn(memorySource(bytes)));
});

it("meets a structure once whose end has to be waited for", async () => {
	const count = 1000;
	// The bodies of these chunks begin where pages do.
	const head = 36;
	const bytes = Buffer.concat([
		u32(0xed26ff3a),
		u16(1, 0, head, 12),
		u32(4096, count, count, 0),
		Buffer.alloc(head - 28),
		...Array.from({ length: count }, (_, n) => Buffer.concat([u16(0xcac2, 1), u32(1, 16), u32(n)])),
	]);
	const [far] = await metIn(farSource(bytes));
	expect(far?.headers.length).toBe(1 + 2 * count);
	expect([far]).toEqual(await metIn(memorySource(bytes)));
});

it("tells of a tar what each of its bytes is", async () => {
	const bytes = tarOf([{ name: "a", bytes: Buffer.from("abc") }]);
	const place = placeOf(bytes);
	const { wrapper } = await recognise(place.source);
	const { stretches } = await outlineOf(
		place,
		await openWrapper(wrapper as Wrapper, place, tools),
		ALL,
	);
	const header = stretches[0]?.header;
	expect(stretches.slice(0, 2)).toEqual([
		{ start: 0, end: 512, header, parts: [] },
		{ start: 512, end: 515, parts: ["a"] },
	]);
	expect(stretches[2]).toMatchObject({ start: 515, parts: [] });
});

it("keeps to its pace where all lie over each other", async () => {
	const bytes = Buffer.alloc(1 << 16);
	const reading = new Reading(placeOf(bytes));
	const parts = Array.from({ length: 1 << 16 }, (_, n) => ({
		...{ name: `${n}`, size: 1 },
		bytes: Pieces.slice(n, bytes.length),
	}));
	const { stretches } = await outlineOf(placeOf(bytes), { parts, readings: [reading] }, ALL);
	expect(stretches).toHaveLength(1 << 16);
	expect(stretches.every(({ parts }) => parts.length > 0)).toBe(true);
});

it("reads no more than it needs from afar", async () => {
	const big = Buffer.alloc(4 << 20, 3);
	const bytes = zipOf([
		{ name: "big", bytes: big },
		{ name: "image", bytes: image },
	]);
	const source = farSource(bytes);
	const { place } = await follow(outerPlace(source), "zip/image", tools);
	await openImage(place.source);
	expect(source.requests).toBeLessThan(12);
	expect(source.bytes).toBeLessThan(256 << 10);
});

it("takes the words of wrappers as given or left out", async () => {
	const { bytes } = made.find(({ name }) => name === "zip in zip")!;
	const chains = ["zip/inner.zip/zip/b.img", "inner.zip/b.img", "zip/inner.zip/b.img"];
	for (const chain of chains) {
		const { place } = await follow(placeOf(bytes), chain, tools);
		expect(place.chain).toBe("zip/inner.zip/zip/b.img");
	}
	await expect(follow(placeOf(bytes), "zip/nothing", tools)).rejects.toThrow("no “zip/nothing”");
});

describe("probes", () => {
	const samples = [
		...made.map(({ name, kind, bytes }) => ({ name, kind, bytes: bytes as Uint8Array })),
		...corpusSamples().map(({ name, bytes }) => ({ name, kind: undefined, bytes })),
	];

	it.each(samples)("say yes to $name by one wrapper at most", ({ kind, bytes }) => {
		const head = bytes.subarray(0, PROBE_HEAD);
		const yes = wrappers.filter(({ probe }) => probe?.(head, bytes.length)).map(({ id }) => id);
		const tail = bytes.subarray(-PROBE_TAIL);
		const ends = wrappers
			.filter(({ probeTail }) => probeTail?.(tail, bytes.length, isErofs(head)))
			.map(({ id }) => id);
		// A GPT disk has an MBR that protects it; a disc may be a disk as well. They are asked for first.
		const over = yes.includes("iso") ? ["gpt", "mbr"] : yes.includes("gpt") ? ["mbr"] : [];
		// What begins with compressed bytes may say at its end what it is.
		const isStream = (id: string) => wrappers.find((one) => one.id === id)?.isStream;
		const known = yes.filter((id) => !over.includes(id) && !(ends.length > 0 && isStream(id)));
		const all = [...new Set([...known, ...ends])];
		expect(all.length).toBeLessThanOrEqual(1);
		if (kind) expect(all).toEqual([kind]);
	});
});
