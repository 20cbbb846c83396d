/** The manifest against the truth: every path, attribute, time, attribute value and digest. */
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { describe, expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import { type GoodImage, openTestImage, type TruthEntry } from "../testing/image-set";
import type { Hasher } from "./digest";
import { type ManifestEntry, manifest } from "./manifest";

function sha256(): Hasher {
	const hash = createHash("sha256");
	return { update: (bytes) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

interface Read {
	readonly entries: readonly ManifestEntry[];
	readonly findings: readonly Finding[];
}

async function read(image: GoodImage): Promise<Read> {
	const opened = await openTestImage(image);
	const findings = [...opened.findings];
	const report = (finding: Finding) => void findings.push(finding);
	const entries: ManifestEntry[] = [];
	const options = { newHasher: sha256, report };
	for await (const entry of manifest(opened, options)) entries.push(entry);
	return { entries, findings };
}

/** Which names are one inode is told by the truth alone; nlink tells it of both. */
const withoutGroup = ({ hardlink_group: _, ...entry }: TruthEntry) => entry;

describe("manifest", () => {
	it.each(fixtures.good)("$name equals the truth, without findings", async (image) => {
		const { entries, findings } = await read(image);
		expect(entries).toEqual(image.manifest().map(withoutGroup));
		expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
	});

	it("reads no contents when no digest is asked for", async () => {
		const image = await openTestImage(fixture("tinyz-lz4"));
		const entries: ManifestEntry[] = [];
		for await (const entry of manifest(image, {})) entries.push(entry);
		expect(entries.length).toBe(fixture("tinyz-lz4").manifest().length);
		expect(entries.some(({ sha256, error }) => sha256 ?? error)).toBe(false);
		expect(image.decoded.usedBytes).toBe(0);
	});
});

const corpus = readCorpus();

describe.runIf(corpus)("manifest over the corpus", () => {
	it("equals the truth for every image", { timeout: 600_000 }, async () => {
		const wrong: string[] = [];
		for (const image of corpus?.good ?? []) {
			const { entries } = await read(image);
			const truth = image.manifest().map(withoutGroup);
			if (!isDeepStrictEqual(entries, truth)) wrong.push(image.name);
		}
		expect(wrong).toEqual([]);
	});
});
