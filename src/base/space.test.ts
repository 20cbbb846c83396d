import { expect, test } from "vitest";
import {
	deviceSpace,
	fileSpace,
	IMAGE_SPACE,
	METABOX_SPACE,
	PACKED_SPACE,
	parseSpace,
} from "./space";

test("every name reads back as what it was made from", () => {
	for (const kind of ["image", "metabox", "packed"] as const)
		expect(parseSpace(kind)).toEqual({ kind });
	expect([IMAGE_SPACE, METABOX_SPACE, PACKED_SPACE]).toEqual(["image", "metabox", "packed"]);
	for (const id of [1, 65_535]) expect(parseSpace(deviceSpace(id))).toEqual({ kind: "device", id });
	expect(parseSpace(deviceSpace(0))).toEqual({ kind: "image" });
	for (const nid of [0n, 36n, 2n ** 63n + 5n, 2n ** 64n - 1n])
		expect(parseSpace(fileSpace(nid))).toEqual({ kind: "file", nid });
});

test.each([
	"",
	"Image",
	"file",
	"file:",
	"file:-1",
	"file:007",
	"file:1:2",
	"file:0x10",
	"file:18446744073709551616",
	"device:0",
	"device:65536",
	"device:1.5",
	"unknown:1",
	" image",
])("“%s” names no space", (id) => {
	expect(parseSpace(id)).toBeUndefined();
});
