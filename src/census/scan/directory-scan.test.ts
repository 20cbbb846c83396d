/** Nearly all directories are scanned, and the tree is the same as without. */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Image } from "../../erofs/image";
import { InodeCursor } from "../../erofs/inode-cursor";
import { openImage } from "../../erofs/open";
import { DIRENT, dirent, FT } from "../../erofs/structs/dirent";
import { SLOT } from "../../erofs/structs/facts";
import { inodeCompact, isCompressed, LAYOUT } from "../../erofs/structs/inode";
import { memorySource } from "../../sources/memory";
import { fixture, fixtures } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { isTreeAlike } from "../../testing/scanned";
import { Census } from "../census";
import { DirectoryScan } from "./directory-scan";

afterEach(() => vi.restoreAllMocks());

/** Directories of a tree that are stored as they are in the image. */
async function usualDirectories(image: Image): Promise<number> {
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

	/** Where the root of an image lies, with its entries behind it. */
	async function withRoot(change: (view: DataView, root: number) => void): Promise<Image> {
		const bytes = new Uint8Array(readFileSync(fixture("plain-default").file));
		const { facts } = await openImage(memorySource(bytes));
		change(new DataView(bytes.buffer), facts.metaStart + Number(facts.rootNid) * SLOT);
		return openImage(memorySource(bytes));
	}

	test.each([0, 1, 2, 3])("entry %i of the root has a nid of 32 bits", async (entry) => {
		const image = await withRoot((view, root) => {
			view.setUint32(
				root + InodeCursor.sizeAt(view, root) + entry * DIRENT + dirent.at.nid,
				0xfffffff0,
				true,
			);
		});
		expect(await isTreeAlike(image)).toBe(true);
	});

	test.each([0o20600, 0o100644, 0])("the root has mode %o", async (mode) => {
		const image = await withRoot((view, root) => {
			view.setUint16(root + inodeCompact.at.i_mode, mode, true);
		});
		expect(await isTreeAlike(image)).toBe(true);
	});
});

test("where there is no memory for it, others read the tree", async () => {
	const image = await openTestImage(fixture("plain-default"));
	vi.spyOn(WebAssembly, "Instance").mockImplementation(function fail() {
		throw new RangeError("WebAssembly.Instance(): Out of memory");
	});
	const read = vi.spyOn(DirectoryScan.prototype, "read");
	expect(await isTreeAlike(image)).toBe(true);
	expect(read).not.toHaveBeenCalled();
});
