/** Images after reports from real life: what each command must say of them. */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inodeCompact } from "../erofs/structs/inode";
import { caseFile } from "../testing/fixtures";
import { cli } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "cases-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
	const blob = join(folder, "blob");
	writeFileSync(blob, new Uint8Array(1 << 16));
	const cat = await cli("cat", file, "/lib.rs", "--device", blob);
	expect(codes(cat.err)).toEqual(["warning nydus-packed-blobs"]);
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

test("directories without “.” or “..” are damage", async () => {
	const { status, text, err } = await cli("ls", "-R", caseFile("c32-missing-dots.erofs"));
	expect(status).toBe(1);
	expect(text.split("\n")).toContain("/omitted-ok/z");
	expect(codes(err).sort()).toEqual([
		"error dirent-dot-missing",
		"error dirent-dotdot-missing",
		"warning inode-bit4-undeclared", // of the directory that may leave its dot out
	]);
});

test("a directory of 0 bytes is damage", async () => {
	const file = caseFile("c32-missing-dots.erofs");
	const { at } = JSON.parse((await cli("stat", "--json", file, "/omitted-ok")).text);
	const bytes = readFileSync(file);
	bytes.writeUInt32LE(0, at.start + inodeCompact.at.i_size);
	const edited = join(folder, "empty-directory.erofs");
	writeFileSync(edited, bytes);
	const { status, err } = await cli("ls", "-R", edited);
	expect(status).toBe(1);
	expect(codes(err)).toContain("error directory-empty");
});

test("symlink targets that Linux cannot follow are shown all the same, with a warning", async () => {
	const file = caseFile("c25-symlinks.erofs");
	const { status, text, err } = await cli("ls", "-l", file);
	expect(status).toBe(1);
	const line = (name: string) => text.split("\n").find((l) => l.includes(` ${name} -> `)) ?? "";
	expect(line("l4095")).toMatch(/-> (\/abcdefgh)+\/?\w*$/);
	expect(line("l5000")).toMatch(/ 5000 .*-> (\/abcdefgh)+\/?\w* … \(5000 bytes\)$/);
	expect(line("lx")).toContain("-> target7");
	expect(line("l63")).toContain(" 9223372036854775807 ");
	expect(line("l64")).toContain(" 18446744073709551615 ");
	expect(codes(err)).toContain("error symlink-empty");
	expect(err.filter((l) => l.includes("symlink-long"))).toHaveLength(2);
});

test("a target of 16,000 bytes is in the manifest whole, and on screen as far as it goes", async () => {
	const file = caseFile("symlink-16000.erofs");
	const { status, text, err } = await cli("manifest", file);
	const link = text
		.split("\n")
		.filter(Boolean)
		.map((l) => JSON.parse(l))
		.at(-1);
	expect([status, link.size, link.target.length]).toEqual([0, 16_000, 16_000]);
	expect(codes(err)).toContain("warning symlink-long");
	const long = await cli("ls", "-l", file);
	expect(long.text.length).toBeLessThan(5000);
	expect(long.text).toContain(" … (16000 bytes)");
	const { target } = JSON.parse((await cli("stat", "--json", file, `/${link.path}`)).text);
	expect(target).toBe(link.target);
});

test("LZ4 of Linux 4.19, which nothing declares, is read with one warning", async () => {
	const { status, out, err } = await cli(
		"cat",
		caseFile("legacy-419-lz4-no0padding.erofs"),
		"/text40k",
	);
	expect(createHash("sha256").update(out).digest("hex")).toBe(
		"2f8e5d745c91c076387a8ddc732c9b6575b4eafea8ad2112a709f3e4baedd41a",
	);
	expect([status, codes(err)]).toEqual([0, ["warning sb-lz4-undeclared"]]);
	expect(err[0]).toContain("Linux up to 6.18");
});

const HOLE = "9007199254740993";

test("sizes beyond 2^53 have every digit, wherever they are written", async () => {
	const file = caseFile("c26-over-2p53.erofs");
	expect((await cli("ls", "-l", file)).text).toMatch(new RegExp(` ${HOLE} .* hole53$`, "m"));
	const stat = JSON.parse((await cli("stat", "--json", file, "/hole53")).text);
	expect(stat.size).toBe(HOLE);
	expect(stat.extents).toEqual([{ start: 0, end: HOLE, kind: "hole" }]);
	const text = await cli("stat", file, "/hole53");
	expect(text.text).toContain("9,007,199,254,740,993 bytes");
	expect(text.text).toContain(`0..${HOLE} hole`);
	const negative = JSON.parse(
		(await cli("stat", "--json", caseFile("size-and-time-64bit.erofs"), "/test")).text,
	);
	expect(negative.size).toBe("11529215046068469759");
	expect(negative.findings[0].seen).toContain("11529215046068469759");
});

test("times beyond 2^53, and beyond all calendars, have every digit", async () => {
	const file = caseFile("c26-over-2p53.erofs");
	const { text } = await cli("manifest", file);
	const times = text
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line).mtime[0]);
	expect(times).toEqual([
		...[1_700_000_000, 1_700_000_000, HOLE, "-4611686018427387905"],
		...[253_402_300_800, 8_640_000_000_001],
	]);
	const long = await cli("ls", "-l", file);
	expect(long.text).toContain(`${HOLE} s since 1970`);
	expect(long.text).toContain("-4611686018427387905 s since 1970");
});

test("a hole that nobody could hash or write down is left out, and everything else is there", async () => {
	const file = caseFile("c26-over-2p53.erofs");
	const manifest = await cli("manifest", file);
	const hole = manifest.text
		.split("\n")
		.filter(Boolean)
		.map((l) => JSON.parse(l))
		.find((e) => e.path === "hole53");
	expect(hole).toMatchObject({
		size: HOLE,
		error: expect.stringContaining("a hole too large to hash"),
	});
	expect(hole).not.toHaveProperty("sha256");
	expect([manifest.status, manifest.err]).toEqual([2, [expect.stringContaining("/hole53")]]);
	const tar = await cli("extract", file, "--tar", "-");
	expect([tar.status, tar.err]).toEqual([2, [expect.stringContaining("hole53: left out")]]);
	expect(tar.out.includes("mtime=-4611686018427387905\n")).toBe(true);
	const target = join(folder, "tree");
	const tree = await cli("extract", file, "-C", target);
	expect(tree.status).toBe(2);
	expect(readdirSync(target).sort()).toEqual(["mt1", "mt2", "mt3", "mt4"]);
});

test("a nid is taken with every digit, and one of more than 64 bits is none", async () => {
	const file = caseFile("c26-over-2p53.erofs");
	const none = await cli("stat", file, "--nid", HOLE);
	expect([none.status, none.err]).toEqual([2, [expect.stringContaining(`no inode ${HOLE}`)]]);
	// 2^64 + 160, where the hole's inode is without the 2^64.
	const wrapped = await cli("stat", file, "--nid", "18446744073709551776");
	expect(wrapped.status).toBe(2);
	expect(wrapped.err[0]).toContain("--nid expects a number");
});

test("the kernel that is needed follows from what files use, too", async () => {
	const holes = await cli("info", caseFile("c02-cblkcnt0.erofs"));
	expect(holes.text).toMatch(/^Kernel: +Linux 7\.2 or newer$/m);
	expect(holes.text).toMatch(/^ +Linux 7\.2 +Holes in compressed files \(\/c0\)/m);
	const legacy = await cli("info", caseFile("legacy-419-lz4-no0padding.erofs"));
	expect(legacy.text).toMatch(/^Kernel: +Linux 5\.4 to 6\.18$/m);
});
