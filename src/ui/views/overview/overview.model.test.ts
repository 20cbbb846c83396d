import { expect, test } from "vitest";
import type { Fact, FeatureRow } from "../../../worker/protocol";
import { bySet, compressedText, filesText, placeText } from "./overview.model";

const survey = {
	inodes: 6,
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
