import { expect, test } from "vitest";
import type { Fact, FeatureRow, SpaceTotals } from "../../../worker/protocol";
import {
	bySet,
	compressedText,
	filesText,
	isUnreadable,
	lacksSome,
	placeText,
	storedOnce,
	unitsText,
} from "./overview.model";

const survey = {
	inodes: 6,
	unread: 0,
	types: [
		{ type: 1, count: 3, size: 0, stored: 0 },
		{ type: 2, count: 1, size: 0, stored: 0 },
	],
	layouts: [
		{ label: "compressed, compact index", count: 2, size: 0, stored: 0 },
		{ label: "uncompressed", count: 4, size: 0, stored: 0 },
	],
};

test("files are counted apart from directories and from what is neither", () => {
	expect(filesText(survey)).toBe("3 files, 1 directory, 2 others");
	expect(filesText({ ...survey, inodes: 4 })).toBe("3 files, 1 directory");
	expect(filesText({ ...survey, inodes: 4, unread: 2 })).toBe(
		"3 files, 1 directory; 2 more cannot be read",
	);
});

test("sums of an image that cannot be read are not taken for those of an empty one", () => {
	expect([survey, { ...survey, inodes: 0 }].map(isUnreadable)).toEqual([false, true]);
	expect(lacksSome(survey)).toBe(false);
	expect(lacksSome({ ...survey, unread: 1 })).toBe(true);
	expect(lacksSome({ ...survey, inodes: 0 })).toBe(true);
});

test("it is told how many files are compressed, whatever the superblock declares", () => {
	expect(compressedText(survey)).toBe("2 of 3 files");
	expect(compressedText({ ...survey, layouts: [] })).toBe("no file is compressed");
});

test("a structure is as long as its fields, extensions included", () => {
	const fact = (start: number, end: number) => ({ at: { space: "image", start, end } }) as Fact;
	expect(placeText([fact(1024, 1028), fact(1168, 1176)])).toBe("152 bytes at byte 1,024");
});

test("set features come first and keep their order", () => {
	const row = (name: string, set: boolean) => ({ name, set }) as FeatureRow;
	const rows = [row("a", false), row("b", true), row("c", false), row("d", true)];
	expect(bySet(rows).map((f) => f.name)).toEqual(["b", "d", "a", "c"]);
});

test("contents on disk are those of the image and its devices, each byte once", () => {
	const space = (id: string, kinds: SpaceTotals["spaces"][number]["kinds"]) => ({
		id,
		size: 0,
		kinds,
		padding: [],
	});
	expect(
		storedOnce([
			space("image", [
				{ kind: "superblock", bytes: 128 },
				{ kind: "pcluster", bytes: 4096 },
				{ kind: "dirent", bytes: 24 },
			]),
			space("packed", [{ kind: "plain-data", bytes: 900 }]),
			space("device:1", [
				{ kind: "chunk-data", bytes: 8192 },
				{ kind: "padding", bytes: 7 },
			]),
		]),
	).toBe(4096 + 24 + 8192);
});

test("how many units there are, and how large", () => {
	const units = (count: number, physical: number) => ({
		label: "LZ4",
		units: count,
		physical,
		logical: 3 * physical,
	});
	expect(unitsText([units(3, 12288), units(1, 8192)])).toBe("4 units of 5 KiB on average");
	expect(unitsText([units(1, 4096)])).toBe("1 unit of 4 KiB");
	expect(unitsText([])).toBe("");
});
