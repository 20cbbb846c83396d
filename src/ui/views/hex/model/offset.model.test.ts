import { expect, test } from "vitest";
import { blockText, bothBases, gutterText, offsetDigits, selectionText } from "./offset.model";

test("offsets of a space are all equally wide", () => {
	expect(offsetDigits(4096, "hex")).toBe(8);
	expect(offsetDigits(0x1_0000_0000, "hex")).toBe(8);
	expect(offsetDigits(0x1_0000_0001, "hex")).toBe(9);
	expect(offsetDigits(100_000_000_000, "decimal")).toBe(11);
	expect(offsetDigits(0, "hex")).toBe(8);
});

test("hexadecimal has leading zeros, decimal is set to the right", () => {
	expect(gutterText(0x480, "hex", 8)).toBe("00000480");
	expect(gutterText(1152, "decimal", 8)).toBe("    1152");
});

test("both bases, block and position in it", () => {
	expect(bothBases(0x480)).toBe("0x480 (1,152)");
	expect(blockText(0x3120, 4096)).toBe("block 3 + 0x120");
	expect(blockText(0x3000, 4096)).toBe("block 3");
});

test("a selection names its range and its length in both bases", () => {
	expect(selectionText({ start: 0x400, end: 0x480 })).toBe(
		"0x400–0x480 (1,024–1,152), 0x80 = 128 bytes",
	);
	expect(selectionText({ start: 5, end: 6 })).toBe("0x5–0x6 (5–6), 0x1 = 1 byte");
});
