/** The list of what is looked for: nothing is told that is not in it, and nothing is in it for show. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import type { OpenOptions } from "../erofs/open";
import { reactions } from "../erofs/reactions";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { findingsDocument } from "../testing/findings-document";
import { caseFile, fixture, fixtures } from "../testing/fixtures";
import { devicesOf, sourceOf } from "../testing/image-set";
import { readSources } from "../testing/imports";
import { planted, type Seed, unplanted } from "../testing/seed";
import { codesOf, seeds } from "../testing/seeds";
import { everyFault } from "./list";
import { open } from "./open";
import { run } from "./run";
import { unopened } from "./unopened";

async function findingsOf(source: ByteSource, options: OpenOptions = {}) {
	try {
		const image = await open(source, options);
		const { findings } = await run(image, { start: rootOf(image), level: "contents" });
		return findings;
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return unopened(error, "contents", "/").findings;
	}
}

/** Faults that take more than a file of some bytes, with where they are tested. This list may only shrink. */
const NOT_MET = [
	"nydus-packed-blobs", // cli/cases.test.ts
	"tree-too-large", // 2^24 names
	"directory-i-mode", // who asks for a directory by the number of another inode
	"directory-too-deep", // erofs/walk-depth.test.ts
	"xattr-no-metabox", // the metabox is lost, and inodes are outside of it
];

/** Codes of failures that say nothing of the image, and so are no findings. */
const OF_FAILURES =
	/^(device-missing$|object-missing$|hole-too-large$|file-too-large$|no-such-path$)/;

/** What was met, and where first. */
const met = new Map<string, string>();

function meet(codes: Iterable<string>, where: string): void {
	for (const code of codes) if (!met.has(code)) met.set(code, where);
}

const hex = (n: number): string => n.toString(16).padStart(2, "0");

/** A seed in words. */
function placeOf({ image, at, bytes, more = [], length }: Seed): string {
	const changes = [{ at, bytes }, ...more].filter((change) => change.bytes.length > 0);
	const parts = changes.map((change) => `${change.bytes.map(hex).join(" ")} at byte ${change.at}`);
	if (length !== undefined) parts.push(`${length} bytes`);
	if (parts.length === 0) return `${image}.erofs`;
	return `${image}.erofs with ${parts.join(", ")}`;
}

test("what damaged fixtures are found to have is in the list", async () => {
	for (const image of fixtures.bad) {
		const devices = devicesOf(image);
		const findings = await findingsOf(sourceOf(image), { devices: () => devices });
		meet(
			findings.map(({ code }) => code),
			`${image.name}.erofs`,
		);
	}
	expect([...met.keys()].filter((code) => !everyFault.has(code))).toEqual([]);
});

const CASES = ["c02-cblkcnt0", "legacy-419-lz4-no0padding"];

test.each(CASES)("what reports from real life show in %s is in the list", async (name) => {
	const findings = await findingsOf(memorySource(readFileSync(caseFile(`${name}.erofs`))));
	meet(
		findings.map(({ code }) => code),
		`a report, ${name}`,
	);
	expect(findings.map(({ code }) => code).filter((code) => !everyFault.has(code))).toEqual([]);
});

test("what is assumed is told of", async () => {
	const bytes = readFileSync(fixture("tiny-plain").file);
	bytes.set([0, 0], 1024);
	const findings = await findingsOf(memorySource(bytes), { assume: { blkszbits: 9 } });
	const codes = findings.map(({ code }) => code);
	expect(codes).toEqual(expect.arrayContaining(["sb-magic", "sb-blkszbits-assumed"]));
	meet(codes, "opened with --force");
});

test("what the file around an image does not store is told of", async () => {
	const bytes = readFileSync(fixture("tiny-plain").file);
	const unstored = (at: number) => findingsOf({ ...memorySource(bytes), unstored: at });
	const codes = codesIn(await unstored(bytes.length - 4096));
	expect([...codes]).toEqual(["image-unstored"]);
	meet([...codes], "the beginning of an image in a sparse file");
	expect([...codesIn(await unstored(bytes.length))]).toEqual([]);
});

/** What is nobody's any more follows from whatever kept it from being somebody's. */
const LEFT: readonly string[] = ["bytes-unreferenced", "inode-orphan", "padding-not-zero"];

/** The checksum covers the first block, whatever is changed there. */
const codesIn = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
	new Set(findings.map(({ code }) => code).filter((code) => code !== "sb-checksum"));

/** What is told of the good images that seeds are planted in, by name. */
const before = new Map<string, Set<string>>();

async function knownOf(seed: Seed): Promise<ReadonlySet<string>> {
	if (seed.damaged) return new Set();
	const { image } = seed;
	const known = before.get(image) ?? codesIn(await findingsOf(memorySource(unplanted(seed))));
	before.set(image, known);
	return known;
}

test.each(seeds)(
	"$code is found where it is planted in $image, and none of its neighbours",
	async (seed) => {
		const { image, structure, code } = seed;
		const known = await knownOf(seed);
		const devices = seed.devices ? devicesOf(fixture(image)) : [];
		const findings = await findingsOf(memorySource(planted(seed)), { devices: () => devices });
		expect(findings).toContainEqual(
			expect.objectContaining({ code, ...(structure ? { structure } : {}) }),
		);
		const found = codesIn(findings);
		const told = [...found].filter(
			(one) => one === code || (!known.has(one) && !LEFT.includes(one)),
		);
		expect(told.sort()).toEqual([...codesOf(seed)].sort());
		meet([code], placeOf(seed));
		meet(found, placeOf(seed));
		expect([...found].filter((one) => !everyFault.has(one))).toEqual([]);
	},
);

/** A root of 2000 blocks without entries; and one whose entries all name nothing. */
const EMPTY = new Uint8Array(2000 * BLOCK);
const LOST = directoryOf(5000, 2, 2, (n) => 2n ** 40n + BigInt(n));

test.each([
	["directory-given-up", EMPTY],
	["directory-findings", LOST],
])("%s is told of a directory made to exhaust its readers", async (code, root) => {
	const inodes = [{ nid: 2, size: root.length, raw: 10 }];
	const image = crafted(2, inodes, new Map([[10, root]]), 10 * BLOCK + root.length);
	const findings = await findingsOf(image);
	expect(findings).toContainEqual(expect.objectContaining({ code }));
	meet(codesIn(findings), "a directory made for it");
});

test("all of the list was met, but what is known not to be", () => {
	expect([...everyFault.keys()].filter((code) => !met.has(code))).toEqual(NOT_MET);
});

test("docs/findings.md is up to date (npm run findings)", async () => {
	await expect(findingsDocument(met)).toMatchFileSnapshot("../../docs/findings.md");
});

test("no reader names a code that is not in the list", () => {
	const rooms = /^(base|schema|erofs|census|ownership|checks|inspect|export)\//;
	const unknown = readSources()
		.filter(({ path }) => rooms.test(path))
		.flatMap(({ path, code }) =>
			[...code.matchAll(/\bcode: "([\w-]+)"/g)].map(([, name = ""]) => ({ path, name })),
		)
		.filter(({ name }) => !everyFault.has(name) && !OF_FAILURES.test(name));
	expect(unknown).toEqual([]);
});

test("what Linux does is told of codes that are in the list", () => {
	expect(Object.keys(reactions).filter((code) => !everyFault.has(code))).toEqual([]);
});
