import { expect, test } from "vitest";
import { utf8Bytes } from "../base/text";
import { wanted } from "./wanted";

test("of a tree that is wanted which was chosen, what is below it, and the way to it", () => {
	const isWanted = wanted(["a/b", "c"].map(utf8Bytes));
	const found = ["a", "a/b", "a/b/c/d", "a/bb", "a/x", "b", "c", "c/d", "cc", "c d"].filter(
		(path) => isWanted(utf8Bytes(path)),
	);
	expect(found).toEqual(["a", "a/b", "a/b/c/d", "c", "c/d"]);
});

test("names are bytes, not text", () => {
	const isWanted = wanted([Uint8Array.of(0xff, 0x2f, 0xfe)]);
	expect(isWanted(Uint8Array.of(0xff))).toBe(true);
	expect(isWanted(Uint8Array.of(0xff, 0x2f, 0xfd))).toBe(false);
});
