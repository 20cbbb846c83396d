import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { readDirectory } from "./directory";
import { readInode } from "./inode";
import { openImage } from "./open";

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
