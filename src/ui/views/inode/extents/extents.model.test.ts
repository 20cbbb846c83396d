import { expect, test } from "vitest";
import { EXTENT_KINDS, type ExtentPage } from "../../../../worker/protocol";
import {
	type ExtentKind,
	extentList,
	kindsText,
	loadedText,
	numberText,
	rangeText,
} from "./extents.model";
import { pageOf } from "./page.fixture";

const pages: ExtentPage[] = [
	pageOf({
		next: 12288,
		rows: [
			[0, 4096, "compressed", 8192, 1000],
			[4096, 4096, "compressed", 8192, 1000],
			[8192, 4096, "hole"],
		],
	}),
	pageOf({
		rows: [
			[12288, 4096, "data", 16384, 4096],
			[16384, 100, "inline", 1200, 100],
		],
	}),
];

test("rows run on across pages", () => {
	const list = extentList(pages);
	expect(list.totals.count).toBe(5);
	expect(list.complete).toBe(true);
	expect(list.row(3)).toEqual({
		index: 3,
		logical: { start: 12288, end: 16384 },
		kind: "data",
		partial: false,
		stored: 4096,
		at: { space: "image", start: 16384, end: 20480 },
	});
	expect(() => list.row(5)).toThrow(RangeError);
	expect(() => list.row(-1)).toThrow(RangeError);
});

test("a hole has no place and no algorithm; a compressed extent has both", () => {
	const list = extentList(pages);
	expect(list.row(2)).not.toHaveProperty("at");
	expect(list.row(2)).not.toHaveProperty("algorithm");
	expect(list.row(0)).toMatchObject({ algorithm: 0, at: { start: 8192, end: 9192 } });
});

test("neighbours that share stored bytes count them once, also across pages", () => {
	expect(extentList(pages).totals.stored).toBe(1000 + 4096 + 100);
	const [first, second] = [
		pageOf({ next: 10, rows: [[0, 10, "compressed", 50, 5]] }),
		pageOf({ rows: [[10, 10, "compressed", 50, 5]] }),
	];
	expect(extentList([first, second]).totals).toMatchObject({ stored: 5, length: 20 });
});

test("equal offsets in different spaces are different bytes", () => {
	const page = pageOf({
		spaces: ["device:1", "device:2"],
		rows: [
			[0, 10, "data", 0, 10, 0],
			[10, 10, "data", 0, 10, 1],
		],
	});
	expect(extentList([page]).totals.stored).toBe(20);
});

test("holes between two extents of the same bytes do not hide that both are read", () => {
	const page = pageOf({
		rows: [
			[0, 10, "data", 50, 10],
			[10, 10, "hole"],
			[20, 10, "data", 60, 10],
		],
	});
	expect(extentList([page]).totals.stored).toBe(20);
});

test("the list is not complete while a further page exists", () => {
	expect(extentList(pages.slice(0, 1)).complete).toBe(false);
	expect(extentList([]).complete).toBe(false);
	expect(extentList([pageOf({ rows: [] })]).complete).toBe(true);
});

test("a byte of the file finds its extent when it is loaded", () => {
	const list = extentList(pages);
	expect([0, 4095, 4096, 12288, 16483].map(list.indexAt)).toEqual([0, 0, 1, 3, 4]);
	expect(list.indexAt(16484)).toBeUndefined();
	expect(extentList([]).indexAt(0)).toBeUndefined();
});

test("ranges show in hex or decimal", () => {
	expect(rangeText({ start: 4096, end: 8192 }, "hex")).toBe("0x1000–0x2000");
	expect(rangeText({ start: 4096, end: 8192 }, "decimal")).toBe("4,096–8,192");
	expect(numberText(2 ** 40, "hex")).toBe("0x10000000000");
});

test("the kinds are counted in words", () => {
	expect(kindsText(extentList(pages).totals)).toBe("1 data, 1 hole, 1 inline, 2 compressed");
});

test("every kind of the protocol is known by its name", () => {
	const rows = EXTENT_KINDS.map(
		(kind, i) => [i * 10, 10, kind, i * 10, 10] as [number, number, ExtentKind, number, number],
	);
	const list = extentList([pageOf({ rows })]);
	expect(rows.map((_, i) => list.row(i).kind)).toEqual([...EXTENT_KINDS]);
});

test("a map that is not loaded whole says how much is", () => {
	const size = 16484;
	expect(loadedText(extentList(pages.slice(0, 1)), size)).toBe(
		"3 extents loaded, 75 % of the file",
	);
	expect(loadedText(extentList([pageOf({ rows: [[0, 5, "data", 0, 5]] })]), 5)).toBe(
		"1 extent: 1 data",
	);
});
