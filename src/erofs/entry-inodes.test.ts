/** Directories too large for an object for each of their inodes: read twice, told once, all there. */
import { expect, test } from "vitest";
import { ignoreFindings } from "../base/finding";
import { showName } from "../base/text";
import { manifest } from "../export/manifest";
import { rootOf, tree } from "../export/tree";
import { memorySource } from "../sources/memory";
import { BLOCK, type CraftedInode, crafted, directoryOf } from "../testing/crafted";
import { inLots, inodesOf, lotOf } from "./entry-inodes";
import { openImage } from "./open";
import { FT } from "./structs/dirent";
import { LOST } from "./visit";
import { walk } from "./walk";

const ROOT = 2;
const FILE = 4;
const FOLDER = 6;
const COUNT = 9000;
const NOWHERE = 2n ** 40n;

/** A root of so many entries; each hundredth leads nowhere, each other hundredth to a folder. */
const nidOf = (n: number) =>
	n % 100 === 1 ? NOWHERE : n % 100 === 2 ? BigInt(FOLDER + 2 * n) : BigInt(FILE);

async function wide(file: Partial<CraftedInode> = {}) {
	const data = directoryOf(COUNT, ROOT, ROOT, nidOf, 0);
	const empty = (nid: number) => directoryOf(0, nid, ROOT, nidOf, 0);
	const folders = Array.from({ length: COUNT / 100 }, (_, i) => FOLDER + 2 * (100 * i + 2));
	const inodes = [
		{ nid: ROOT, size: data.length, raw: 900 },
		{ nid: FILE, size: 0, raw: 0, mode: 0o100644, ...file },
		...folders.map((nid, i) => ({ nid, size: empty(nid).length, raw: 400 + i })),
	];
	const blocks = new Map([[900, data], ...folders.map((nid, i) => [400 + i, empty(nid)] as const)]);
	const source = crafted(ROOT, inodes, blocks, 900 * BLOCK + data.length);
	return openImage(memorySource(await source.read(0, source.size)));
}

test("keeps columns alone of the inodes of a large directory, and reads all of them again", async () => {
	const image = await wide();
	for await (const visit of walk(image, rootOf(image), { report: ignoreFindings })) {
		if (visit.path.length > 1) continue;
		expect(visit.inodes).toBeUndefined();
		const all = await inodesOf(image, visit);
		expect(all).toHaveLength(COUNT);
		expect(Array.from(visit.types)).toEqual(all.map((inode) => inode?.type ?? LOST));
		expect(new Set(visit.types)).toEqual(new Set([FT.REG, FT.DIR, LOST]));
		let next = 0;
		for await (const { first, inodes } of inLots(image, visit)) {
			expect(first).toBe(next);
			expect(inodes.length).toBeLessThanOrEqual(lotOf(image));
			expect(inodes.map((inode) => inode?.nid)).toEqual(
				all.slice(first, first + inodes.length).map((inode) => inode?.nid),
			);
			next += inodes.length;
		}
		expect(next).toBe(COUNT);
	}
});

test("manifest and tree have all of it, in their order", async () => {
	const image = await wide();
	const there = Array.from({ length: COUNT }, (_, n) => n).filter((n) => n % 100 !== 1);
	const paths: string[] = [];
	for await (const { path } of manifest(image, {})) paths.push(path);
	expect(paths).toHaveLength(1 + there.length);
	expect(paths).toEqual([...paths].sort());
	const inTree: string[] = [];
	const left: string[] = [];
	const note = ({ text }: { text: string }) => void left.push(text);
	for await (const { path } of tree(image, rootOf(image), { note })) inTree.push(showName(path));
	expect(inTree.toSorted()).toEqual(paths.map((path) => (path === "/" ? "" : path)).sort());
	expect(left).toEqual(Array(COUNT / 100).fill("left out: its inode cannot be read"));
});

test("what is wrong with an inode is not told again when it is read again", async () => {
	const image = await wide({ mode: 0 });
	let told = 0;
	const report = ({ code }: { code: string }) => {
		if (code === "inode-mode") told++;
	};
	for await (const visit of walk(image, rootOf(image), { report })) {
		const before = told;
		expect(before).toBeGreaterThan(0);
		await inodesOf(image, visit);
		expect(told).toBe(before);
	}
});
