import { expect, test } from "vitest";
import { concat, utf8Bytes } from "../../../../base/text";
import { INSPECTED, inspect } from "./inspector.model";

const of = (...bytes: number[]) => inspect(Uint8Array.from(bytes));
const one = (kind: string, ...bytes: number[]) => of(...bytes).find((r) => r.kind === kind);

test("integers of both byte orders and signs", () => {
	expect(one("u16", 0xe2, 0xe1)).toMatchObject({ little: "57826", big: "58081" });
	expect(one("i16", 0xff, 0xfe)).toMatchObject({ little: "-257", big: "-2" });
	expect(one("u32", 0xe2, 0xe1, 0xf5, 0xe0)).toMatchObject({ little: String(0xe0f5e1e2) });
	expect(one("u64", 255, 255, 255, 255, 255, 255, 255, 255)?.little).toBe("18446744073709551615");
	expect(one("i64", 255, 255, 255, 255, 255, 255, 255, 255)?.big).toBe("-1");
	expect(one("i8", 0x80)?.only).toBe("-128");
});

test("floats have the digits they need and no more", () => {
	expect(one("f32", 0xcd, 0xcc, 0xcc, 0x3d)?.little).toBe("0.100000001");
	expect(one("f64", 0x9a, 0x99, 0x99, 0x99, 0x99, 0x99, 0xb9, 0x3f)?.little).toBe("0.1");
	expect(one("f32", 0xe2, 0xe1, 0xf5, 0xe0)?.little).toBe("-1.41741527e+20");
	expect(one("f32", 0, 0, 0xc0, 0x7f)?.little).toBe("NaN");
});

test("times, and numbers that are none", () => {
	expect(one("time 32", 0, 0x36, 0x53, 0x65)?.little).toBe("2023-11-14 08:55:28 UTC");
	expect(one("time 64", 255, 255, 255, 255, 255, 255, 255, 127)?.little).toBe("out of range");
});

test("near the end only what still fits is read", () => {
	expect(of(1, 2, 3).map((r) => r.kind)).toEqual(["u8", "i8", "u16", "i16", "binary", "text"]);
	expect(of()).toEqual([]);
});

test("UUID in the order of its text", () => {
	const bytes = Array.from({ length: 16 }, (_, i) => i);
	expect(one("UUID", ...bytes)?.only).toBe("00010203-0405-0607-0809-0a0b0c0d0e0f");
});

test("binary in halves", () => {
	expect(one("binary", 0xa5)?.only).toBe("1010 0101");
});

test("text ends at a zero byte, and invalid bytes are escaped", () => {
	expect(one("text", 0x68, 0x69, 0, 0x78)?.only).toBe("hi");
	expect(one("text", 0xff, 0x61)?.only).toBe("\\xffa");
	expect(one("text", 0, 0x61)?.only).toBe("(empty)");
});

test("a character cut by the window is left out, not shown as damage", () => {
	const cut = concat([utf8Bytes("a".repeat(INSPECTED - 2)), utf8Bytes("€").subarray(0, 2)]);
	const text = inspect(cut).find((r) => r.kind === "text")?.only;
	expect(text).toBe(`${"a".repeat(INSPECTED - 2)}…`);
});
