/** Where the bytes go, on the command line: lists, groups and histograms in each of their forms. */
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
])("%j makes no sense", async (words, why) => {
	const { status, err } = await space(...words);
	expect(status).toBe(2);
	expect(err.join("\n")).toContain(why);
});
