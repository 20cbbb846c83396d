import { expect, test } from "vitest";
import { span } from "../../../../base/range";
import { whyNot } from "./reach.model";

const opened = {
	spaces: [
		{ id: "image", label: "Image", size: 4096 },
		{ id: "packed", label: "Packed inode (decoded)", size: 100, nid: 36n },
	],
	devices: [
		{ id: 0, tag: "primary device", size: 4096 },
		{ id: 1, tag: "blob", size: 8192, missing: true },
	],
};

test("what is there, even in part, can be followed", () => {
	expect(whyNot(span("image", 4095, 5000), opened)).toBeUndefined();
	expect(whyNot(span("file:5", 1e9, 2e9), opened)).toBeUndefined();
});

test("what lies beyond the end says where it leads, and where the end is", () => {
	expect(whyNot(span("image", 4096, 5000), opened)).toBe(
		"It leads to byte 0x1000, beyond the end: the image has 4,096 bytes.",
	);
	expect(whyNot(span("packed", 100, 110), opened)).toContain(
		"packed inode (decoded) has 100 bytes",
	);
});

test("a device that is not open is named", () => {
	expect(whyNot(span("device:1", 512, 600), opened)).toBe(
		"It leads to byte 0x200 of device 1 (“blob”), whose file is not open.",
	);
	expect(whyNot(span("device:7", 0, 1), opened)).toContain("device 7, whose file is not open");
});

test("a hidden inode that is not there is named", () => {
	expect(whyNot(span("metabox", 0, 1), opened)).toContain("into the metabox");
});
