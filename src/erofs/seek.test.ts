import { expect, test } from "vitest";
import { memorySource } from "../sources/memory";
import { volumeAt } from "../sources/volume";
import { fixture } from "../testing/fixtures";
import { sourceOf } from "../testing/image-set";
import { type FoundVolume, seekVolumes } from "./seek";
import { SB_OFFSET, superblock } from "./structs/superblock";

const MAGIC = [0xe2, 0xe1, 0xf5, 0xe0];

/** A disk of zeros with images and lone magic numbers at some bytes. */
async function disk(size: number, images: readonly (readonly [number, string])[], lone: number[]) {
	const bytes = new Uint8Array(size);
	for (const [at, name] of images) {
		const source = sourceOf(fixture(name));
		bytes.set(await source.read(0, source.size), at);
	}
	for (const at of lone) bytes.set(MAGIC, at);
	return memorySource(bytes, "disk");
}

async function found(file: Awaited<ReturnType<typeof disk>>, signal?: AbortSignal) {
	const list: FoundVolume[] = [];
	const options = { volumeAt: (at: number) => volumeAt(file, at), ...(signal ? { signal } : {}) };
	for await (const volume of seekVolumes(file, options)) list.push(volume);
	return list;
}

test("volumes are found at blocks, at any byte, and across the pieces that are read", async () => {
	const near = (1 << 20) - 1026;
	const file = await disk(
		3 << 20,
		[
			[559, "nosbcrc"],
			[near, "tiny-plain"],
			[2 << 20, "tinyz-lz4"],
		],
		[],
	);
	expect((await found(file)).map(({ start, sign, blockSize }) => [start, sign, blockSize])).toEqual(
		[
			[559, "root", 4096],
			[near, "checksum", 4096],
			[2 << 20, "checksum", 4096],
		],
	);
});

test("a magic number by chance is told apart, and one before any superblock is none", async () => {
	const file = await disk(1 << 18, [[65536, "tiny-plain"]], [512, 8192, 10_001]);
	expect((await found(file)).map(({ start, sign }) => [start, sign])).toEqual([
		[8192 - 1024, "chance"],
		[10_001 - 1024, "chance"],
		[65536, "checksum"],
	]);
});

test("a checksum that does not match is not called none", async () => {
	const source = sourceOf(fixture("tiny-plain"));
	const bytes = await source.read(0, source.size);
	const at = SB_OFFSET + superblock.at.checksum;
	bytes[at] = ~(bytes[at] ?? 0);
	expect(await found(memorySource(bytes))).toMatchObject([{ start: 0, sign: "mismatch" }]);
});

test("a search can be stopped", async () => {
	const file = await disk(1 << 18, [[65536, "tiny-plain"]], []);
	const stopped = found(file, AbortSignal.abort());
	await expect(stopped).rejects.toMatchObject({ info: { kind: "cancelled" } });
});
