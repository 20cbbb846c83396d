import { expect, test } from "vitest";
import { bytesFrom, formatAlteration, parseAlteration } from "./edits";
import { isStored } from "./space";

test("alterations survive their text", () => {
	for (const text of ["0x440:4e", "0x4b8:2400,0x4d0:3500", "device:1:0x10:00ff,0x0:01"]) {
		expect(formatAlteration(parseAlteration(text) ?? [])).toBe(text);
	}
});

test("what names no bytes, or too many, is no alteration", () => {
	const texts = ["", "440:4e", "0x440", "0x440:", "0x440:4", "file:36:0x1:00", "0x1:00,"];
	for (const text of [...texts, `0x0:${"00".repeat(257)}`, "0x1fffffffffffff:0000"])
		expect(parseAlteration(text), text).toBeUndefined();
});

test("bytes are typed with or without blanks", () => {
	expect(bytesFrom("6E 69\t67")).toEqual(Uint8Array.of(0x6e, 0x69, 0x67));
	for (const text of ["", "6", "6g", "0x6e"]) expect(bytesFrom(text)).toBeUndefined();
});

test("only stored spaces can be edited", () => {
	expect(["image", "device:2", "metabox", "file:36", "nonsense"].filter(isStored)).toEqual([
		"image",
		"device:2",
	]);
});
