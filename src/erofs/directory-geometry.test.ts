import { expect, test } from "vitest";
import { viewOf } from "../schema/struct";
import { entryCount, isNameRange, nameEnd, nameStart } from "./directory-geometry";

/** A block with entries whose names start at `offsets`, followed by `names`. */
function blockOf(offsets: readonly number[], names: string, length: number): DataView {
	const bytes = Buffer.alloc(length);
	for (const [i, offset] of offsets.entries()) bytes.writeUInt16LE(offset, i * 12 + 8);
	bytes.write(names, offsets.length * 12, "latin1");
	return viewOf(bytes);
}

test("names follow the entries; the last ends at a zero byte", () => {
	const view = blockOf([36, 37, 39], "...abc", 64);
	expect(entryCount(view, 0, 64)).toBe(3);
	const ranges = [0, 1, 2].map((i) => [nameStart(view, 0, i), nameEnd(view, 0, 64, i, 3)]);
	expect(ranges).toEqual([
		[36, 37],
		[37, 39],
		[39, 42],
	]);
	expect(ranges.every(([from, to]) => isNameRange(from!, to!, 3, 64))).toBe(true);
});

test("the last name ends with a block that is full", () => {
	expect(nameEnd(blockOf([12], "name", 16), 0, 16, 0, 1)).toBe(16);
});

test.each([
	["no room for an entry", [12], 11],
	["no multiple of 12", [13], 64],
	["zero", [0], 64],
	["the whole block", [24], 24],
	["beyond the block", [48], 36],
] as const)("no entries: first name offset %s", (_, offsets, length) => {
	expect(entryCount(blockOf(offsets, "", 64), 0, length)).toBe(0);
});

test("a name offset beyond the block gives a range that is none", () => {
	const view = blockOf([24, 60_000], "a", 64);
	expect(nameEnd(view, 0, 64, 1, 2)).toBe(64);
	expect(isNameRange(60_000, 64, 2, 64)).toBe(false);
	expect(isNameRange(24, nameEnd(view, 0, 64, 0, 2), 2, 64)).toBe(false);
});
