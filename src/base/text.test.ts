import fc from "fast-check";
import { expect, test } from "vitest";
import { compareBytes, nameBytes, showEnd, showName, utf8Bytes } from "./text";

test("valid UTF-8 shows as itself", () => {
	expect(showName(utf8Bytes("naïve 名前.txt"))).toBe("naïve 名前.txt");
});

test("invalid bytes, control characters and backslashes are escaped", () => {
	expect(showName(Uint8Array.of(0x61, 0xff, 0x0a, 0x5c))).toBe("a\\xff\\x0a\\x5c");
	expect(showName(utf8Bytes("a\u202eb"))).toBe("a\\xe2\\x80\\xaeb");
});

test("joiners stay where a script or a picture needs them, and are told elsewhere", () => {
	for (const name of ["می\u200cخواهم.txt", "क्\u200dष", "👩\u200d👧", "🏳️\u200d🌈"])
		expect(showName(utf8Bytes(name))).toBe(name);
	expect(showName(utf8Bytes("a\u200db"))).toBe("a\\xe2\\x80\\x8db");
	expect(showName(utf8Bytes("می\u200c.txt"))).toBe("می\\xe2\\x80\\x8c.txt");
});

test("of a long path the end is shown", () => {
	expect(showEnd("/a/b", 4)).toBe("/a/b");
	expect(showEnd("/some/🕯.txt", 6)).toBe("…/🕯.txt");
});

test("any bytes survive the round trip", () => {
	fc.assert(
		fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
			expect(nameBytes(showName(bytes))).toEqual(bytes);
		}),
	);
});

test("names compare as unsigned bytes, shorter prefix first", () => {
	const sorted = ["!x", "-b", ".", "..", ".a", "a"].map(utf8Bytes);
	expect([...sorted].reverse().sort(compareBytes)).toEqual(sorted);
	expect(compareBytes(Uint8Array.of(0x7f), Uint8Array.of(0x80))).toBeLessThan(0);
});
