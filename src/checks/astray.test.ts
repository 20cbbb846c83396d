/** Of entries that lead into the middle of inodes it is told that they do, and of nothing else. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Census } from "../census/census";
import { NONE } from "../census/inodes";
import { entryName, readDirectory } from "../erofs/directory";
import { readInode } from "../erofs/inode";
import { SLOT } from "../erofs/structs/facts";
import { LAYOUT } from "../erofs/structs/inode";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { fixture } from "../testing/fixtures";
import { groupByCause } from "./causes";
import { open } from "./open";
import { contextOf } from "./report/report";
import { run } from "./run";

const IMAGES = ["tiny-plain", "xattr-default", "chunk-4096-indexes", "crafted-head2-lz4"];

/** Codes that are no more than notes, or say that something in the first block changed. */
const BESIDE = /^(sb-checksum|sb-inos)$/;

async function check(bytes: Uint8Array) {
	const image = await open(memorySource(bytes));
	const { findings } = await run(image, { start: rootOf(image), level: "structure" });
	const groups = groupByCause(findings, contextOf(image));
	const loud = ({ severity, code }: { severity: string; code: string }) =>
		severity !== "note" && !BESIDE.test(code);
	return { findings, causes: groups.map(({ cause }) => cause).filter(loud) };
}

async function treeOf(name: string) {
	const bytes = new Uint8Array(readFileSync(fixture(name).file));
	const image = await open(memorySource(bytes));
	const tree = await new Census(image).take();
	return { bytes, image, tree };
}

/** The image with another nid in the entry at this byte. */
function ledTo(image: Uint8Array, at: number, nid: bigint): Uint8Array {
	const bytes = image.slice();
	new DataView(bytes.buffer).setBigUint64(at, nid, true);
	return bytes;
}

/** Entries of directories whose data lies in one piece, with the byte of the file they are at. */
async function entriesIn({ image, tree }: Awaited<ReturnType<typeof treeOf>>) {
	const found: { at: number; nid: bigint }[] = [];
	for (let d = 0; d < tree.directories.count; d++) {
		const directory = await readInode(image, tree.directoryNid(d));
		const isShort = directory.layout === LAYOUT.FLAT_INLINE && directory.size < 4096;
		if (!isShort) continue;
		const entries = await readDirectory(image, directory);
		for (let i = 0; i < entries.count; i++) {
			const name = entryName(entries, i);
			if (name[0] === 0x2e && name.length < 3) continue;
			const at = directory.bodyEnd + (entries.at[i] as number);
			found.push({ at, nid: entries.nid[i] as bigint });
		}
	}
	return found;
}

test.each(IMAGES)("entries of %s that lead one slot too far", async (name) => {
	const known = await treeOf(name);
	let told = 0;
	for (const { at, nid } of (await entriesIn(known)).slice(0, 40)) {
		const inode = await readInode(known.image, nid);
		// Behind an inode of one slot there may be another inode, or nothing.
		if (inode.at.end - inode.at.start === SLOT) continue;
		const { causes } = await check(ledTo(known.bytes, at, nid + 1n));
		expect(causes.map(({ code }) => code)).toEqual(["dirent-nid"]);
		expect(causes[0]?.field).toBe("nid");
		expect(causes[0]?.seen).toBe(`${nid + 1n}, 32 bytes into inode ${nid}`);
		told++;
	}
	expect(told).toBeGreaterThan(0);
});

test.each(IMAGES)("entries of %s that lead into other inodes", async (name) => {
	const known = await treeOf(name);
	const { tree } = known;
	const [first] = await entriesIn(known);
	if (!first) throw new Error(`${name} has no entries`);
	let told = 0;
	for (let row = 0; row < tree.inodes.count; row++) {
		const target = tree.nid(row);
		const inode = await readInode(known.image, target);
		if (target === first.nid || inode.at.end - inode.at.start === SLOT) continue;
		const { causes } = await check(ledTo(known.bytes, first.at, target + 1n));
		expect(causes.map(({ code }) => code)).toEqual(["dirent-nid"]);
		expect(causes[0]?.seen).toBe(`${target + 1n}, 32 bytes into inode ${target}`);
		if (++told === 25) break;
	}
	expect(told).toBeGreaterThan(0);
});

test("an entry that leads into the contents of a file, or into the superblock", async () => {
	const known = await treeOf("tiny-plain");
	const [first] = await entriesIn(known);
	const { inodes } = known.tree;
	const rows = Array.from({ length: inodes.count }, (_, row) => row);
	const stored = rows.find(
		(row) => inodes.layout(row) === LAYOUT.FLAT_PLAIN && inodes.size.halves(row).low >= 4096,
	);
	if (!first || stored === undefined) throw new Error("no such file");
	const block = inodes.raw.halves(stored).low * 4096;
	for (const [byte, seen] of [
		[block + 64, `64 bytes into plain-data of inode ${known.tree.nid(stored)}`],
		[1024 + 32, "32 bytes into superblock"],
	] as const) {
		const nid = BigInt(byte / SLOT);
		const { causes } = await check(ledTo(known.bytes, first.at, nid));
		expect(causes.map(({ code, seen }) => [code, seen])).toEqual([
			["dirent-nid", `${nid}, ${seen}`],
		]);
	}
});

test.each(IMAGES)("damaged inodes of %s are no fault of their entries", async (name) => {
	const known = await treeOf(name);
	const { tree } = known;
	let damaged = 0;
	for (let row = 0; row < tree.inodes.count && damaged < 40; row++) {
		if (tree.entryOf(row) === NONE) continue;
		const { at } = await readInode(known.image, tree.nid(row));
		for (const [byte, value] of [
			[1, 0x40],
			[0, 0x0e],
			[5, 0],
		] as const) {
			const bytes = known.bytes.slice();
			bytes[at.start + byte] = value;
			const { findings } = await check(bytes);
			expect(findings.map(({ code }) => code)).not.toContain("dirent-nid");
			damaged++;
		}
	}
	expect(damaged).toBeGreaterThan(10);
});
