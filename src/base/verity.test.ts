/** Digests of fs-verity, against a tree that is built all at once. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { VeritySum } from "./verity";

const hash = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();

function expected(bytes: Buffer): string {
	let level: Buffer = bytes;
	let root: Uint8Array = Buffer.alloc(32);
	while (level.length > 0) {
		const digests: Buffer[] = [];
		for (let at = 0; at < level.length; at += 4096) {
			const block = Buffer.alloc(4096);
			level.copy(block, 0, at);
			digests.push(hash(block));
		}
		root = digests[0] as Uint8Array;
		if (digests.length === 1) break;
		level = Buffer.concat(digests);
	}
	const descriptor = Buffer.alloc(256);
	descriptor.set([1, 1, 12]);
	descriptor.writeBigUInt64LE(BigInt(bytes.length), 8);
	descriptor.set(root, 16);
	return hash(descriptor).toString("hex");
}

const K = 4096;
it.each([0, 1, K - 1, K, K + 1, 2 * K, 127 * K, 128 * K, 128 * K + 1, 129 * K, 256 * K, 257 * K])(
	"of %i bytes",
	(size) => {
		const bytes = Buffer.alloc(size, "contents");
		const sum = new VeritySum();
		for (let at = 0; at < size; at += 5000) sum.update(bytes.subarray(at, at + 5000));
		expect(Buffer.from(sum.digest()).toString("hex")).toBe(expected(bytes));
	},
);
