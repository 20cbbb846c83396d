/** A check of sound images: nothing above a note, and all of it looked at. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { missingDevices } from "../erofs/devices";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { weightOf } from "../erofs/severity";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { corpusFolder, readCorpus } from "../testing/corpus";
import { badFixture, caseFile, fixture, fixtures } from "../testing/fixtures";
import { type GoodImage, openTestImage } from "../testing/image-set";
import { run } from "./run";

const check = (image: Image, level: "structure" | "contents" = "contents") =>
	run(image, { start: rootOf(image), level });

/** Kernels read it, but no longer all of them: the one thing to warn of in images that are sound. */
const OLD = "sb-lz4-undeclared";

const bad = (findings: Awaited<ReturnType<typeof check>>["findings"]) =>
	findings.filter((finding) => weightOf(finding) !== "note" && finding.code !== OLD);

/** What the manifest knows of how much there is to look at. */
function truth(image: GoodImage) {
	const entries = image.manifest();
	const names = new Set(entries.map((entry) => entry.hardlink_group ?? entry.path));
	return {
		directories: entries.filter(({ type }) => type === "dir").length,
		entries: entries.length - 1,
		inodes: names.size,
	};
}

function sound(images: readonly GoodImage[]): void {
	it.each(images)("$name", async (image) => {
		const opened = await openTestImage(image);
		const { findings, checked } = await check(opened);
		expect(bad(findings)).toEqual([]);
		expect(checked.complete).toBe(true);
		const { directories, entries, inodes } = truth(image);
		expect(checked).toMatchObject({ directories, entries });
		const hidden = [opened.metaboxNid, opened.packedNid].filter((nid) => nid !== undefined);
		expect(checked.inodes).toBe(inodes + hidden.length);
	});
}

describe("sound fixtures", () => sound(fixtures.good));

describe.runIf(readCorpus())("sound images of the corpus", () => sound(readCorpus()?.good ?? []));

it("does not take for damage what old writers did not count", async () => {
	const image = await openImage(memorySource(readFileSync(caseFile("ztail-uncounted.erofs"))));
	const { findings, checked } = await check(image);
	expect(bad(findings)).toEqual([]);
	expect(checked.complete).toBe(true);
});

it("does not take for damage what is not said of a tar archive that was indexed", async () => {
	const [image, tar] = ["erofs", "tar"].map((end) =>
		memorySource(readFileSync(caseFile(`tar-uncounted.${end}`))),
	) as [ByteSource, ByteSource];
	const opened = await openImage(image, { devices: () => [tar] });
	const { findings, checked } = await check(opened);
	expect(bad(findings)).toEqual([]);
	expect(findings.map(({ code }) => code)).toContain("device-unfilled");
	expect(checked.complete).toBe(true);
	const alone = await openImage(image);
	expect(missingDevices(alone)).toHaveLength(1);
	expect((await check(alone)).checked.complete).toBe(false);
});

it("notes that a device of the image's own has no blocks, and tells of contents on it", async () => {
	const image = await openTestImage(badFixture("device-blocks-zero"));
	const { findings } = await check(image);
	expect(findings.map(({ code, severity }) => [code, severity])).toEqual([
		["device-empty", "note"],
		["data-beyond-device", "error"],
	]);
});

const others = corpusFolder && join(corpusFolder, "others");

describe.runIf(others && existsSync(others))("images of other writers and versions", () => {
	const names = readdirSync(others ?? ".").filter((name) => name.endsWith(".erofs"));
	it.each(names)("%s", async (name) => {
		const image = await openImage(memorySource(readFileSync(join(others ?? "", name))));
		const { findings, checked } = await check(image);
		expect(bad(findings)).toEqual([]);
		expect(checked.complete).toBe(true);
	});
});

describe("coverage", () => {
	it("counts what is decoded, once however many share it", async () => {
		const image = await openTestImage(fixture("lz4hc-allfrag-dedupe-ztail"));
		const { units } = (await check(image)).checked;
		expect(units.decoded).toBe(2);
		expect(units.bytes).toBeGreaterThan(Number(units.stored));
	});

	it("says of structures alone that contents were not looked at", async () => {
		const image = await openTestImage(fixture("tinyz-lz4"));
		const { checked } = await check(image, "structure");
		expect(checked.units.decoded).toBe(0);
		expect(checked.skipped).toContainEqual({
			what: "contents",
			why: "Only structures were asked for.",
			because: "unasked",
		});
		expect(checked.extents).toBe((await check(image)).checked.extents);
	});

	it("is not complete without the devices", async () => {
		const { file } = fixture("blobdev-48bit");
		const { checked } = await check(await openImage(memorySource(readFileSync(file))));
		expect(checked.complete).toBe(false);
		const lacking = checked.skipped.filter(({ why }) => why.startsWith("Extra device 1 "));
		expect(lacking.map(({ what }) => what)).toEqual(["devices", "files"]);
		expect(lacking[1]?.count).toBe(16);
	});
});
