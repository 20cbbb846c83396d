/** The collection of test images itself: complete, documented, and small. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readCorpus } from "./corpus";
import { badFixture, caseFile, fixture, fixtures, fixturesFolder } from "./fixtures";
import { devicesOf, openTestImage, sourceOf } from "./image-set";

const all = [...fixtures.good, ...fixtures.bad];

describe("fixtures", () => {
	it("are exactly the images that the README lists", () => {
		const readme = readFileSync(join(fixturesFolder, "README.md"), "utf8");
		const listed = [...readme.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
		const names = [...all.map(({ name }) => name), ...readdirSync(caseFile("."))];
		expect(names.sort()).toEqual(listed.sort());
	});

	it("have their devices beside them, and nothing else", () => {
		const files = all.flatMap(({ file, devices }) => [file, ...devices]);
		for (const half of ["good", "bad"]) {
			const images = readdirSync(join(fixturesFolder, half)).filter((name) => !/\.json/.test(name));
			expect(images.filter((name) => !files.includes(join(fixturesFolder, half, name)))).toEqual(
				[],
			);
		}
		for (const file of files) expect(statSync(file).size, file).toBeGreaterThan(0);
	});

	it("have truth: a manifest that begins with the root, or an expected finding", () => {
		for (const image of fixtures.good) expect(image.manifest()[0]?.path, image.name).toBe("/");
		for (const { name, expected } of fixtures.bad) expect(expected.structure, name).not.toBe("");
	});

	it("stay below 6 MB", () => {
		const sizes = ["good", "bad"].flatMap((half) =>
			readdirSync(join(fixturesFolder, half)).map(
				(n) => statSync(join(fixturesFolder, half, n)).size,
			),
		);
		expect(sizes.reduce((a, b) => a + b)).toBeLessThan(6_000_000);
	});

	it("are found by name, also behind an offset and with devices", () => {
		expect(fixture("offset-8192").offset).toBe(8192);
		expect(sourceOf(fixture("offset-8192")).size).toBe(24576);
		expect(devicesOf(fixture("merged-2layers")).map(({ size }) => size)).toEqual([110592, 49152]);
		expect(badFixture("sb-wrong-checksum").expected.field).toBe("checksum");
		expect(() => fixture("no such")).toThrow("no fixture");
	});

	it("open with their devices attached", async () => {
		const image = await openTestImage(fixture("merged-2layers"));
		expect(image.devices.map(({ source }) => source?.size)).toEqual([110592, 49152]);
	});
});

describe.runIf(readCorpus())("corpus", () => {
	it("has good and damaged images, each with truth", () => {
		const { good = [], bad = [] } = readCorpus() ?? {};
		expect(good.length).toBeGreaterThan(fixtures.good.length);
		expect(bad.length).toBeGreaterThan(fixtures.bad.length);
		for (const image of good) expect(image.manifest().length, image.name).toBeGreaterThan(0);
	});
});
