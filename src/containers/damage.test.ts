/** Damaged wrappers: cut at every structure, and with changed bytes. They end, and say what is wrong. */
import { describe, expect, it } from "vitest";
import { type Failure, isDamage } from "../base/errors";
import { memorySource } from "../sources/memory";
import { SEVERAL_ARCHIVES } from "../testing/made-archives";
import { made } from "../testing/made-wrappers";
import { corpusSamples, placeOf, type Seen, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { openWrapper } from "./places";
import { recognise } from "./recognise";

const samples = [
	...made.map(({ name, bytes }) => ({ name, bytes: bytes as Uint8Array })),
	...corpusSamples().map(({ name, bytes }) => ({ name, bytes })),
];

/** Bytes of the structures of a wrapper. */
async function structuresOf(bytes: Uint8Array) {
	const { wrapper } = await recognise(memorySource(bytes), { tail: true });
	if (!wrapper) return [];
	const { parts, readings } = await openWrapper(wrapper, placeOf(bytes), tools);
	for (const { bytes: where } of parts) if (typeof where === "function") await where();
	return readings.flatMap((reading) => reading.headers);
}

/** Lists all of it; only damage may stop it. */
async function survey(bytes: Uint8Array): Promise<Seen | undefined> {
	try {
		return await seen(placeOf(bytes));
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

/** What is told of it: anything that is wrong. */
const isToldOf = ({ entries, findings }: Seen): boolean =>
	findings.length > 0 || entries.some(({ trouble }) => trouble !== undefined);

/** The same numbers each time. */
function* numbers(seed: number): Generator<number, never, void> {
	let x = seed;
	for (;;) {
		x ^= x << 13;
		x ^= x >>> 17;
		x ^= x << 5;
		yield x >>> 0;
	}
}

/** Damage can say that a part is of any size. */
const MOST_READ = 4 << 20;

const EDGES = [0, 0xff, 0x7f, 0x80, 1];

describe.each(samples)("$name", ({ name, bytes }) => {
	it("may be cut anywhere", async () => {
		const ranges = await structuresOf(bytes);
		const cuts = new Set([
			...Array.from({ length: 15 }, (_, n) => Math.floor((bytes.length * (n + 1)) / 16)),
			...ranges.flatMap(({ start, end }) => [start, start + 1, end - 1, end]),
		]);
		const whole = (await seen(placeOf(bytes))).entries;
		for (const cut of [...cuts].slice(0, 120)) {
			const found = await survey(bytes.subarray(0, cut));
			// What is still a wrapper of the kind and lacks something says so.
			const isLess = (found?.entries.length ?? 0) < whole.length;
			if (
				!SEVERAL_ARCHIVES.includes(name) &&
				found &&
				isLess &&
				found.entries[0]?.kind === whole[0]?.kind &&
				cut < bytes.length
			) {
				expect(isToldOf(found), `cut at ${cut}`).toBe(true);
			}
		}
	});

	it("may have changed bytes in its structures", async () => {
		const ranges = (await structuresOf(bytes)).filter(({ start, end }) => end > start);
		if (ranges.length === 0) return;
		const next = numbers(bytes.length);
		for (let n = 0; n < 60; n++) {
			const copy = Uint8Array.from(bytes);
			const { start, end } = ranges[next.next().value % ranges.length]!;
			for (let k = 0; k <= n % 3; k++) {
				const at = start + (next.next().value % (end - start));
				copy[at] = EDGES[next.next().value % EDGES.length]!;
			}
			await survey(copy);
		}
	});
});

describe.each(made)("$name", ({ bytes, parts }) => {
	it("may have any bit changed: parts are read, or it is said why not", async () => {
		const next = numbers(bytes.length + 1);
		for (let n = 0; n < 16; n++) {
			const copy = Buffer.from(bytes);
			const at = next.next().value % copy.length;
			copy[at] = (copy[at] as number) ^ (1 << (n % 8));
			for (const chain of Object.keys(parts)) {
				try {
					const { source } = (await follow(placeOf(copy), chain, tools)).place;
					if (source.size <= MOST_READ) await source.read(0, source.size);
				} catch (error) {
					const isTold = isDamage(error) || (error as Failure).info?.code === "no-such-part";
					if (!isTold) throw error;
				}
			}
		}
	});
});
