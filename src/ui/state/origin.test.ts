import { expect, test } from "vitest";
import { originKey, originOf, sameOrigin, toOrigin, unaltered } from "./origin";

const place = { view: "summary", space: "image" } as const;

test("a place that names no image has no origin", () => {
	expect(originKey(originOf({ ...place, path: "/etc" }))).toBeUndefined();
	expect(sameOrigin(originOf(place), originOf(place))).toBe(true);
	expect(sameOrigin(undefined, undefined)).toBe(false);
});

test("the same file at another offset is another image", () => {
	const file = originOf({ ...place, file: "a.img" });
	expect(sameOrigin(file, originOf({ ...place, file: "a.img", path: "/x" }))).toBe(true);
	expect(sameOrigin(file, originOf({ ...place, file: "a.img", offset: 512 }))).toBe(false);
	expect(sameOrigin(file, originOf({ ...place, file: "a.img", blockSize: 512 }))).toBe(false);
	expect(sameOrigin(file, originOf({ ...place, sample: "a.img" }))).toBe(false);
});

test("an altered copy is another image, of the same file", () => {
	const file = originOf({ ...place, file: "a.img" });
	const copy = originOf({ ...place, file: "a.img", edits: ["0x440:4e"] });
	const unmended = { ...copy, unmended: true } as const;
	const keys = [file, copy, unmended, { ...copy, edits: ["0x440:4f"] }].map(originKey);
	expect(new Set(keys).size).toBe(4);
	expect(sameOrigin(unaltered(unmended), file)).toBe(true);
	// Nothing is altered: then nothing is mended either.
	expect(originOf({ ...place, file: "a.img", unmended: true })).toEqual(file);
});

test("going to an image removes the traces of another", () => {
	expect(toOrigin({ sample: "lz4" })).toEqual({
		sample: "lz4",
		urls: undefined,
		file: undefined,
		offset: undefined,
	});
});
