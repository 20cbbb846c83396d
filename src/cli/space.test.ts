/** Where the bytes go, on the command line: lists, groups and histograms in each of their forms. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fixture } from "../testing/fixtures";
import { cli } from "./testing";

const { file } = fixture("lz4hc-frag");
const space = (...words: string[]) => cli("space", file, ...words);

test("a list says the same as text, CSV and JSON", async () => {
	const csv = (await space("--list", "largest", "--csv")).text.trimEnd().split("\r\n");
	const json = JSON.parse((await space("--list", "largest", "--json")).text);
	expect(csv[0]).toBe("path,nid,size,stored,share,ratio");
	expect(csv.length - 1).toBe(json.inodes);
	expect(json.files).toHaveLength(json.inodes);
	const [first] = json.files;
	expect(
		csv[1]?.endsWith(`,${first.nid},${first.size},${first.stored},${first.share},${first.ratio}`),
	).toBe(true);
	const all = JSON.parse((await space("--json")).text);
	const known = all.files.find(({ nid }: { nid: string }) => nid === first.nid);
	expect(first.stored).toBe(known.exclusive + known.shared);
	const { text } = await space("--list", "largest");
	expect(text).toContain(`  ${first.path}\n`);
	expect(json.need.whole).toBe(all.file_size);
});

test("a filter says what a set of files needs", async () => {
	const all = JSON.parse((await space("--list", "cost", "--json")).text);
	const some = JSON.parse((await space("--list", "cost", "--filter", "*.txt", "--json")).text);
	expect(some.inodes).toBeGreaterThan(0);
	expect(some.inodes).toBeLessThan(all.inodes);
	expect(some.need.stored).toBeLessThan(all.need.stored);
	expect(some.files.some(({ path }: { path: string }) => path.endsWith(".txt"))).toBe(true);
});

test("a set of files as it is written down, with what leads there", async () => {
	const all = JSON.parse((await space("--json")).text);
	const paths: string[] = all.files.map(({ path }: { path: string }) => path).filter(Boolean);
	const file = join(mkdtempSync(join(tmpdir(), "set-")), "names");
	const need = async (...lines: string[]) => {
		writeFileSync(file, lines.join("\n"));
		return JSON.parse((await space("--need", file, "--json")).text);
	};
	const whole = await need("# everything", "", "/");
	expect(whole.inodes).toBe(paths.length);
	expect(whole.need.whole).toBe(all.file_size);
	expect(whole.missing).toEqual([]);
	const [text = ""] = paths.filter((path) => path.endsWith(".txt"));
	const some = await need(text, "/no/such file");
	expect(some.inodes).toBe(1);
	expect(some.missing).toEqual(["/no/such file"]);
	expect(some.need.stored).toBeLessThan(whole.need.stored);
	// The directory that leads there is an inode, too.
	expect(some.need.around).toBeGreaterThan(64);
	const [blocks, large] = some.fetched;
	expect(blocks.bytes).toBeGreaterThanOrEqual(some.need.around);
	expect(blocks.bytes % 4096).toBe(0);
	expect(blocks.bytes).toBeLessThanOrEqual(large.bytes);
	expect(large.bytes).toBe(all.file_size);
	const listed = JSON.parse((await space("--list", "largest", "--filter", "*.txt", "--json")).text);
	expect((await need("*.txt")).inodes).toBe(listed.inodes);
	const { text: told } = await space("--need", file);
	expect(told).toContain("In pieces of 4 KiB: ");
});

test("contents by how they are stored, and padding by why it is there", async () => {
	const { by_kind, padding, contents, inside_units, file_size } = JSON.parse(
		(await space("--padding", "--json")).text,
	);
	const sumOf = (sums: object) => Object.values(sums).reduce((sum, one) => sum + one, 0);
	expect(sumOf(padding)).toBe(by_kind.padding ?? 0);
	const ways = Object.values(contents.ways) as { contents: number; stored: number }[];
	expect(ways.reduce((sum, way) => sum + way.contents, 0)).toBe(contents.sum);
	expect(contents.ways.packed.contents).toBeGreaterThan(0);
	expect(inside_units.unknown).toBe(0);
	expect(inside_units.bytes).toBeGreaterThan(0);
	expect(inside_units.bytes).toBeLessThan(file_size);
	const { text } = await space("--padding");
	expect(text).toMatch(/\n {2}packed together +[\d,]+ bytes/);
	expect(text).toContain("Inside compressed units: ");
});

test("groups as CSV, histograms as text and JSON", async () => {
	const csv = (await space("--by", "ext", "--csv")).text.trimEnd().split("\r\n");
	const { groups } = JSON.parse((await space("--by", "ext", "--json")).text);
	expect(csv[0]).toBe("name,inodes,size,exclusive,shared");
	expect(csv.slice(1)).toEqual(
		groups.map((one: Record<string, string | number>) => Object.values(one).join(",")),
	);
	const [sizes] = JSON.parse((await space("--histograms", "--json")).text);
	const { text } = await space("--histograms");
	for (const { label } of sizes.bars) expect(text).toContain(`  ${label} `);
});

test("files with the same contents, and what one of each would save", async () => {
	const { files, inodes } = JSON.parse((await space("--list", "duplicates", "--json")).text);
	expect(inodes).toBeGreaterThan(1);
	const sizes = new Map<number, Set<number>>();
	for (const { set, size } of files) sizes.set(set, (sizes.get(set) ?? new Set()).add(size));
	for (const all of sizes.values()) expect(all.size).toBe(1);
	const waste = [...sizes.keys()].map(
		(n) => files.find(({ set }: { set: number }) => set === n).waste,
	);
	const { advice } = JSON.parse((await space("--advice", "--compare", "--json")).text);
	const told = advice.find(({ id }: { id: string }) => id === "duplicates");
	expect(told.saves).toBe(waste.reduce((sum, one) => sum + one, 0));
});

test.each([
	[["--by", "ext", "--advice"], "--advice goes without --by"],
	[["--list", "nothing"], "--list expects one of largest"],
	[["--compare"], "--compare expects --advice"],
	[["--filter", "x"], "--filter expects --list"],
	[["--by", "kind", "--csv"], "--csv expects --list"],
	[["--by", "ext", "--padding"], "--padding goes without --by"],
])("%j makes no sense", async (words, why) => {
	const { status, err } = await space(...words);
	expect(status).toBe(2);
	expect(err.join("\n")).toContain(why);
});
