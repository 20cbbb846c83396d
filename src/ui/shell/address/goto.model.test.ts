import { expect, test } from "vitest";
import { parseGoto } from "./goto.model";

const CONTEXT = { cursor: 0x400, size: 0x10000, blockSize: 4096 };
const offset = (text: string) => {
	const to = parseGoto(text, CONTEXT);
	return to.kind === "offset" ? to.offset : to;
};
const why = (text: string) => {
	const to = parseGoto(text, CONTEXT);
	return to.kind === "wrong" ? to.why : to;
};

test("offsets: hexadecimal, decimal, with separators", () => {
	expect(offset("0x480")).toBe(0x480);
	expect(offset(" 0X480 ")).toBe(0x480);
	expect(offset("1152")).toBe(1152);
	expect(offset("1,152")).toBe(1152);
	expect(offset("end")).toBe(0xffff);
});

test("relative to the cursor", () => {
	expect(offset("+0x10")).toBe(0x410);
	expect(offset("- 16")).toBe(0x3f0);
	expect(why("-0x401")).toBe("That lies before the first byte.");
});

test("blocks, and bytes of a block", () => {
	expect(offset("b3")).toBe(0x3000);
	expect(offset("block 3")).toBe(0x3000);
	expect(offset("Block 0x3 + 0x20")).toBe(0x3020);
	expect(offset("b 3+4")).toBe(0x3004);
	expect(why("b16")).toBe("There is no block 16; the last one is 15.");
});

test("inodes by nid and by path", () => {
	expect(parseGoto("nid 36", CONTEXT)).toMatchObject({ kind: "nid", nid: 36n });
	expect(parseGoto("n36", CONTEXT)).toMatchObject({ kind: "nid", nid: 36n });
	expect(parseGoto("nid 0x8000000000000001", CONTEXT)).toMatchObject({ nid: (1n << 63n) + 1n });
	expect(parseGoto("/usr/bin", CONTEXT)).toMatchObject({ kind: "path", path: "/usr/bin" });
	expect(why("nid x")).toBe("“x” is no inode number. Write n77.");
	expect(why("nid 99999999999999999999")).toBe("An inode number has 64 bits at most.");
});

test("hexadecimal without 0x is not guessed but explained", () => {
	expect(why("12ab")).toBe("“12ab” is no decimal number. Write 0x12ab for hexadecimal.");
	expect(why("480h")).toContain("0x480");
	expect(why("b0b")).toContain("0x0b");
});

test("beyond the end the last byte is named", () => {
	expect(why("0x10000")).toBe("0x10000 lies beyond the end; the last byte is 0xffff (65,535).");
	expect(why("99999999999999999999")).toContain("larger than any offset");
	expect(why("+9007199254740991")).toContain("larger than any offset");
});

test("the meaning is told in both bases with the block", () => {
	expect(parseGoto("0x3120", CONTEXT)).toMatchObject({
		means: "Offset 0x3120 (12,576), block 3 + 0x120",
	});
});

test("nothing and nonsense", () => {
	expect(parseGoto("  ", CONTEXT)).toEqual({ kind: "empty" });
	expect(why("hello")).toBe("“hello” is no number. Write 1152 or 0x480.");
	expect(why("+")).toContain("no number");
});

test("a file that is no image has offsets, and no blocks", () => {
	const noImage = { cursor: 0, size: 0x1000, blockSize: 0 };
	expect(parseGoto("0x10", noImage)).toMatchObject({ means: "Offset 0x10 (16)" });
	expect(parseGoto("b1", noImage)).toMatchObject({ kind: "wrong" });
});
