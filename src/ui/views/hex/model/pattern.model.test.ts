import { expect, test } from "vitest";
import { LONGEST, parsePattern } from "./pattern.model";

const bytes = (text: string) => {
	const pattern = parsePattern(text, "bytes");
	return pattern && "bytes" in pattern ? Array.from(pattern.bytes) : pattern;
};

test("bytes with and without separators", () => {
	const magic = [0xe2, 0xe1, 0xf5, 0xe0];
	expect(bytes("e2 e1 f5 e0")).toEqual(magic);
	expect(bytes("E2E1f5e0")).toEqual(magic);
	expect(bytes("0xe2, 0xe1, 0xf5, 0xe0")).toEqual(magic);
	expect(bytes("\\xe2 \\xe1 f5e0")).toEqual(magic);
});

test("single digits between spaces are bytes", () => {
	expect(bytes("0 1 ff")).toEqual([0, 1, 255]);
});

test("half a byte is told", () => {
	expect(bytes("e2e")).toEqual({ why: "“e2e” has half a byte: two digits make one." });
});

test("what is not hexadecimal is told with the way out", () => {
	expect(bytes("hello")).toEqual({
		why: "“h” is no hexadecimal digit. Choose Text to search for words.",
	});
});

test("text is searched as UTF-8", () => {
	expect(parsePattern("é ", "text")).toEqual({ bytes: Uint8Array.of(0xc3, 0xa9, 0x20) });
});

test("nothing typed is nothing wrong", () => {
	expect(parsePattern("", "text")).toBeUndefined();
	expect(bytes("  ")).toBeUndefined();
});

test("patterns have a bound", () => {
	expect(parsePattern("x".repeat(LONGEST + 1), "text")).toHaveProperty("why");
	expect(parsePattern("x".repeat(LONGEST), "text")).toHaveProperty("bytes");
});
