import { expect, test } from "vitest";
import { shown, typed } from "./edit.model";

test("what is shown can be typed again, as bytes and as a number", () => {
	const bytes = Uint8Array.of(0x3a, 0x64, 0, 0, 0, 0, 0, 0x80);
	for (const mode of ["bytes", "number"] as const)
		expect(typed(shown(bytes, mode), mode, 8)).toEqual(bytes);
	expect(shown(bytes, "bytes")).toBe("3a 64 00 00 00 00 00 80");
	expect(shown(bytes, "number")).toBe(String(2n ** 63n + 0x643an));
	expect(typed("0x1000", "number", 2)).toEqual(Uint8Array.of(0, 0x10));
});

test("what does not fit is told", () => {
	expect(typed("256", "number", 1)).toContain("does not fit in 1 byte");
	expect(typed("four", "number", 1)).toContain("Type a number");
	expect(typed("00 1", "bytes", 2)).toContain("two digits");
	expect(typed("00", "bytes", 2)).toContain("2 bytes are selected");
});
