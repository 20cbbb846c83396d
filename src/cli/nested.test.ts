/** Files of an image that are images or wrappers themselves are read where they lie. */
import { expect, test } from "vitest";
import { caseFile, fixture } from "../testing/fixtures";
import { cli } from "./testing";

const file = caseFile("nested.erofs");

test.each([
	{ chain: "erofs/media/disk.img", inner: "tiny-plain" },
	{ chain: "media/disk.img", inner: "tiny-plain" },
	{ chain: "apex/test.apex/zip/apex_payload.img", inner: "tiny-plain" },
	{ chain: "apex/test.apex", inner: "tiny-plain" },
	{ chain: "deep/box.erofs/in.erofs", inner: "tinyz-lz4" },
	{ chain: "erofs/deep//box.erofs/erofs/in.erofs", inner: "tinyz-lz4" },
])("$chain has what $inner has", async ({ chain, inner }) => {
	const nested = await cli("manifest", "--in", chain, file);
	const alone = await cli("manifest", fixture(inner).file);
	expect([nested.status, nested.text]).toEqual([0, alone.text]);
});

test("what is in a file of an image is listed", async () => {
	const { status, text } = await cli("parts", "--json", "--in", "apex/test.apex", file);
	const parts: readonly Record<string, unknown>[] = JSON.parse(text);
	expect(status).toBe(0);
	expect(parts.map(({ chain, kind, size }) => [chain, kind, size])).toEqual([
		["erofs/apex/test.apex", "zip", 24_820],
		["erofs/apex/test.apex/zip/apex_manifest.pb", "unknown", 6],
		["erofs/apex/test.apex/zip/apex_payload.img", "erofs", 24_576],
	]);
});

test.each([
	{ chain: "media", says: "“/media” is a directory" },
	{ chain: "nothing", says: "there is no “nothing” in “/”" },
	{ chain: "media/disk.img/x", says: "there is no “x” in “/”" },
	{ chain: "apex/test.apex/x", says: "There is no “x” in erofs/apex/test.apex." },
])("$chain leads to no file, and that is said", async ({ chain, says }) => {
	const { status, err } = await cli("ls", "--in", chain, file);
	expect(status).toBe(2);
	expect(err.join("\n")).toContain(says);
});
