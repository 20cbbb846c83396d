/** A tree of nothing but directories in each other, whose paths would fill any memory. */
import { expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { memorySource } from "../sources/memory";
import { openImage } from "./open";
import { walk } from "./walk";

const SLOT = 512;
const NAME = 200;

/** Directory k at slot 4 + k, with one entry: directory k + 1. The last one is empty. */
function nested(levels: number): Uint8Array {
	const blocks = Math.ceil(((4 + levels) * SLOT) / 4096);
	const image = Buffer.alloc(blocks * 4096);
	image.writeUInt32LE(0xe0f5e1e2, 1024);
	image.writeUInt8(12, 1024 + 0x0c);
	image.writeUInt16LE((4 * SLOT) / 32, 1024 + 0x0e);
	image.writeUInt32LE(blocks, 1024 + 0x24);
	for (let level = 0; level < levels; level++) {
		writeDirectory(image.subarray((4 + level) * SLOT), level, level + 1 < levels);
	}
	return image;
}

const nidOf = (level: number): bigint => BigInt(((4 + Math.max(0, level)) * SLOT) / 32);

function writeDirectory(at: Buffer, level: number, hasChild: boolean): void {
	const names = [".", "..", ...(hasChild ? ["d".repeat(NAME)] : [])];
	const nids = [level, level - 1, level + 1].map(nidOf);
	const FLAT_INLINE = 2 << 1;
	at.writeUInt16LE(FLAT_INLINE, 0);
	at.writeUInt16LE(0o40755, 4);
	at.writeUInt16LE(hasChild ? 3 : 2, 6);
	at.writeUInt32LE(names.length * 12 + names.join("").length, 8);
	let nameAt = names.length * 12;
	for (const [i, name] of names.entries()) {
		const entry = 32 + i * 12;
		at.writeBigUInt64LE(nids[i] as bigint, entry);
		at.writeUInt16LE(nameAt, entry + 8);
		at.writeUInt8(2, entry + 10);
		at.write(name, 32 + nameAt);
		nameAt += name.length;
	}
}

async function visits(levels: number) {
	const image = await openImage(memorySource(nested(levels)));
	const findings: Finding[] = [];
	const { rootNid: nid } = image.facts;
	const start = { nid, path: Uint8Array.of(0x2f), parent: nid };
	let count = 0;
	for await (const _ of walk(image, start, { report: (finding) => void findings.push(finding) }))
		count++;
	return { count, codes: findings.map(({ code }) => code) };
}

it("walks a deep tree to its end", async () => {
	expect(await visits(300)).toEqual({ count: 300, codes: [] });
});

it("does not walk one whose paths pass 65,536 bytes, and says so", async () => {
	const reached = 1 + Math.floor(65536 / (NAME + 1));
	expect(await visits(400)).toEqual({ count: reached, codes: ["directory-too-deep"] });
});
