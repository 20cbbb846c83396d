import { expect, test } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import { flatten } from "./leaves.model";
import { rowNames } from "./names.model";

const field = (key: string, start: number, end: number): Annotation => ({
	key,
	start,
	end,
	role: "size",
});

const NODES: readonly Annotation[] = [
	{
		key: "inode",
		label: "/a",
		start: 0x10,
		end: 0x60,
		role: "struct",
		children: [
			{
				key: "erofs_inode_extended",
				start: 0x10,
				end: 0x50,
				role: "struct",
				children: [field("i_format", 0x10, 0x12), field("i_size", 0x18, 0x20)],
			},
			{
				key: "z_erofs_map_header",
				start: 0x50,
				end: 0x58,
				role: "struct",
				children: [field("h_advise", 0x54, 0x56)],
			},
			{ ...field("tail", 0x58, 0x60), role: "data" },
		],
	},
	{ ...field("unused", 0x64, 0x80), role: "reserved" },
];

const named = (start: number, end: number) =>
	Object.fromEntries(rowNames(flatten(NODES, { start, end }), { start, end }, 16));

test("a row has the name of the outermost structure that begins on it; fields have none", () => {
	expect(named(0, 0x80)).toEqual({ 1: "inode /a", 5: "z_erofs_map_header", 6: "unused" });
});

test("what goes on at the top of the screen is named there", () => {
	expect(named(0x30, 0x60)).toEqual({ 3: "inode /a", 5: "z_erofs_map_header" });
});
