/** The figure behind every ratio, held against the extents and against the size of the image. */

import { describe, expect, it } from "vitest";
import { sum } from "../base/exact";
import { extentPage } from "../inspect/extent-rows";
import { fixture, fixtures } from "../testing/fixtures";
import { type GoodImage, openTestImage } from "../testing/image-set";
import { inodesOf } from "./entry-inodes";
import type { Image } from "./image";
import type { Inode } from "./inode";
import { storedSizes } from "./stored-size";
import { isCompressed } from "./structs/inode";
import { walk } from "./walk";

/** Where files share stored bytes, an inode claims only the blocks that were new with it. */
const shares = ({ name, features }: GoodImage) =>
	name === "b48-rec8" || features.some((f) => /dedupe|chunk/.test(f));

async function everyInode(image: Image): Promise<Inode[]> {
	const all = new Map<bigint, Inode>();
	const { rootNid: nid } = image.facts;
	for await (const visit of walk(image, { nid, path: Uint8Array.of(0x2f), parent: nid })) {
		for (const inode of [visit.directory, ...(await inodesOf(image, visit))])
			if (inode) all.set(inode.nid, inode);
	}
	return [...all.values()];
}

/** Bytes of all extents; the same stored bytes count once. */
async function extentsSize(image: Image, inode: Inode): Promise<{ bytes: number; count: number }> {
	const { extents: e, spaces } = await extentPage(image, inode, 0, 1e6);
	const seen = new Map<string, number>();
	for (let i = 0; i < e.count; i++) {
		seen.set(`${spaces[e.space[i] as number]} ${e.at[i]}`, e.stored[i] as number);
	}
	return { bytes: [...seen.values()].reduce((a, b) => a + b, 0), count: seen.size };
}

describe("bytes the contents occupy", () => {
	const images = fixtures.good.filter((image) => !shares(image));

	it.each(images)(
		"$name: what the extents hold, and less than a block more for each",
		async (fixture) => {
			const image = await openTestImage(fixture);
			const inodes = await everyInode(image);
			const sizes = await storedSizes(image, inodes);
			for (const [i, inode] of inodes.entries()) {
				if (!inode.context.hasData || !isCompressed(inode.layout)) continue;
				const { bytes, count } = await extentsSize(image, inode);
				expect(sizes[i], `nid ${inode.nid}`).toBeGreaterThanOrEqual(bytes);
				expect(sizes[i], `nid ${inode.nid}`).toBeLessThan(
					bytes + count * image.facts.blockSize + 1,
				);
			}
		},
	);

	it.each(["lzma-frag", "zstd-ztail-C65536", "tinyz-lz4"])(
		"%s: all together fill most of the image",
		async (name) => {
			const image = await openTestImage(fixture(name));
			const sizes = await storedSizes(image, await everyInode(image));
			const total = Number(sizes.reduce(sum, 0)) / image.primary.source.size;
			expect(total).toBeGreaterThan(0.8);
			expect(total).toBeLessThanOrEqual(1);
		},
	);
});
