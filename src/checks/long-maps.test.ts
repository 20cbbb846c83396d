/** Maps with more entries than are followed one by one: invented by damage, or not. */
import { expect, test } from "vitest";
import { mostLookedAt } from "../erofs/map/most";
import { FT } from "../erofs/structs/dirent";
import { INCOMPAT } from "../erofs/structs/features";
import { LAYOUT } from "../erofs/structs/inode";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { LCLUSTER } from "../erofs/structs/zmap";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { asFile } from "../testing/scanned";
import { open } from "./open";
import { run } from "./run";

const ROOT = 2;

/** An image of some files, whose maps begin behind their inodes, and end wherever they do. */
async function imageOf(
	files: number,
	chunks: number,
	blocks: number,
	map?: Uint32Array,
	layout: number = LAYOUT.CHUNK_BASED,
	incompat = 0,
) {
	const rootBlock = blocks - 2;
	const root = directoryOf(files, ROOT, ROOT, (n) => BigInt(4 + 2 * n), FT.REG);
	const inodes = Array.from({ length: files }, (_, n) => ({
		nid: 4 + 2 * n,
		size: chunks * BLOCK,
		raw: 0,
		mode: 0o100644,
		layout,
	}));
	const data = new Map([[rootBlock, root]]);
	const source = crafted(
		ROOT,
		[{ nid: ROOT, size: root.length, raw: rootBlock }, ...inodes],
		data,
		blocks * BLOCK,
	);
	const bytes = await source.read(0, source.size);
	if (map) bytes.set(new Uint8Array(map.buffer), BLOCK + 6 * 32);
	new DataView(bytes.buffer).setUint32(SB_OFFSET + superblock.at.feature_incompat, incompat, true);
	return open(memorySource(bytes));
}

const check = async (image: Awaited<ReturnType<typeof imageOf>>) =>
	run(image, { start: rootOf(image), level: "contents" });

test("a sound one is followed to its end", async () => {
	const chunks = 300_000;
	const map = new Uint32Array(chunks).fill(1001);
	const { findings, checked } = await check(await imageOf(1, chunks, 1002, map));
	expect(findings.filter(({ structure }) => structure.includes("chunk")).length).toBe(0);
	expect(checked.extents).toBe(chunks + 1);
	expect(checked.complete).toBe(true);
});

test("a sound index of more units than are followed at once is followed to its end", async () => {
	const units = 300_000;
	const [headBytes, recordWords] = [16, 2];
	const index = new Uint32Array(headBytes / 4 + units * recordWords);
	// All of them are the same block.
	for (let i = 0; i < units; i++) index[headBytes / 4 + i * recordWords + 1] = 1001;
	const { LZ4_0PADDING } = INCOMPAT;
	const image = await imageOf(1, units, 1002, index, LAYOUT.COMPRESSED_FULL, LZ4_0PADDING);
	const { findings, checked } = await check(image);
	expect(checked.extents).toBe(units + 1);
	expect(checked.complete).toBe(true);
	expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
});

test("a damaged one is followed so far, which is told", async () => {
	const chunks = 1_000_000;
	const image = await imageOf(1, chunks, 4000);
	const { findings, checked } = await check(image);
	expect(checked.extents).toBeLessThan(mostLookedAt(image) + 100);
	expect(checked.complete).toBe(false);
	expect(checked.skipped.map(({ what }) => what)).toContain("files");
	expect(findings.length).toBeLessThan(100);
});

/** An inode of so many blocks, all but one of which are the same; that one is the second of its own map. */
async function imageIntoItsMap(layout: number, words: readonly number[]) {
	const count = 3000;
	const [headWords, ...entry] = words as [number, ...number[]];
	const map = new Uint32Array(headWords + count * entry.length);
	for (let i = 0; i < count; i++)
		map.set([...entry.slice(1), i === 1500 ? 2 : 101], headWords + i * entry.length);
	return imageOf(1, count, 102, map, layout, INCOMPAT.LZ4_0PADDING);
}

test.each([
	["chunks", LAYOUT.CHUNK_BASED, [0, 0]],
	["units", LAYOUT.COMPRESSED_FULL, [4, 0, LCLUSTER.PLAIN]],
] as const)("one of its %s that leads into the map itself lies on it", async (_, layout, words) => {
	const image = await imageIntoItsMap(layout, words);
	for (const read of [image, asFile(image)]) {
		const { findings } = await check(read);
		const ranges = findings
			.filter(({ code }) => code === "bytes-owned-twice")
			.map(({ at: { start, end } }) => [start, end]);
		expect(ranges).toEqual([[2 * BLOCK, 3 * BLOCK]]);
	}
});

test("many on the same bytes are all together followed so far", async () => {
	const files = 40;
	const image = await imageOf(files, 500_000, 4000);
	const { findings, checked } = await check(image);
	expect(checked.extents).toBeLessThan(mostLookedAt(image) + 20 * files);
	expect(checked.complete).toBe(false);
	expect(findings.map(({ code }) => code)).toContain("bytes-owned-twice");
});

test("an index of entries that are all damaged is followed so far", async () => {
	const clusters = 300_000;
	const [headBytes, recordWords] = [16, 2];
	const index = new Uint32Array(headBytes / 4 + clusters * recordWords);
	for (let i = 0; i < clusters; i++) {
		const at = headBytes / 4 + i * recordWords;
		// Of its two distances the one on to the next head leads beyond all there is.
		index[at] = i % 2 === 0 ? LCLUSTER.HEAD1 : LCLUSTER.NONHEAD;
		index[at + 1] = 0xffff_0001;
	}
	const image = await imageOf(1, clusters, 4000, index, LAYOUT.COMPRESSED_FULL);
	const { findings, checked } = await check(image);
	const told = findings.filter(({ code }) => code === "z-lookahead");
	expect(told).toHaveLength(17);
	expect(checked.complete).toBe(false);
	expect(checked.skipped.map(({ what }) => what)).toContain("files");
});
