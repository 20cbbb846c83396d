/** Advice with the figures of the image it is about. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCorpus } from "../../testing/corpus";
import { fixture, fixtures } from "../../testing/fixtures";
import { type GoodImage, openTestImage } from "../../testing/image-set";
import { ownersOf } from "../../testing/oracle/owners";
import { volumeOf } from "../../testing/oracle/test-files";
import { ownersIn } from "../../testing/owners";
import { ledgerOf } from "../ledger";
import { estimate } from "./estimate";
import { adviceOn } from "./index";
import { recipe } from "./recipe";

const ledgerFor = async (image: GoodImage) => ledgerOf(await ownersIn(await openTestImage(image)));

/** How a fixture was made, where that was by one command from a folder. */
function commandOf({ file }: GoodImage): string[] | undefined {
	const about = file.replace(/\.erofs$/, ".json");
	if (!existsSync(about)) return undefined;
	const { mkfs_command: command = "" } = JSON.parse(readFileSync(about, "utf8")) as {
		mkfs_command?: string;
	};
	// Some were changed by hand afterwards.
	return / SOURCE$/.test(command) && !/--(tar|incremental)/.test(command) && !/crafted/.test(file)
		? command.split(" ").slice(1)
		: undefined;
}

/** Features that leave a trace in an image that uses them. */
const TRACED = [
	"48bit",
	"dot-omitted",
	"ztailpacking",
	"legacy-compress",
	"noinline_data",
	"nosbcrc",
];

const allIn = (words: readonly string[]): string[] =>
	words.filter((word) => word.startsWith("-E")).flatMap((word) => word.slice(2).split(","));

/** @param both command lines: what one of them says can hide something */
function featuresIn(words: readonly string[], both: readonly (readonly string[])[]): string[] {
	const either = both.flat();
	const features = both.flatMap(allIn);
	const hidden = new Set<string>();
	// Nothing may be left then that could lie behind an inode.
	const isElsewhere = ["all-fragments", "fragments", "48bit"].some((one) => features.includes(one));
	if (isElsewhere) hidden.add("ztailpacking");
	// Indexes of 8 bytes look like lists of extents from afar.
	if (features.includes("48bit") || features.includes("dedupe")) hidden.add("legacy-compress");
	if (either.some((word) => word.startsWith("-m"))) hidden.add("48bit");
	return allIn(words)
		.filter((one) => TRACED.includes(one) && !hidden.has(one))
		.sort();
}

const wordIn = (words: readonly string[], begin: string) =>
	words.find((word) => word.startsWith(begin));

/** Names of compressors as images know them: several make the same format. */
const FORMATS: Readonly<Record<string, string>> = { lz4: "lz4hc", libdeflate: "deflate" };

const formatsIn = (words: readonly string[]): string[] =>
	(wordIn(words, "-z") ?? "-z")
		.slice(2)
		.split(":")
		.filter(Boolean)
		.map((one) => one.split(",")[0] ?? "")
		.map((name) => FORMATS[name] ?? name);

const bytesIn = (words: readonly string[], begin: string) =>
	Number(wordIn(words, begin)?.slice(begin.length) ?? Number.NaN);

describe("the command line has what was given", () => {
	const all = [...fixtures.good, ...(readCorpus()?.good ?? [])];
	const made = all.filter((image) => commandOf(image));
	test.each(made)("$name", async (image) => {
		const given = commandOf(image) as string[];
		const told = await recipe(await ledgerFor(image));
		const isSame = (words: readonly string[]) => featuresIn(words, [given, told]);
		expect(isSame(told)).toEqual(isSame(given));
		for (const begin of ["-b", "--chunksize=", "-L", "--zD"])
			expect(wordIn(told, begin)).toBe(wordIn(given, begin));
		// The name of digests has a default.
		const hasDigest = given.includes("--xattr-inode-digest");
		const prefixes = (words: readonly string[]) =>
			words
				.filter((one) => /^--xattr-(prefix|inode-digest)=/.test(one))
				.filter((one) => !hasDigest || !one.includes("digest"))
				.sort();
		expect(prefixes(told)).toEqual(prefixes(given));
		expect(wordIn(told, "-m") === undefined).toBe(wordIn(given, "-m") === undefined);
		// What no file needed has left no trace.
		const metadata = wordIn(given, "-m")?.split(":")[1] ?? "";
		for (const format of formatsIn(told)) expect([...formatsIn(given), metadata]).toContain(format);
		if (wordIn(told, "-C")) expect(bytesIn(told, "-C")).toBeLessThanOrEqual(bytesIn(given, "-C"));
		const attached = wordIn(given, "-U")?.slice(2);
		const id = attached || given[given.indexOf("-U") + 1];
		expect(wordIn(told, "-U")?.slice(2)).toBe(id);
	});
	test("and there are enough of them", () => expect(made.length).toBeGreaterThan(15));
});

test("inodes, ends of files and what could be compressed, with figures", async () => {
	const { advice } = await adviceOn(await ledgerFor(fixture("plain-default")));
	const inodes = advice.find(({ id }) => id === "inodes");
	expect(inodes?.saves).toBeGreaterThan(0);
	expect((inodes?.saves ?? 1) % 32).toBe(0);
	const compressible = advice.find(({ id }) => id === "compressible");
	expect(compressible).toMatchObject({ estimated: true, needs: "5.4" });
	const { saves = 0, between: [least, most] = [0, 0] } = compressible ?? {};
	expect(least).toBeGreaterThan(0);
	expect(least).toBeLessThan(saves);
	expect(most).toBeGreaterThan(saves);
	expect(advice.map(({ saves = 0 }) => saves)).toEqual(
		advice.map(({ saves = 0 }) => saves).sort((a, b) => b - a),
	);
});

test.each([0, 1, 2, 3])(
	"an estimate is low where much repeats, and no more than all (%i)",
	(id) => {
		expect(estimate(new Uint8Array(65536), 4096, id)).toBeLessThan(0.01);
		const noise = new Uint8Array(65536);
		let state = 1;
		for (let i = 0; i < noise.length; i++) {
			state = (Math.imul(state, 1103515245) + 12345) >>> 0;
			noise[i] = state >>> 24;
		}
		expect(estimate(noise, 4096, id)).toBeGreaterThan(0.95);
		expect(estimate(noise, 4096, id)).toBeLessThanOrEqual(1);
		expect(estimate(noise.subarray(0, 5), 4096, id)).toBe(1);
		// What was there before the unit began is of no use in it.
		const twice = new Uint8Array(16384);
		twice.set(noise.subarray(0, 8192));
		twice.set(noise.subarray(0, 8192), 8192);
		expect(estimate(twice, 65536, id)).toBeLessThan(0.6);
		expect(estimate(twice, 4096, id)).toBeGreaterThan(0.95);
	},
);

/** What sharing the attributes that several inodes have would save, from their bytes alone. */
function sharable(image: GoodImage): number {
	const volume = volumeOf(image);
	const { bytes } = volume.image;
	const entries = new Map<string, number>();
	for (const { start, end, kind, nids } of ownersOf(volume).spaces.get("image") ?? []) {
		if (kind !== "xattr-inline-entry") continue;
		// Pieces of one inode may be several entries: cut by their own lengths.
		for (let at = start; at < end; ) {
			const name = bytes[at] ?? 0;
			const value = (bytes[at + 2] ?? 0) + (bytes[at + 3] ?? 0) * 256;
			const size = Math.ceil((4 + name + value) / 4) * 4;
			const key = Buffer.from(bytes.subarray(at, at + size)).toString("hex");
			entries.set(key, (entries.get(key) ?? 0) + nids.length);
			at += size;
		}
	}
	const several = [...entries].filter(([, count]) => count > 1);
	return several.reduce((sum, [key, n]) => sum + (n - 1) * (key.length / 2) - 4 * n, 0);
}

test("the largest unit is told wherever there are units, also where all contents are packed together", async () => {
	for (const image of fixtures.good) {
		const told = (await adviceOn(await ledgerFor(image))).advice.find(({ id }) => id === "units");
		if (told)
			expect([image.name, told.text]).not.toEqual([image.name, expect.stringMatching(/takes 0 B/)]);
	}
});

test.each(["xattr-default", "xattr-prefix-plain", "plain-default"])(
	"attributes of %s that could be shared",
	async (name) => {
		const image = fixture(name);
		const { advice } = await adviceOn(await ledgerFor(image));
		const saves = sharable(image);
		expect(advice.find(({ id }) => id === "xattrs")?.saves).toBe(saves > 0 ? saves : undefined);
	},
);
