/** What `map --why` says: ways that can be read, and checked by hand. */
import { expect, test } from "vitest";
import { badFixture, fixture } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { cli, imageWords } from "./testing";

const ways: readonly (readonly [what: string, image: string, ...words: string[]])[] = [
	["inline tail", "plain-default", "--path", "/one", "--byte", "0"],
	["boot area", "plain-default", "--at", "100"],
	["pack", "tinyz-lz4", "--path", "/mix", "--byte", "5000"],
	["chunk", "chunk-4096-indexes", "--path", "/fileA", "--byte", "20000"],
	["device", "merged-2layers", "--path", "/big", "--byte", "0"],
	["record", "b48-rec8", "--path", "/A", "--byte", "4"],
	["unit", "lz4hc-frag", "--at", "5000"],
	["fragment", "lz4hc-frag", "--path", "/hard", "--byte", "12000"],
	["metabox", "metabox-frag", "--at", "0x1234"],
	["shared attribute", "xattr-default", "--at", "4100"],
	["inline attribute", "tiny-plain", "--at", "20256"],
	["prefix table", "xattr-prefix", "--at", "4945"],
	["path", "tiny-plain", "--path", "/link"],
	["attribute", "tiny-plain", "--path", "/x1", "--xattr", "user.two"],
	["metabox prefix table", "xattr-metabox-prefix", "--space", "metabox", "--at", "13"],
];

test.each(ways)("tells the way: %s", async (what, name, ...words) => {
	const { status, text, err } = await cli("map", ...imageWords(fixture(name)), "--why", ...words);
	expect({ status, err }).toEqual({ status: 0, err: [] });
	await expect(text).toMatchFileSnapshot(`./golden/way_${what.replace(/ /g, "_")}.txt`);
});

const dataOf = async (image: TestImage, ...words: string[]) => {
	const { status, text } = await cli("map", ...imageWords(image), "--why", "--json", ...words);
	const lines = text.trimEnd().split("\n");
	return { status, steps: lines.slice(0, -1).map((line) => JSON.parse(line)), end: lines.at(-1) };
};

test("gives the same as data, a line for each step and one for the end", async () => {
	const image = fixture("plain-default");
	const { status, steps, end } = await dataOf(image, "--at", "1036");
	expect(status).toBe(0);
	expect(steps[0]).toMatchObject({ step: 1, field: "erofs_super_block.magic", depth: 0 });
	expect(steps.at(-1)).toMatchObject({
		at: [{ space: "image", start: 1036, end: 1037 }],
		field: "erofs_super_block.blkszbits",
		sum: { text: "start 1024 + 12", value: 1036, of: "place" },
	});
	expect(JSON.parse(end ?? "")).toEqual({ end: "byte", steps: steps.length });
});

test("the contents of a file are a space of their own", async () => {
	const image = fixture("tinyz-lz4");
	const { steps: byPath, end } = await dataOf(image, "--path", "/mix", "--byte", "700");
	const nid = byPath.at(-1).at[0].space;
	expect(nid).toMatch(/^file:\d+$/);
	const { steps } = await dataOf(image, "--space", nid, "--at", "700");
	expect(steps).toEqual(byPath);
	expect(JSON.parse(end ?? "")).toMatchObject({ end: "byte" });
});

test("ends with 1 at damage, after the way that leads to it", async () => {
	const { file } = badFixture("z-nonhead-delta0-zero");
	const words = ["--why", "--path", "/rep", "--byte", "4096"];
	const { status, text, err } = await cli("map", file, ...words);
	expect(status).toBe(1);
	expect(err[0]).toContain("z-lookback");
	await expect(text).toMatchFileSnapshot("./golden/way_damage.txt");
});

test("ends with 2 when the way needs the file of a device that was not given", async () => {
	const { file } = fixture("merged-2layers");
	const { status, text, err } = await cli("map", file, "--why", "--path", "/big", "--byte", "0");
	expect(status).toBe(2);
	expect(text).toContain("The way ends at something that is not at hand.");
	expect(err.join()).toContain("was not given");
	const free = await cli("map", file, "--why", "--path", "/", "--byte", "0");
	expect([free.status, free.err]).toEqual([0, []]);
});

test.each([
	[["--why"]],
	[["--why", "--xattr", "user.a"]],
	[["--why", "--path", "/one", "--byte", "0", "--xattr", "user.a"]],
	[["--path", "/one", "--byte", "1"]],
	[["--why", "--byte", "1", "--at", "3"]],
	[["--why", "--path", "/one", "--byte", "1", "--at", "3"]],
	[["--why", "--path", "/one", "--byte", "99999999"]],
	[["--why", "--space", "file:1", "--at", "0"]],
	[["--why", "--space", "nonsense", "--at", "0"]],
	[["--why", "--at", "999999999"]],
])("ends with 2 for %j", async (words) => {
	const { status, text } = await cli("map", fixture("plain-default").file, ...words);
	expect({ status, text }).toEqual({ status: 2, text: "" });
});
