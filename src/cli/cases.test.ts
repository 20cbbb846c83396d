/** Images after reports from real life: what each command must say of them. */
import { expect, test } from "vitest";
import { caseFile } from "../testing/fixtures";
import { cli } from "./testing";

/** Severity and code of each line on standard error. */
const codes = (err: readonly string[]) => err.map((line) => line.split(" ", 2).join(" "));

test("a packed_nid in the metabox is told as such, and everything else is still shown", async () => {
	const file = caseFile("c22-packed-bit63.erofs");
	for (const words of [
		["info", file],
		["ls", file, "-R"],
	]) {
		const { status, text, err } = await cli(...words);
		expect(status).toBe(1);
		expect(codes(err)).toEqual(["error sb-packed-nid-metabox"]);
		expect(err[0]).toContain("image:1120..1128");
		expect(text).not.toBe("");
	}
	expect((await cli("ls", file, "-R")).text.split("\n")).toContain("/sub/t");
});

test("a count of long prefixes without the feature is a warning", async () => {
	const { status, err } = await cli("info", caseFile("c18-stale-prefix.erofs"));
	expect([status, codes(err)]).toEqual([0, ["warning sb-prefixes-undeclared"]]);
});

test("a Nydus bootstrap is named, is not cut off, and lists without its blobs", async () => {
	const file = caseFile("nydus-rafs-v6-2.2.boot");
	const info = await cli("info", file);
	expect([info.status, info.err]).toEqual([0, []]);
	expect(info.text).toContain("Nydus RAFS v6 bootstrap");
	const { text } = await cli("info", "--json", file);
	expect(JSON.parse(text).writer).toBe("Nydus RAFS v6 bootstrap");
	const ls = await cli("ls", "-R", file);
	expect([ls.status, ls.err, ls.text]).toEqual([0, [], "/lib.rs\n/sync_io.rs\n"]);
});

test("blocks larger than Linux reads are called that, and the superblock is shown", async () => {
	const file = caseFile("block-1MiB.head");
	const info = await cli("info", file);
	expect(info.status).toBe(2);
	expect(info.err.join()).toContain("larger than any Linux reads");
	expect(info.err.join()).not.toMatch(/damage/);
	expect(info.text).toMatch(/^Block size: +1,048,576 bytes$/m);
	expect(info.text).toMatch(/^Kernel: +no known Linux$/m);
	const ls = await cli("ls", file);
	expect([ls.status, ls.text, codes(ls.err)]).toEqual([2, "", ["error sb-blkszbits-large"]]);
});
