import { expect, test } from "vitest";
import { span } from "../../../../base/range";
import type { InodeDetail } from "../../../../worker/protocol";
import type { SumBelow } from "../../../state/below";
import { attributes } from "./attributes.model";

const fact = (label: string, start: number, bad = false) => ({
	label,
	value: "",
	doc: "",
	at: span("image", start, start + 2),
	...(bad ? { bad } : {}),
});

const detail: InodeDetail = {
	nid: 36n,
	at: span("image", 1152, 1184),
	contents: "file:36",
	type: 1,
	mode: 0o100644,
	uid: 1000,
	gid: 100,
	nlink: 1,
	i_size: 3400,
	size: 3400,
	stored: 1200,
	mtime: 1_700_000_000,
	mtimeNsec: 5,
	version: "compact (32 bytes)",
	layout: "compressed, compact index",
	layoutDoc: "Cut into units.",
	algorithms: ["LZ4"],
	facts: [fact("i_format", 1152), fact("i_mode", 1156, true), fact("i_size", 1160)],
	xattrs: [],
	structures: [],
	readable: true,
};

const all = (of: InodeDetail, below?: SumBelow) => {
	const { facts, storage } = attributes(of, { blockSize: 512, below });
	return [...facts, ...storage];
};

const find = (label: string, of: InodeDetail = detail) => all(of).find((a) => a.label === label);

test("the mode is symbolic and octal, and leads to its bytes", () => {
	expect(find("Access")).toMatchObject({
		value: "-rw-r--r--",
		note: "0644",
		at: { space: "image", start: 1156 },
	});
});

test("an attribute whose field looks wrong is marked", () => {
	expect(find("Access")?.bad).toBe(true);
	expect(find("Size")).not.toHaveProperty("bad");
});

test("sizes are exact, and in the words used everywhere", () => {
	expect(find("Size")).toMatchObject({ value: "3.32 KiB", note: "3,400 bytes" });
	expect(find("On disk")?.value).toBe("1.17 KiB, 35 % of size");
	expect(find("On disk")).not.toHaveProperty("note");
	expect(find("On disk", { ...detail, stored: 512 })?.note).toBe("1 block");
	expect(find("On disk", { ...detail, stored: 1024 })?.note).toBe("2 blocks");
	expect(find("Size", { ...detail, i_size: 12 })).not.toHaveProperty("note");
});

test("times keep their nanoseconds and say what a compact inode counts from", () => {
	expect(find("Modified")).toMatchObject({
		value: "2023-11-14 22:13:20.000000005 UTC",
		note: "counted from the image's epoch",
	});
	const extended = { ...detail, facts: [...detail.facts, fact("i_mtime_nsec", 1192)] };
	expect(find("Modified", extended)).not.toHaveProperty("note");
});

test("only devices have a device number; 0:0 is called a whiteout", () => {
	expect(find("Device")).toBeUndefined();
	const device = { ...detail, type: 3, rdev: { major: 0, minor: 0 } };
	expect(find("Device", device)?.note).toMatch(/whiteout/);
	const block = { ...detail, type: 4, rdev: { major: 8, minor: 1 } };
	expect(find("Device", block)).toMatchObject({ value: "major 8, minor 1" });
	expect(find("Device", block)).not.toHaveProperty("note");
});

test("a link count without a field of its own leads to the format word that says so", () => {
	expect(find("Hard links")?.at?.start).toBe(1152);
});

test("what has no contents has no stored size", () => {
	expect(find("On disk", { ...detail, size: 0, stored: 0 })).toBeUndefined();
});

test("the layout is named and explained", () => {
	expect(find("Layout")).toMatchObject({
		value: "compressed, compact index",
		doc: "Cut into units.",
	});
});

test("every attribute is explained", () => {
	for (const { doc } of all(detail)) expect(doc).toMatch(/\.$/);
});

test("a directory says what is below it, and a dash until that is known", () => {
	const directory = { ...detail, type: 2 };
	const words = (below?: SumBelow) =>
		all(directory, below)
			.filter(({ label }) => label === "Contents" || label === "On disk")
			.map(({ value, note }) => [value, note].filter(Boolean).join(", "));
	expect(words()).toEqual(["–", "–"]);
	expect(words({ inodes: 3, links: 0, size: 20_000, stored: 5000 })).toEqual([
		"19.5 KiB, of 3 entries below",
		"4.88 KiB, 25 % of size",
	]);
	expect(words({ inodes: 3, links: 2, size: 20_000, stored: 5000 })[0]).toBe(
		"19.5 KiB, of 3 entries below, 2 more hard links",
	);
});

test("the number of an inode is the sum that leads to it", () => {
	expect(find("Inode number")?.note).toBe("36 × 32 = 0x480");
	const later = { ...detail, at: span("image", 0x1480, 0x14a0) };
	expect(find("Inode number", later)?.note).toBe("0x1000 + 36 × 32 = 0x1480");
	const boxed = { ...detail, nid: (1n << 63n) + 2n, at: span("metabox", 64, 96) };
	expect(find("Inode number", boxed)?.note).toBe("2 × 32 = 0x40 of the metabox");
});
