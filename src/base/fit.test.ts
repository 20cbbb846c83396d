import { expect, test } from "vitest";
import { fitOf } from "./fit";

const slot = (tag: string, size: number | bigint = 8192) => ({ tag, size });

test("a tag speaks for a file when one occurs in the other's last part", () => {
	expect(fitOf(slot("layer1"), { name: "old-layer1.erofs", size: 1 })).toBe("tag");
	expect(fitOf(slot("sha256:0a1b2c"), { name: "0a1b2c" })).toBe("tag");
	expect(fitOf(slot("/build/layer1.img"), { name: "https://a.org/x/layer1.img" })).toBe("tag");
	expect(fitOf(slot("/build/layer1.img"), { name: "build" })).toBeUndefined();
});

test("a slot without a tag, and a file without a name, speak only by size", () => {
	expect(fitOf(slot(""), { name: "a.blob", size: 8192 })).toBe("size");
	expect(fitOf(slot(""), { name: "a.blob", size: 8191 })).toBeUndefined();
	expect(fitOf(slot("layer1"), { name: "", size: 1 })).toBeUndefined();
});

test("an unknown size, or one beyond what files have, speaks for nothing", () => {
	expect(fitOf(slot(""), { name: "a.blob" })).toBeUndefined();
	expect(fitOf(slot("", 2n ** 60n), { name: "a.blob", size: 2 ** 52 })).toBeUndefined();
});
