/** Pieces of compressed files on the same bytes, whether files may share units or not. */
import { expect, test } from "vitest";
import { FT } from "../erofs/structs/dirent";
import { INCOMPAT } from "../erofs/structs/features";
import { inodeExtended, LAYOUT } from "../erofs/structs/inode";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { LCLUSTER } from "../erofs/structs/zmap";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { asFile } from "../testing/scanned";
import { open } from "./open";
import { run } from "./run";

const ROOT = 2;
const FILE = 4;
const [ROOT_BLOCK, UNIT_BLOCK, BLOCKS] = [2, 3, 4];
/** Of the map: behind the inode of the file, its header and what lies in front of a full index. */
const RECORDS = BLOCK + FILE * 32 + inodeExtended.size + 16;

/** A file of two pieces, all of them in one block. */
async function imageOf(types: readonly number[], incompat: number) {
	const root = directoryOf(1, ROOT, ROOT, () => BigInt(FILE), FT.REG);
	const inodes = [
		{ nid: ROOT, size: root.length, raw: ROOT_BLOCK },
		{
			...{ nid: FILE, size: types.length * BLOCK, raw: types.length },
			...{ mode: 0o100644, layout: LAYOUT.COMPRESSED_FULL },
		},
	];
	const source = crafted(ROOT, inodes, new Map([[ROOT_BLOCK, root]]), BLOCKS * BLOCK);
	const bytes = await source.read(0, source.size);
	const view = new DataView(bytes.buffer);
	view.setUint32(SB_OFFSET + superblock.at.feature_incompat, incompat, true);
	for (const [i, type] of types.entries()) {
		view.setUint16(RECORDS + 8 * i, type, true);
		view.setUint32(RECORDS + 8 * i + 4, UNIT_BLOCK, true);
	}
	return open(memorySource(bytes));
}

const { PLAIN, HEAD1 } = LCLUSTER;
const { LZ4_0PADDING, FRAGMENTS } = INCOMPAT;

test.each([
	["as it is, and compressed", [PLAIN, HEAD1], ["z-units-overlap"]],
	["compressed, and as it is", [HEAD1, PLAIN], ["z-units-overlap"]],
	["compressed", [HEAD1, HEAD1], []],
	["as it is", [PLAIN, PLAIN], []],
])("a block that two pieces have %s, where files share units", async (_, types, codes) => {
	const image = await imageOf(types, LZ4_0PADDING | FRAGMENTS);
	for (const read of [image, asFile(image)]) {
		const { findings } = await run(read, { start: rootOf(read), level: "contents" });
		const told = findings.map(({ code }) => code).filter((code) => code.startsWith("z-unit"));
		expect(told).toEqual(codes);
	}
});
