/** What is followed of maps must be enough for sound images, however small their files are. */
import { expect, test } from "vitest";
import { memorySource } from "../../sources/memory";
import type { Image } from "../image";
import { SLOT } from "../structs/facts";
import { mostExtents } from "./most";

function imageOf(size: number, inos: bigint): Image {
	const source = { ...memorySource(new Uint8Array()), size };
	const superblock = { inos };
	return { primary: { space: "image", source }, devices: [], superblock } as unknown as Image;
}

const SIZES = [1 << 20, 100 << 20, 2 ** 34];

test.each(SIZES)("an image of %i bytes may be full of inodes", (size) => {
	const inodes = size / SLOT;
	for (const inos of [0n, BigInt(inodes), 2n ** 64n - 1n]) {
		expect(mostExtents(imageOf(size, inos))).toBeGreaterThanOrEqual(inodes);
	}
});

test.each(SIZES)("one of %i bytes that counts few inodes needs less", (size) => {
	const few = mostExtents(imageOf(size, 10n));
	expect(few).toBeLessThanOrEqual(mostExtents(imageOf(size, 0n)) - size / SLOT + 10);
	expect(few).toBeGreaterThan(size / 4096);
});
