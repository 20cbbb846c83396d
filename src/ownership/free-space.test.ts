/** Inodes without a name in images that are mostly free space. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { Census } from "../census/census";
import { openImage } from "../erofs/open";
import { fixture } from "../testing/fixtures";
import { own } from "./build";

/** More than is searched. */
const SIZE = 300 << 20;
const INOS = 1024 + 16;
const BLOCKS = 1024 + 36;

/** A good image that its superblock says is larger: all that is added are zeros. */
function stretched(inos: (were: bigint) => bigint): ByteSource {
	const head = readFileSync(fixture("tiny-plain").file);
	head.writeBigUInt64LE(inos(head.readBigUInt64LE(INOS)), INOS);
	head.writeUInt32LE(SIZE / 4096, BLOCKS);
	const bytesOf = (start: number, end: number) => {
		const bytes = new Uint8Array(end - start);
		if (start < head.length) bytes.set(head.subarray(start, Math.min(end, head.length)));
		return bytes;
	};
	return {
		id: "stretched",
		label: "stretched",
		size: SIZE,
		read: async (start, end) => bytesOf(start, end),
		readNow: bytesOf,
	};
}

it.each([
	["all inodes that are counted have names", (were: bigint) => were, 0],
	["more inodes are counted", (were: bigint) => were + 1n, 1],
	["nobody counts", () => 0n, 1],
])("is said not to be searched to its end only where that matters: %s", async (_, inos, said) => {
	const image = await openImage(stretched(inos));
	const { shortfalls } = await own(image, await new Census(image).take());
	expect(shortfalls).toHaveLength(said);
});
