/** Thousands of entries that lead to one inode: it is read once or twice, whatever it says of its links. */
import { expect, test } from "vitest";
import type { ByteSource } from "../base/source";
import { openImage } from "../erofs/open";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import type { Digester } from "./digest";
import { manifest } from "./manifest";
import { Repeats } from "./repeats";

const ROOT = 2;
const FILE = 4;
const COUNT = 3000;
const DATA = 200;

/** A root full of one inode, and how often the block of its contents was read. */
async function many(mode: number, nlink: number) {
	const names = directoryOf(COUNT, ROOT, ROOT, () => BigInt(FILE), 0);
	const inodes = [
		{ nid: ROOT, size: names.length, raw: 10 },
		{ nid: FILE, size: 100, raw: DATA, mode, nlink },
	];
	const data = new Uint8Array(BLOCK).fill(0x61);
	const blocks = new Map([
		[10, names],
		[DATA, data],
	]);
	const whole = crafted(ROOT, inodes, blocks, (DATA + 1) * BLOCK);
	const counts = { reads: 0 };
	const source: ByteSource = {
		...whole,
		read(start, end, signal) {
			if (end > DATA * BLOCK) counts.reads++;
			return whole.read(start, end, signal);
		},
	};
	return { image: await openImage(source), counts };
}

test.each([1, 2, 3])(
	"a manifest asks for the digest of one with %d links few times",
	async (nlink) => {
		const { image } = await many(0o100644, nlink);
		let asked = 0;
		const of: Digester = async (nids) => {
			asked += nids.length;
			return nids.map((nid) => ({ sha256: String(nid), findings: [] }));
		};
		const digests = new Set<string | undefined>();
		let entries = 0;
		for await (const { type, sha256 } of manifest(image, { digests: { of, atOnce: 4 } })) {
			if (type !== "reg") continue;
			entries++;
			digests.add(sha256);
		}
		expect(entries).toBe(COUNT);
		expect(digests).toEqual(new Set([String(FILE)]));
		expect(asked).toBe(nlink > 1 ? 1 : 2);
	},
);

test("a manifest reads the target of a symlink few times", async () => {
	const { image, counts } = await many(0o120777, 1);
	const targets = new Set<string | undefined>();
	for await (const { type, target } of manifest(image, {})) if (type === "lnk") targets.add(target);
	expect(targets).toEqual(new Set(["a".repeat(100)]));
	expect(counts.reads).toBeLessThanOrEqual(2);
});

test("knows inodes that were met, wherever they lie", () => {
	const repeats = new Repeats();
	const nids = [0n, 1n, 31n, 32n, 4095n, 4096n, 2n ** 40n, 2n ** 63n, 2n ** 63n + 5n];
	const meet = (nlink: number) => nids.map((nid) => repeats.meet({ nid, nlink }));
	expect(meet(1)).toEqual(nids.map(() => true));
	expect(nids.map((nid) => repeats.keeps(nid))).toEqual(nids.map(() => false));
	expect(meet(1)).toEqual(nids.map(() => true));
	expect(nids.map((nid) => repeats.keeps(nid))).toEqual(nids.map(() => true));
	expect(meet(1)).toEqual(nids.map(() => false));
	expect(repeats.meet({ nid: 7n, nlink: 2 })).toBe(true);
	expect(repeats.meet({ nid: 7n, nlink: 2 })).toBe(false);
});
