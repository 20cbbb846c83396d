/** Nearly all directories are scanned, and the tree is the same as without. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { FT } from "../../erofs/structs/dirent";
import { isCompressed, LAYOUT } from "../../erofs/structs/inode";
import { fixtures } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { isTreeAlike } from "../../testing/scanned";
import { Census } from "../census";
import { DirectoryScan } from "./directory-scan";

afterEach(() => vi.restoreAllMocks());

/** Directories of a tree that are stored as they are in the image. */
async function usualDirectories(image: Parameters<typeof isTreeAlike>[0]): Promise<number> {
	const { inodes } = await new Census(image).take();
	const rows = Array.from({ length: inodes.count }, (_, row) => row);
	return rows.filter(
		(row) =>
			inodes.type(row) === FT.DIR &&
			!isCompressed(inodes.layout(row)) &&
			inodes.layout(row) !== LAYOUT.CHUNK_BASED,
	).length;
}

describe("the tree of an image", () => {
	test.each(fixtures.good)("$name", async (fixture) => {
		const image = await openTestImage(fixture);
		const read = vi.spyOn(DirectoryScan.prototype, "read");
		expect(await isTreeAlike(image)).toBe(true);
		if (image.devices.length > 0 || image.metabox) return;
		const scanned = read.mock.results.filter(({ value }) => value === true).length;
		expect(scanned).toBe(await usualDirectories(image));
	});

	test.each(fixtures.bad)("$name", async (fixture) => {
		const image = await openTestImage(fixture).catch(() => undefined);
		if (image) expect(await isTreeAlike(image)).toBe(true);
	});
});
