/** Archives of thousands of members: who stops them is heard, and what nobody looks for is not made. */
import { expect, test } from "vitest";
import { isCancelled } from "../base/errors";
import { memorySource } from "../sources/memory";
import { tarOf, zipOf } from "../testing/made-archives";
import { tools } from "../testing/wrappers";
import { entriesOf } from "./listing";
import { Nearby } from "./near";
import { outerPlace } from "./places";
import { UniqueNames, uniqueNames } from "./unique";

const COUNT = 3000;
const files = Array.from({ length: COUNT }, (_, i) => ({
	name: `d/${i}.txt`,
	bytes: Buffer.from(`${i}`),
}));

/** As kernels read it: a header of hexadecimal numbers, the name, the contents, each to a multiple of four. */
function cpioMember(name: string, bytes: Buffer): Buffer {
	const numbers = [1, 0o100644, 0, 0, 1, 0, bytes.length, 0, 0, 0, 0, name.length + 1, 0];
	const words = numbers.map((n) => n.toString(16).padStart(8, "0")).join("");
	const head = `070701${words}${name}\0`;
	const padding = (length: number) => Buffer.alloc(-length & 3);
	return Buffer.concat([Buffer.from(head), padding(head.length), bytes, padding(bytes.length)]);
}

const cpio = Buffer.concat([
	...files.map(({ name, bytes }) => cpioMember(name, bytes)),
	cpioMember("TRAILER!!!", Buffer.alloc(0)),
]);

const archives: readonly (readonly [string, Uint8Array])[] = [
	["tar", tarOf(files)],
	["zip", zipOf(files)],
	["cpio", cpio],
];

/** Listed up to the breath at which somebody stops it. */
async function stoppedAt(archive: Uint8Array, breath: number) {
	const stop = new AbortController();
	let breaths = 0;
	let told = 0;
	const breathe = () => {
		if (++breaths === breath) stop.abort();
		return undefined;
	};
	const own = { ...tools, signal: stop.signal, breathe, report: () => {} };
	try {
		const all = entriesOf(outerPlace(memorySource(archive)), { ...own, tails: true, most: 1e6 });
		for await (const _ of all) told++;
	} catch (error) {
		if (!isCancelled(error)) throw error;
		return { told, breaths };
	}
	return { told, breaths: Number.POSITIVE_INFINITY };
}

test.each(archives)(
	"%s: who stops is heard while members are read, and while they are told",
	async (_, archive) => {
		expect((await stoppedAt(archive, Number.POSITIVE_INFINITY)).told).toBe(1 + COUNT);
		expect(await stoppedAt(archive, 2)).toEqual({ told: 0, breaths: 2 });
		const later = await stoppedAt(archive, COUNT);
		expect(later.breaths).toBe(COUNT);
		expect(later.told).toBeLessThan(1 + COUNT);
	},
);

test("what lies near is made when somebody looks for it, once", () => {
	let made = 0;
	const near = new Nearby(() => {
		made++;
		return [];
	});
	expect(made).toBe(0);
	expect([near.find("a"), near.find("b"), ...near]).toEqual([undefined, undefined]);
	expect(made).toBe(1);
});

test("the place of a name is that of the last that came as it", () => {
	const names = new UniqueNames();
	for (const name of ["a", "b", "a", "c#2"]) names.unique(name);
	const places = ["a", "b", "a#2", "c#2", "c"].map((name) => names.placeOf(name));
	expect(places).toEqual([2, 1, undefined, 3, undefined]);
});

test("thousands of names are told apart, also those that would share a place", () => {
	const names = new UniqueNames();
	// Of one length, with hashes that differ in few bits, or not at all.
	const all = Array.from({ length: 20_000 }, (_, i) => `${(i % 97).toString(36)}/${i}`);
	expect(all.map(names.unique)).toEqual(all);
	expect(all.map((name) => names.placeOf(name))).toEqual(all.map((_, i) => i));
	expect(all.map(names.unique)).toEqual(all.map((name) => `${name}#2`));
	expect(names.placeOf("nobody")).toBeUndefined();
});

test("names that come again get numbers, whatever names there are", () => {
	const unique = uniqueNames();
	const names = ["a", "a", "a#2", "a", "b#2", "b", "b", "a#2", "a#2#2"].map(unique);
	expect(names).toEqual(["a", "a#2", "a#2#2", "a#3", "b#2", "b", "b#3", "a#2#3", "a#2#2#2"]);
	expect(new Set(names).size).toBe(names.length);
});
