/** Rules that only the layout can run: in each image one byte is changed, of a structure no reader judges. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { openImage } from "../erofs/open";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { fixture, hugeFixtures } from "../testing/fixtures";
import type { GoodImage } from "../testing/image-set";
import { run } from "./run";

const cases: readonly {
	readonly what: string;
	readonly image: GoodImage;
	readonly at: number;
	readonly byte: number;
	readonly found: object;
}[] = [
	{
		what: "head of the attributes",
		image: fixture("xattr-default"),
		at: 0x1380 + 5,
		byte: 1,
		found: { code: "reserved-not-zero", structure: "erofs_xattr_ibody_header" },
	},
	{
		what: "directory entry",
		image: fixture("tiny-plain"),
		at: 0x4e0 + 10,
		byte: 9,
		found: { code: "dirent-file-type", structure: "erofs_dirent", seen: "9", entry: "." },
	},
	{
		what: "extension of the superblock",
		image: fixture("metabox-frag"),
		at: 1024 + 128 + 8,
		byte: 1,
		found: { code: "reserved-not-zero", structure: "erofs_super_block (extension)" },
	},
	{
		what: "record of 32 bytes",
		image: hugeFixtures.find(({ name }) => name === "records-32") as GoodImage,
		at: 0xd060 + 20,
		byte: 1,
		found: { code: "reserved-not-zero", structure: "z_erofs_extent" },
	},
];

test.each(cases)("$what", async ({ image, at, byte, found }) => {
	const codes = async (bytes: Uint8Array) => {
		const opened = await openImage(memorySource(bytes));
		return (await run(opened, { start: rootOf(opened), level: "structure" })).findings;
	};
	const bytes = readFileSync(image.file);
	const before = await codes(bytes);
	bytes[at] = byte;
	const after = await codes(bytes);
	expect(before).not.toContainEqual(expect.objectContaining(found));
	expect(after).toContainEqual(expect.objectContaining(found));
});
