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

test.each([
	["a disk of the first version of qcow", [0x51, 0x46, 0x49, 0xfb, 0, 0, 0, 1], "qcow"],
	["a file of lzop", [0x89, 0x4c, 0x5a, 0x4f, 0, 0x0d, 0x0a, 0x1a, 0x0a], "lzop"],
	["an archive of xar", [0x78, 0x61, 0x72, 0x21], "xar"],
	["a WIM archive", [0x4d, 0x53, 0x57, 0x49, 0x4d, 0, 0, 0], "wim"],
	["a cabinet", [0x4d, 0x53, 0x43, 0x46, 0, 0, 0, 0], "cab"],
	["a JFFS2 image", [0x85, 0x19, 0x01, 0xe0], "jffs2"],
	["a JFFS2 image in the other byte order", [0x19, 0x85, 0x20, 0x03], "jffs2"],
	["a physical volume of LVM", [...new Uint8Array(512), ...utf8Bytes("LABELONE")], "lvm"],
])("%s is named, too", (_, head, kind) => {
	expect(recognise(Uint8Array.from(head))?.kind).toBe(kind);
	expect(recognise(Uint8Array.from([1, ...head]))).toBeUndefined();
});
