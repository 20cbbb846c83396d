import { expect, test } from "vitest";
import { originKey, originOf, sameOrigin, toOrigin } from "./origin";

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

test("going to an image removes the traces of another", () => {
	expect(toOrigin({ sample: "lz4" })).toEqual({
		sample: "lz4",
		urls: undefined,
		file: undefined,
		offset: undefined,
	});
});
