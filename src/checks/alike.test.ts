import { expect, test } from "vitest";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { spoilt } from "../testing/spoilt";
import { open } from "./open";
import { run } from "./run";

const CHUNKS = 1000;

test("a file whose size makes chunks of whatever follows is told of in a few findings", async () => {
	const root = directoryOf(1, 2, 2, () => 4n, FT.REG);
	const inodes = [
		{ nid: 2, size: root.length, raw: 10 },
		{ nid: 4, size: CHUNKS * BLOCK, raw: 0, mode: 0o100644, layout: LAYOUT.CHUNK_BASED },
	];
	// All entries are zero: each chunk is the first block, with the superblock.
	const image = await open(crafted(2, inodes, new Map([[10, root]]), 2 * CHUNKS * BLOCK));
	const { findings, checked } = await run(image, { start: rootOf(image), level: "contents" });
	const chunks = findings.filter(
		({ code, structure }) => code === "data-on-superblock" && structure.includes("block_map"),
	);
	expect(checked.extents).toBe(CHUNKS + 1);
	expect(chunks).toHaveLength(17);
	expect(chunks.at(-1)?.seen).toBe(`bytes 0 to ${BLOCK}; in ${CHUNKS - 16} places, here the first`);
});

test.each(["structure", "contents"] as const)(
	"a file of units that are all damaged is told of in a few findings (%s)",
	async (level) => {
		const { bytes, most } = await spoilt("lz4hc-b512");
		const image = await open(memorySource(bytes));
		expect(most).toBeGreaterThan(40);
		const { findings } = await run(image, { start: rootOf(image), level });
		const counts = new Map<string, number>();
		for (const { code, nid } of findings) {
			const key = `${code} ${nid}`;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
		expect(Math.max(0, ...counts.values())).toBe(level === "contents" ? 17 : 0);
		if (level === "structure") return;
		const last = findings.filter(({ seen }) => seen?.includes(`in ${most - 16} places`));
		expect(last).toHaveLength(1);
	},
);
