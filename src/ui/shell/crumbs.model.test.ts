import { expect, test } from "vitest";
import { crumbsTo, wayTo } from "./crumbs.model";

const part = (depth: number, chain: string, name: string, kind = "erofs") => ({
	...{ depth, chain, name, kind },
});

const list = [
	part(0, "", "", "zip"),
	part(1, "zip/a/x.txt", "a/x.txt", "unknown"),
	part(1, "zip/payload.bin", "payload.bin", "payload"),
	part(2, "zip/payload.bin/payload/system", "system", "avb"),
	part(3, "zip/payload.bin/payload/system/avb/image", "image"),
	part(3, "zip/payload.bin/payload/system/avb/vbmeta", "vbmeta", "unknown"),
	part(2, "zip/payload.bin/payload/vendor", "vendor"),
	part(1, "zip/s.simg", "s.simg", "sparse"),
	part(2, "zip/s.simg/sparse", "", "erofs"),
];

const shown = (chain: string) =>
	crumbsTo(list, chain).map(({ label, siblings }) => [label, siblings.map(({ name }) => name)]);

test("each step has what lies beside it", () => {
	expect(shown("zip/payload.bin/payload/system/avb/image")).toEqual([
		["payload.bin", ["a/x.txt", "payload.bin", "s.simg"]],
		["system", ["system", "vendor"]],
		["image", ["image", "vbmeta"]],
	]);
	expect(shown("zip/a/x.txt")).toEqual([["x.txt", ["a/x.txt", "payload.bin", "s.simg"]]]);
});

test("what has no name is called by its wrapper, and only told where it is open", () => {
	expect(shown("zip/s.simg/sparse")).toEqual([
		["s.simg", ["a/x.txt", "payload.bin", "s.simg"]],
		["sparse", [""]],
	]);
});

test("what is not in the list is there all the same", () => {
	expect(crumbsTo([], "zip/b.img")).toMatchObject([
		{ label: "b.img", siblings: [{ name: "b.img" }] },
	]);
});

test("all that it lies in, from the file itself on", () => {
	const way = (chain: string) => wayTo(list, chain).map((entry) => entry.chain);
	expect(way("zip/payload.bin/payload/system")).toEqual([
		"",
		"zip/payload.bin",
		"zip/payload.bin/payload/system",
	]);
	expect(way("zip/s.simg/sparse")).toEqual(["", "zip/s.simg", "zip/s.simg/sparse"]);
	expect(way("zip/nothing")).toEqual([]);
});
