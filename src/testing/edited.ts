/** Images of an attacker: a good one in which names are other names of the same length. */
import { readFileSync } from "node:fs";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { memorySource } from "../sources/memory";
import { fixture } from "./fixtures";

/** Names in a directory follow each other without gap, so a longer text finds its place surely. */
export type Edit = readonly [from: string, to: string];

/** @throws Error when a text does not occur exactly once, or the lengths differ. */
export function editedBytes(name: string, edits: readonly Edit[]): Uint8Array {
	let bytes = readFileSync(fixture(name).file);
	for (const [from, to] of edits) {
		const at = bytes.indexOf(from, 0, "latin1");
		const once = at >= 0 && bytes.indexOf(from, at + 1, "latin1") < 0;
		if (!once || from.length !== to.length) throw new Error(`cannot edit “${from}” in ${name}`);
		bytes = Buffer.concat([
			bytes.subarray(0, at),
			Buffer.from(to, "latin1"),
			bytes.subarray(at + from.length),
		]);
	}
	return bytes;
}

export const editedImage = (name: string, edits: readonly Edit[]): Promise<Image> =>
	openImage(memorySource(editedBytes(name, edits)));

/** Its path in {@link longDamaged}, and the first byte that cannot be read. */
export const LONG_FILE = "all-hole-64m";
export const LONG_FILE_END = 64 << 20;

/** An image with a file of 64 MiB of zeros and one more chunk, which lies beyond the image. */
export function longDamaged(): Uint8Array {
	const bytes = readFileSync(fixture("chunk-4096-indexes").file);
	const INODE = 1504;
	const I_SIZE = 8;
	const at = INODE + I_SIZE;
	if (bytes.readBigUInt64LE(at) !== BigInt(LONG_FILE_END)) throw new Error("the inode has moved");
	bytes.writeBigUInt64LE(BigInt(LONG_FILE_END + 4096), at);
	const SECOND_INDEX = INODE + 64 + 8;
	const STARTBLK_LO = 4;
	bytes.writeUInt32LE(0x7fffffff, SECOND_INDEX + STARTBLK_LO);
	return bytes;
}
