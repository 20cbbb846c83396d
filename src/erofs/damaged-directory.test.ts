import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { IMAGE_SPACE } from "../base/space";
import { utf8Bytes } from "../base/text";
import { overlaySource } from "../sources/overlay";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { entryName, readDirectory } from "./directory";
import { readInode } from "./inode";
import { resolvePath } from "./lookup";
import { openImage } from "./open";
import { SLOT } from "./structs/facts";
import { inodeExtended, LAYOUT } from "./structs/inode";

test("a drive that fails where a damaged directory is read once more is no end of the directory", async () => {
	// Two blocks, of which the image has the first.
	const root = directoryOf(300, 2, 2, () => 2n);
	const inode = { nid: 2, size: 2 * BLOCK, raw: 10 };
	const whole = crafted(2, [inode], new Map([[10, root.subarray(0, BLOCK)]]), 11 * BLOCK);
	let answers = true;
	const image = await openImage({
		...whole,
		read: (start, end, signal) => {
			if (!answers) throw new Failure({ kind: "io", message: "The drive does not answer." });
			return whole.read(start, end, signal);
		},
	});
	const directory = await readInode(image, 2n);
	const codes: string[] = [];
	const { count } = await readDirectory(image, directory, ({ code }) => codes.push(code));
	expect(codes).toEqual(["data-beyond-end"]);
	expect(count).toBe(Math.floor(BLOCK / 17));
	answers = false;
	await expect(readDirectory(image, directory)).rejects.toThrow("The drive does not answer.");
});

test("a chunk that lies nowhere hides no name in the chunks behind it", async () => {
	const names = directoryOf(900, 2, 2, () => 2n);
	const size = 4 * BLOCK;
	const inode = { nid: 2, size, raw: 0, layout: LAYOUT.CHUNK_BASED };
	const blocks = [0, 1, 2, 3].map((i) => names.slice(i * BLOCK, (i + 1) * BLOCK));
	const data = new Map(blocks.map((block, i) => [10 + i, block]));
	// The addresses of the chunks are behind the inode.
	const image = await openImage(
		withChunks(crafted(2, [inode], data, 16 * BLOCK), [10, 99, 12, 13]),
	);
	const codes: string[] = [];
	const directory = await readInode(image, 2n);
	const { count } = await readDirectory(image, directory, ({ code }) => codes.push(code));
	expect(codes).toEqual(["data-beyond-end"]);
	expect(count).toBe(902 - Math.floor(BLOCK / 17));
});

test.each([
	["whose entries cannot be told apart", (block: Uint8Array) => block.set([7, 0], 8)],
	["that is not there", undefined],
])("a block %s hides no name of other blocks from who asks for a path", async (_, spoil) => {
	const names = directoryOf(900, 2, 2, () => 3n);
	const blocks = [0, 1, 2, 3].map((i) => names.slice(i * BLOCK, (i + 1) * BLOCK));
	spoil?.(blocks[1] as Uint8Array);
	const root = { nid: 2, size: 4 * BLOCK, raw: 0, layout: LAYOUT.CHUNK_BASED };
	const data = new Map(blocks.map((block, i) => [10 + i, block]));
	const whole = crafted(2, [root], data, 16 * BLOCK);
	const image = await openImage(withChunks(whole, [10, spoil ? 11 : 99, 12, 13]));
	const listed = await readDirectory(image, await readInode(image, 2n));
	for (let i = 2; i < listed.count; i++) {
		const steps = await resolvePath(image, entryName(listed, i));
		expect(steps.at(-1)?.nid).toBe(3n);
	}
	const lost = utf8Bytes("zzzzz");
	await expect(resolvePath(image, lost)).rejects.toThrow(
		"there is no “zzzzz” among the entries of “/” that can be read",
	);
});

/** With the blocks of the chunks of inode 2. */
function withChunks(whole: ByteSource, blocks: readonly number[]): ByteSource {
	const table = Uint8Array.from(blocks.flatMap((block) => [block, 0, 0, 0]));
	const place = BLOCK + 2 * SLOT + inodeExtended.size;
	return overlaySource(whole, [{ space: IMAGE_SPACE, at: place, bytes: table }]);
}
