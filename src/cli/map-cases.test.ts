/** Images after reports from real life, in which the map of a file is what matters. */
import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { caseFile } from "../testing/fixtures";
import { cli } from "./testing";

/** Severity and code of each line on standard error. */
const codes = (err: readonly string[]) => err.map((line) => line.split(" ", 2).join(" "));

const sha256 = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

const extentsOf = async (file: string, path: string) =>
	JSON.parse((await cli("stat", "--json", file, path)).text).extents;

test("5,001 paths in a compressed metabox are all there, however many readers it has", async () => {
	const file = caseFile("concurrent-metabox-zstd.erofs");
	const { status, text, err } = await cli("manifest", file);
	expect([status, err]).toEqual([0, []]);
	const lines = text.split("\n").filter(Boolean);
	const paths = lines.map((line) => JSON.parse(line).path).join("\n");
	expect(lines).toHaveLength(5001);
	expect(sha256(`${paths}\n`)).toBe(
		"82afe3f25888aaa04ec73e102e9c2f0ad8ec7bd1827f7fa650e7cc76244c0047",
	);
	const ls = await cli("ls", "-R", file);
	expect([ls.status, ls.err, ls.text.split("\n").filter(Boolean).length]).toEqual([0, [], 5000]);
});

test.each([
	{ file: "m3-b2048.erofs", path: "/f6", start: 16_185, end: 30_000, from: 21_303, to: 35_118 },
	{
		file: "c24-large-fragment.erofs",
		path: "/big",
		start: 4096,
		end: 13_635_584,
		from: 4096,
		to: 13_635_584,
	},
])("a fragment of $file is as long in the packed inode as in its file", async (fragment) => {
	const { file, path, start, end, from, to } = fragment;
	expect((await extentsOf(caseFile(file), path)).at(-1)).toEqual({
		start,
		end,
		kind: "fragment",
		at: { space: "packed", start: from, end: to },
	});
	const { text } = await cli("stat", caseFile(file), path);
	expect(text).toContain(`${start}..${end} fragment packed:${from}..${to}`);
});

test("two flags of a compact index that differ are damage, and what is there is read", async () => {
	const file = caseFile("c11-big-flags.erofs");
	for (const [path, at] of [
		["/big1only", "image:5188..5190"],
		["/big2only", "image:5284..5286"],
	] as const) {
		const { status, out, err } = await cli("cat", file, path);
		expect([status, out.length, codes(err)]).toEqual([1, 8192, ["error z-big-flags"]]);
		expect(err[0]).toContain(at);
	}
});

test("a unit that does not record its length, though all do, is damage", async () => {
	const file = caseFile("c11-big-flags.erofs");
	for (const [path, at] of [
		["/nocblk", "image:5384..5392"],
		["/nocblkfull", "image:5500..5502"],
	] as const) {
		const { status, out, err } = await cli("cat", file, path);
		expect([status, out.length]).toEqual([1, 16_384]);
		expect(new Set(codes(err))).toEqual(new Set(["error z-cblkcnt"]));
		expect(err[0]).toContain(at);
	}
});

test("a distance of 0 back to a unit is damage, also for who reads the file in one go", async () => {
	const file = caseFile("c33-delta.erofs");
	const { status, out, err } = await cli("cat", file, "/back0");
	expect([status, out.length, codes(err)]).toEqual([1, 20_480, ["error z-lookback"]]);
	expect(err[0]).toContain("image:5348..5350");
	const ahead = await cli("cat", file, "/d1zero");
	expect([ahead.status, ahead.out.length, ahead.err]).toEqual([0, 20_480, []]);
});

test("a unit stored in more bytes than it decodes to is damage for new kernels, and read", async () => {
	const file = caseFile("c05-too-much-compressed.erofs");
	const { status, out, err } = await cli("cat", file, "/f");
	expect([status, out.length, codes(err)]).toEqual([1, 12_288, ["error z-unit-too-long"]]);
	// Where the unit starts: it begins so late that its one block holds more than its file bytes.
	expect(err[0]).toContain("image:5210..5212");
	expect(err[0]).toContain("Linux 7.1");
	const tail = await cli("cat", file, "/tail-ok");
	expect([tail.status, tail.out.length, tail.err]).toEqual([0, 8192, []]);
});

test("extents that start beyond the file, or out of order, are damage, and no row shows them", async () => {
	const file = caseFile("c07-extent-lstart.erofs");
	for (const [path, at] of [
		["/lstart-beyond", "image:5228..5232"],
		["/lstart-desc", "image:5372..5376"],
	] as const) {
		const { status, text, err } = await cli("stat", "--json", file, path);
		expect([status, codes(err)]).toEqual([1, ["error extent-lstart"]]);
		expect(err[0]).toContain(at);
		expect(JSON.parse(text).extents).toEqual([]);
	}
	const wrap = await cli("stat", "--json", file, "/pstart-wrap");
	expect(wrap.status).toBe(1);
	expect(codes(wrap.err)).toContain("error data-beyond-end");
	expect(JSON.parse(wrap.text).extents).toEqual([]);
});

test("a flag of the map header that is not defined is a note", async () => {
	const { status, out, err } = await cli("cat", caseFile("c13-advise-unknown.erofs"), "/f");
	expect([status, out.length, codes(err)]).toEqual([0, 4096, ["note z-advise-unknown"]]);
});

test("a packed inode that lies in itself is named when the image is opened", async () => {
	const file = caseFile("c23-packed-self-fragment.erofs");
	const { status, text, err } = await cli("info", file);
	expect([status, codes(err)]).toEqual([1, ["error packed-in-itself"]]);
	expect(err[0]).toContain("refers to itself");
	expect(text).not.toBe("");
	const cat = await cli("cat", file, "/f");
	expect(cat.err.every((line) => line.includes("refers to itself"))).toBe(true);
});

test("encoded extents with an inline tail are refused by that name, not as bad data", async () => {
	const { status, out, err } = await cli("cat", caseFile("c28-extents-inline.erofs"), "/f");
	expect([status, out.length, codes(err)]).toEqual([1, 0, ["error z-extents-inline"]]);
	expect(err[0]).toContain("image:5188..5190");
	expect(err[0]).toContain("INLINE_PCLUSTER");
});

test("a hole by a block count of 0 is read, and it is told who else does", async () => {
	const file = caseFile("c02-cblkcnt0.erofs");
	for (const path of ["/c0", "/c0full"]) {
		const { status, out, err } = await cli("cat", file, path);
		expect([status, out.length, codes(err)]).toEqual([1, 24_576, ["error z-hole-counted"]]);
		expect(out.subarray(8192, 16_384)).toEqual(Buffer.alloc(8192));
		expect(err[0]).toContain("Linux 7.2");
	}
});

test("a directory of 3.4 GiB without entries is told as one piece, and soon", {
	timeout: 20_000,
}, async () => {
	const file = caseFile("directory-3gb.erofs");
	const { status, text } = await cli("map", "--json", "--space", "file:37", file);
	const pieces = text
		.trim()
		.split("\n")
		.map((line) => JSON.parse(line));
	expect(status).toBe(1);
	expect(pieces).toMatchObject([{ start: 0, end: 3_678_273_658, kind: "plain-data", path: "/" }]);
});

test("units that overlap in an image that is cut off are told as far as it goes", async () => {
	const { text } = await cli("check", "--json", caseFile("tail-cut-off.erofs"));
	const { findings } = JSON.parse(text);
	const overlap = findings.find(({ code }: { code: string }) => code === "z-units-overlap");
	expect(overlap).toMatchObject({
		structure: "z_erofs_map_header",
		field: "h_idata_size",
		ranges: [{ space: "image", start: 2594, end: 2596 }],
		seen: expect.stringContaining("bytes 2,608 to"),
	});
});
