/**
 * No way tells what is not so, past what a check knows: into every planted fault, every damaged image
 * whose sound bytes are known, and past every field of a way that is given another value.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCorpus } from "../testing/corpus";
import { fixture, fixtures, hugeFixtures } from "../testing/fixtures";
import { type BadImage, openTestImage } from "../testing/image-set";
import { hasContents } from "../testing/oracle/inode";
import { volumeOf } from "../testing/oracle/test-files";
import { readTree, type TreeEntry } from "../testing/oracle/tree";
import { planted, type Seed, unplanted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { chance, pick } from "../testing/shuffled";
import { type Altered, goInto } from "./lies.fixture";
import type { Walk } from "./step";
import { walkToContents } from "./walk";

const read = (files: readonly string[]): Buffer[] => files.map((file) => readFileSync(file));

const rangeOf = ({ at, bytes }: Pick<Seed, "at" | "bytes">) => ({
	start: at,
	end: at + bytes.length,
});

/** Those of damaged fixtures are among the damaged images. */
const single = seeds.filter(
	({ damaged, image }) => !damaged && !hugeFixtures.some(({ name }) => name === image),
);

test.each(single)("planted: $code in $image", async (seed) => {
	const { lies, counts } = await goInto({
		sound: unplanted(seed),
		broken: planted(seed),
		devices: read(fixture(seed.image).devices),
		edits: [seed, ...(seed.more ?? [])].map(rangeOf),
	});
	expect(lies).toEqual([]);
	expect(Object.keys(counts).length).toBeGreaterThan(0);
});

/** Whether what an image was before is written down. */
const isKnown = ({ offset, edits }: BadImage): boolean =>
	offset === 0 &&
	edits.length > 0 &&
	edits.every(({ length, before }) => before !== undefined && before.length === 2 * length);

function restored({ file, devices, edits }: BadImage): Altered {
	const broken = readFileSync(file);
	const sound = Buffer.from(broken);
	for (const { offset, before } of edits) sound.set(Buffer.from(before, "hex"), offset);
	const ranges = edits.map(({ offset, length }) => ({ start: offset, end: offset + length }));
	return { sound, broken, devices: read(devices), edits: ranges };
}

const bad = [...fixtures.bad, ...(readCorpus()?.bad ?? [])].filter(isKnown);

test.each(bad)("damaged: $name", async (image) => {
	expect((await goInto(restored(image))).lies).toEqual([]);
});

/** Images of all layouts, each with few files. */
const GOOD = [
	"tiny-plain",
	"chunk-4096-indexes",
	"chunk-4096-blockmap",
	"tinyz-lz4",
	"crafted-head2-lz4",
	"zstd-ztail-C65536",
	"deflate-frag",
	"b48-rec8",
	"b48-lz4hc-dedupe",
];

/** Fields wider than numbers are no numbers. */
const WIDEST = 8;
/** Of each field so many other values are tried. */
const VALUES = 2;

/** The least and the greatest number, the one beside it, and one that is negative where there is a sign. */
const others = (value: bigint, bits: bigint): bigint[] =>
	[0n, value + 1n, value - 1n, (1n << bits) - 1n, value ^ (1n << (bits - 1n)), value * 2n + 1n]
		.map((each) => BigInt.asUintN(Number(bits), each))
		.filter((each) => each !== value);

function littleEndian(value: bigint, length: number): Uint8Array {
	return Uint8Array.from({ length }, (_, i) => Number((value >> BigInt(8 * i)) & 0xffn));
}

const numberAt = (bytes: Uint8Array, start: number, end: number): bigint =>
	bytes.subarray(start, end).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);

/** Fields of the image that a way reads. */
const fieldsOf = ({ steps }: Walk): { start: number; end: number }[] =>
	steps
		.filter(({ field, depth }) => depth === 0 && field?.includes("."))
		.flatMap(({ at }) => at)
		.filter(({ space, start, end }) => space === "image" && end - start <= WIDEST);

/** A file of each layout. */
const oneOfEach = (tree: readonly TreeEntry[]): TreeEntry[] => [
	...new Map(
		tree
			.filter(({ inode }) => hasContents(inode) && inode.size > 0n && inode.size < 1n << 20n)
			.map((entry) => [`${entry.inode.layout} ${entry.inode.type}`, entry]),
	).values(),
];

describe.each(GOOD)("%s", (name) => {
	const good = fixture(name);
	const sound = readFileSync(good.file);
	const random = chance(7);

	test("a field of a way, given another value, makes no way tell what is not so", async () => {
		const image = await openTestImage(good);
		const seen = new Set<number>();
		const lies: string[] = [];
		let tried = 0;
		for (const { path, inode } of oneOfEach(readTree(volumeOf(good)))) {
			const bytes = Uint8Array.from(path, (c) => c.charCodeAt(0));
			const walk = await walkToContents(image, bytes, Number(inode.size) >> 1);
			for (const { start, end } of fieldsOf(walk)) {
				if (seen.has(start)) continue;
				seen.add(start);
				const values = others(numberAt(sound, start, end), BigInt(8 * (end - start)));
				for (let i = 0; i < VALUES; i++) {
					const value = values[pick(random, values.length)] ?? 0n;
					const broken = Buffer.from(sound);
					broken.set(littleEndian(value, end - start), start);
					const devices = read(good.devices);
					const told = await goInto({ sound, broken, devices, edits: [{ start, end }] }, [path]);
					lies.push(...told.lies.map((lie) => `0x${start.toString(16)} is ${value}: ${lie}`));
					tried++;
				}
			}
		}
		expect(lies).toEqual([]);
		expect(tried).toBeGreaterThan(10);
	});
});
