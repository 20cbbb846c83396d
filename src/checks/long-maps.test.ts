/** Chunk maps with more entries than are followed one by one: invented by damage, or not. */
import { expect, test } from "vitest";
import { mostLookedAt } from "../erofs/map/most";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { rootOf } from "../export/tree";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { open } from "./open";
import { run } from "./run";

const ROOT = { nid: 2, block: 1000 };

/** An image of some files, whose chunk maps begin behind their inodes, and end wherever they do. */
async function imageOf(files: number, chunks: number, blocks: number, map?: Uint32Array) {
	const root = directoryOf(files, ROOT.nid, ROOT.nid, (n) => BigInt(4 + 2 * n), FT.REG);
	const inodes = Array.from({ length: files }, (_, n) => ({
		nid: 4 + 2 * n,
		size: chunks * BLOCK,
		raw: 0,
		mode: 0o100644,
		layout: LAYOUT.CHUNK_BASED,
	}));
	const data = new Map([[ROOT.block, root]]);
	const source = crafted(
		ROOT.nid,
		[{ nid: ROOT.nid, size: root.length, raw: ROOT.block }, ...inodes],
		data,
		blocks * BLOCK,
	);
	if (!map) return open(source);
	const bytes = new Uint8Array(map.buffer);
	const at = BLOCK + 6 * 32;
	const read = async (start: number, end: number) => {
		const out = await source.read(start, end);
		const from = Math.max(start, at);
		const to = Math.min(end, at + bytes.length);
		if (from < to) out.set(bytes.subarray(from - at, to - at), from - start);
		return out;
	};
	return open({ ...source, read });
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

test("a damaged one is followed so far, which is told", async () => {
	const chunks = 2_000_000;
	const image = await imageOf(1, chunks, 4000);
	const { findings, checked } = await check(image);
	expect(checked.extents).toBeLessThan(mostLookedAt(image) + 100);
	expect(checked.complete).toBe(false);
	expect(checked.skipped.map(({ what }) => what)).toContain("files");
	expect(findings.length).toBeLessThan(100);
});

test("many on the same bytes are all together followed so far", async () => {
	const files = 100;
	const image = await imageOf(files, 1_000_000, 4000);
	const { findings, checked } = await check(image);
	expect(checked.extents).toBeLessThan(mostLookedAt(image) + 20 * files);
	expect(checked.complete).toBe(false);
	expect(findings.map(({ code }) => code)).toContain("bytes-owned-twice");
});
