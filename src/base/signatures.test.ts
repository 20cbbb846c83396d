import { expect, test } from "vitest";
import { recognise } from "./signatures";
import { utf8Bytes } from "./text";

test.each([
	["conectix\0\0\0\x02", "vhd"],
	["QED\0\0\0\x01\0", "qed"],
	["WithoutFreeSpace\x02", "parallels"],
	["WithouFreSpacExt\x02", "parallels"],
	["vhdxfile", "vhdx"],
])("disks that are not read are named, with what to do: %j", (head, kind) => {
	expect(recognise(utf8Bytes(head))).toMatchObject({
		kind,
		hint: "Convert it to a raw disk first.",
	});
	expect(recognise(utf8Bytes(` ${head}`))).toBeUndefined();
});
