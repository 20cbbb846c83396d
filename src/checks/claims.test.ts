/** What an inode claims of blocks is told in the same words by the census and by a check. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { type Finding, ignoreFindings } from "../base/finding";
import { Census } from "../census/census";
import type { Image } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import { mayHaveMore } from "../erofs/stored-size";
import { inodeCompact, isCompressed } from "../erofs/structs/inode";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { fixture } from "../testing/fixtures";
import { open } from "./open";
import { run } from "./run";

/** Compressed files, whose ends may lie elsewhere than in blocks. */
async function filesOf(image: Image): Promise<Inode[]> {
	const { inodes } = await new Census(image).take();
	const all = Array.from({ length: inodes.count }, (_, row) =>
		readInode(image, inodes.nid.big(row), ignoreFindings),
	);
	const files = await Promise.all(all);
	return files.filter((inode) => isCompressed(inode.layout) && mayHaveMore(inode));
}

const claimsOf = (findings: readonly Finding[]) =>
	findings
		.filter(({ code }) => code === "inode-blocks-impossible")
		.map(({ seen, allowed, at }) => ({ seen, allowed, at }));

it.each(["lz4hc-frag", "lz4-legacy-ztail", "lzma-frag"])("%s", async (name) => {
	const bytes = readFileSync(fixture(name).file);
	const { facts } = await open(memorySource(bytes));
	const files = await filesOf(await open(memorySource(bytes)));
	expect(files).not.toEqual([]);
	const blocks = bytes.length / facts.blockSize;
	for (const { at } of files) {
		// As many as there are, which may be, and more than there are.
		for (const claimed of [blocks, blocks + 1, 0xffffff]) {
			const copy = Uint8Array.from(bytes);
			const view = new DataView(copy.buffer);
			view.setUint32(at.start + inodeCompact.at.blocks_lo, claimed, true);
			const image = await open(memorySource(copy));
			const findings: Finding[] = [];
			await new Census(image, { report: (finding) => findings.push(finding) }).take();
			const checked = await run(image, { start: rootOf(image), level: "structure" });
			expect(claimsOf(findings)).toEqual(claimsOf(checked.findings));
			expect(claimsOf(findings)).toHaveLength(claimed > blocks ? 1 : 0);
		}
	}
});
