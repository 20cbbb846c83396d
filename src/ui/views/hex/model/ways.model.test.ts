import { expect, test } from "vitest";
import { span } from "../../../../base/range";
import { holdingWays, originWays } from "./ways.model";

test("bytes as they are lead to the very same bytes", () => {
	const list = [{ start: 16, end: 17, at: span("image", 4112, 4113) }];
	expect(originWays({ list }, { start: 16, end: 17 })).toEqual([
		{
			before: "",
			to: span("image", 4112, 4113),
			link: "0x1010–0x1011 (1 byte)",
			after: "as they are",
		},
	]);
});

test("a fragment leads to the packed inode, and on to the unit that holds it", () => {
	const packed = { start: 0, end: 4096, at: span("image", 8192, 12288), algorithm: 0 };
	const list = [{ start: 0, end: 10, at: span("packed", 5, 15), from: { list: [packed] } }];
	const [way] = originWays({ list }, { start: 0, end: 10 });
	expect(way?.link).toBe("0x5–0xf (10 bytes) of packed inode");
	expect(way?.ways).toEqual([
		{
			before: "",
			to: span("image", 8192, 12288),
			link: "0x2000–0x3000 (4,096 bytes)",
			after: "the LZ4 unit they are decoded from",
		},
	]);
});

test("several runs say which bytes each is for; a hole, the rest and a damaged map say so", () => {
	const list = [
		{ start: 0, end: 5, at: span("image", 0, 5) },
		{ start: 5, end: 10 },
	];
	const ways = originWays(
		{ list, next: 10, stopped: "The map is damaged." },
		{ start: 0, end: 20 },
	);
	expect(ways.map(({ before }) => before)).toEqual([
		"0x0–0x5 (5 bytes): ",
		"0x5–0xa (5 bytes): a hole: zero bytes that are not stored",
		"and more, for the bytes behind these",
		"The map is damaged.",
	]);
});

test("what bytes hold is named by its path, or by what else is known", () => {
	const ways = holdingWays([
		{ ...span("file:36", 0, 5), nid: 36n, path: "/a" },
		{ ...span("file:37", 0, 5), nid: 37n, algorithm: 3 },
		{ ...span("packed", 0, 5), nid: 38n },
	]);
	expect(ways.map(({ link, after }) => `${link} ${after}`)).toEqual([
		"0x0–0x5 (5 bytes) of /a as they are",
		"0x0–0x5 (5 bytes) of inode 37 decoded with Zstandard",
		"0x0–0x5 (5 bytes) of the packed inode as they are",
	]);
});
