import { expect, test } from "vitest";
import type { Annotation } from "../../../../schema/annotate";
import { describeLeaf, spoken, spokenByte } from "./describe.model";
import { flatten } from "./leaves.model";

const size: Annotation = {
	key: "i_size",
	start: 8,
	end: 12,
	role: "size",
	value: "25",
	raw: "0x00000019",
	doc: "Bytes of contents.",
};
const inode: Annotation = {
	key: "erofs_inode_compact",
	label: "nid 36",
	start: 0,
	end: 32,
	role: "struct",
	doc: "A file.",
	children: [size],
};
const group: Annotation = {
	key: "inode",
	label: "/usr/bin/env",
	start: 0,
	end: 40,
	role: "struct",
	children: [inode],
};

const at = (nodes: Annotation[], offset: number) =>
	describeLeaf(flatten(nodes, { start: offset, end: offset + 1 })[0]!);

test("the field as the kernel spells it, and whose it is", () => {
	const d = at([group], 9);
	expect(d.field).toBe("erofs_inode_compact.i_size");
	expect(d.owner).toBe("nid 36 · inode /usr/bin/env");
	expect([d.start, d.end]).toEqual([8, 12]);
	expect(d).toMatchObject({ value: "25", raw: "0x00000019", roleWord: "size" });
});

test("a structure at top level keeps its name", () => {
	expect(at([{ ...inode, key: "erofs_super_block" }], 8).field).toBe("erofs_super_block.i_size");
});

test("a raw form that says the same is not repeated", () => {
	const same = { ...size, value: "0x19", raw: "0x19" };
	expect(at([same], 8)).not.toHaveProperty("raw");
});

test("bytes between fields are named after the structure, with their own range", () => {
	const d = at([group], 20);
	expect(d.field).toBe("erofs_inode_compact");
	expect(d.doc).toContain("none of its fields");
	expect(d).not.toHaveProperty("value");
});

test("a whole structure is described by what it is for", () => {
	const d = describeLeaf({ start: 0, end: 32, path: [group, inode], node: inode, odd: false });
	expect(d).toMatchObject({ field: "erofs_inode_compact", doc: "A file.", start: 0, end: 32 });
});

test("said aloud: field, value, owner, meaning, and the way on", () => {
	const span = { space: "image", start: 0, end: 4 };
	const d = at([{ ...size, target: { span, label: "contents" } }], 8);
	expect(spoken(d)).toBe(
		"i_size = 25. Bytes of contents. Points to contents; press Enter to follow.",
	);
	expect(spoken(at([group], 8))).toBe(
		"erofs_inode_compact.i_size = 25, nid 36 · inode /usr/bin/env. Bytes of contents.",
	);
});

test("a byte aloud", () => {
	expect(spokenByte(0x480, 0x41)).toBe("0x480, byte 41, decimal 65, character A");
	expect(spokenByte(1, 0)).toBe("0x1, byte 00, decimal 0");
	expect(spokenByte(1, undefined)).toBe("0x1, not loaded");
});

test("a packed entry says which bits of its bytes it has", () => {
	const entry = { ...size, key: "entry", part: { from: 6, count: 14 } };
	expect(at([entry], 8).part).toBe("6 to 19");
	expect(at([size], 8)).not.toHaveProperty("part");
});
