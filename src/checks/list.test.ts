/** The list of what is looked for: nothing is told that is not in it, and nothing is in it for show. */
import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { REFUSED } from "../erofs/severity";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { findingsDocument } from "../testing/findings-document";
import { fixtures } from "../testing/fixtures";
import { devicesOf, sourceOf } from "../testing/image-set";
import { readSources } from "../testing/imports";
import { codesOf, planted, type Seed, seeds, unplanted } from "../testing/seeds";
import { everyFault } from "./list";
import { open } from "./open";
import { run } from "./run";
import { unopened } from "./unopened";

async function findingsOf(source: ByteSource, devices: readonly ByteSource[] = []) {
	try {
		const image = await open(source, { devices: () => devices });
		const { findings } = await run(image, { start: rootOf(image), level: "contents" });
		return findings;
	} catch (error) {
		if (!(error instanceof Failure)) throw error;
		return unopened(error, "contents", "/").findings;
	}
}

/** Faults that no fixture has and nobody has planted yet. This list may only shrink. */
const NOT_MET = [
	"sb-magic",
	"sb-ishare-prefix",
	"cfg-lz4-pcluster",
	"cfg-format",
	"z-extents-undeclared",
	"empty-file",
	"sb-blkszbits-assumed",
	"sb-lz4-undeclared",
	"nydus-packed-blobs",
	"tree-too-large",
	"directory-i-mode",
	"directory-too-deep",
	"dirent-dots-twice",
	"dirent-dot-missing",
	"dirent-dotdot-missing",
	"nid-no-metabox",
	"inode-blocks-impossible",
	"xattr-no-metabox",
	"xattr-name-length",
	"z-extents-inline",
	"extent-h-extents",
	"extent-lstart",
	"extent-plen",
	"z-plain-length",
	"z-interlaced-length",
	"z-inline-crosses-block",
	"z-no-begin",
	"z-di-clusterofs",
	"z-cblkcnt-place",
	"z-stored-limit",
	"z-hole-counted",
	"bytes-owned-twice",
	"device-overlap",
	"device-short",
	"z-padding",
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
const placeOf = ({ image, at, bytes }: Seed): string =>
	`${image}.erofs with ${bytes.map(hex).join(" ")} at byte ${at}`;

test("what damaged fixtures are found to have is in the list", async () => {
	for (const image of fixtures.bad) {
		const findings = await findingsOf(sourceOf(image), devicesOf(image));
		meet(
			findings.map(({ code }) => code),
			`${image.name}.erofs`,
		);
	}
	expect([...met.keys()].filter((code) => !everyFault.has(code))).toEqual([]);
});

/** The checksum covers the first block, whatever is changed there. */
const codesIn = (findings: Awaited<ReturnType<typeof findingsOf>>) =>
	new Set(findings.map(({ code }) => code).filter((code) => code !== "sb-checksum"));

/** What is told of the good images that seeds are planted in, by name. */
const before = new Map<string, Set<string>>();

test.each(seeds)(
	"$code is found where it is planted in $image, and none of its neighbours",
	async (seed) => {
		const { image, structure, code } = seed;
		const known = before.get(image) ?? codesIn(await findingsOf(memorySource(unplanted(seed))));
		before.set(image, known);
		const findings = await findingsOf(memorySource(planted(seed)));
		expect(findings).toContainEqual(
			expect.objectContaining({ code, ...(structure ? { structure } : {}) }),
		);
		const found = codesIn(findings);
		expect([...found].filter((one) => !known.has(one)).sort()).toEqual([...codesOf(seed)].sort());
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

test("what Linux refuses to mount for is in the list", () => {
	expect([...REFUSED].filter((code) => !everyFault.has(code))).toEqual([]);
});
