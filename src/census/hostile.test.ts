/** Trees made to exhaust who reads them: all end soon, in little memory, and say what is wrong. */
import { expect, test } from "vitest";
import { isCancelled } from "../base/errors";
import type { Finding } from "../base/finding";
import type { ByteSource } from "../base/source";
import { openImage } from "../erofs/open";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { BLOCK, crafted, directoryOf } from "../testing/crafted";
import { Census } from "./census";
import type { Pace } from "./pace";

const TB = 2 ** 40;
const ROOT = 2;
const NULL = 0xffffffff;
/** Findings that are told about one directory, with the one that says that there are more. */
const MOST_TOLD = 4097;

async function take(source: ByteSource, pace: Pace = {}) {
	let read = 0;
	const counted: ByteSource = {
		...source,
		read: (start, end, signal) => {
			read += end - start;
			return source.read(start, end, signal);
		},
	};
	const image = await openImage(new PageCache(counted, REMOTE_PAGES));
	const findings: Finding[] = [];
	const census = new Census(image, { report: (finding) => findings.push(finding) });
	const tree = await census.take(pace);
	const codes = new Set(findings.map(({ code }) => code));
	return { tree, findings, codes, read };
}

const small = directoryOf(1, ROOT, ROOT, () => 4n);

test("a directory that claims a TB of an image of some KB", async () => {
	const root = { nid: ROOT, size: small.length, raw: 10 };
	const below = { nid: 4, size: TB, raw: 20 };
	const source = crafted(ROOT, [root, below], new Map([[10, small]]), 32 * BLOCK);
	const { codes, read } = await take(source);
	expect([...codes]).toEqual(["inode-size-impossible", "directory-i-size"]);
	expect(read).toBeLessThanOrEqual(32 * BLOCK);
});

test("a directory of a TB of zeros", async () => {
	const root = { nid: ROOT, size: small.length, raw: 10 };
	for (const raw of [NULL, 20]) {
		const below = { nid: 4, size: TB, raw };
		const source = crafted(ROOT, [root, below], new Map([[10, small]]), 2 * TB);
		const { findings, codes, read } = await take(source);
		expect(codes).toContain("directory-given-up");
		expect(findings.length).toBeLessThan(2 * MOST_TOLD);
		expect(read).toBeLessThan(100e6);
	}
});

test("a directory that repeats one block for a TB of chunks, of which few are there", async () => {
	const root = { nid: ROOT, size: small.length, raw: 10 };
	const below = { nid: 4, size: TB, raw: 31, layout: LAYOUT.CHUNK_BASED };
	const source = crafted(ROOT, [root, below], new Map([[10, small]]), 2 * TB);
	const { findings, read } = await take(source);
	expect(findings.length).toBeGreaterThan(0);
	expect(findings.length).toBeLessThan(2 * MOST_TOLD);
	expect(read).toBeLessThan(100e6);
});

const MANY = 300_000;

/** A root with that many entries. */
function wide(nidOf: (n: number) => bigint, type?: number): ByteSource {
	const data = directoryOf(MANY, ROOT, ROOT, nidOf, type);
	const inodes = [
		{ nid: ROOT, size: data.length, raw: 10 },
		{ nid: 4, size: small.length, raw: 9 },
	];
	const blocks = new Map([
		[9, small],
		[10, data],
	]);
	return crafted(ROOT, inodes, blocks, 10 * BLOCK + data.length);
}

test.each([
	["inodes beyond the image", () => wide((n) => 2n ** 40n + BigInt(n)), "beyond-end"],
	["nids beyond all devices", () => wide((n) => 2n ** 62n + BigInt(n)), undefined],
	["the directory itself", () => wide(() => BigInt(ROOT)), "directory-reached-twice"],
	["one other directory", () => wide(() => 4n), "directory-reached-twice"],
	["files, which they are not", () => wide(() => 4n, FT.REG), "dirent-type-mismatch"],
	["no type", () => wide(() => 4n, FT.UNKNOWN), "dirent-type-mismatch"],
])("hundreds of thousands of entries that name %s", async (_, make, code) => {
	const { tree, findings, codes } = await take(make());
	expect(tree.entries.count).toBeGreaterThanOrEqual(MANY);
	expect(tree.directories.count).toBeLessThanOrEqual(2);
	expect(findings.length).toBeGreaterThan(MOST_TOLD - 1);
	expect(findings.length).toBeLessThanOrEqual(3 * MOST_TOLD);
	expect(codes).toContain("directory-findings");
	if (code) expect([...codes]).toContain(code);
});

test.each([
	["warnings", 20_000, FT.UNKNOWN, "warning"],
	["an error behind warnings", 20_000, FT.UNKNOWN, "error"],
] as const)("more than is told one by one: %s", async (_, count, type, severity) => {
	const nidOf = (n: number) => (severity === "error" && n === count - 1 ? 2n ** 40n : 4n);
	const data = directoryOf(count, ROOT, ROOT, nidOf, type);
	const file = { nid: 4, size: 0, raw: 0, mode: 0o100644 };
	const root = { nid: ROOT, size: data.length, raw: 10 };
	const source = crafted(ROOT, [root, file], new Map([[10, data]]), 10 * BLOCK + data.length);
	const { findings } = await take(source);
	const last = findings.filter(({ code }) => code === "directory-findings");
	expect(last.map((finding) => finding.severity)).toEqual([severity]);
});

test("directories that all contain each other", async () => {
	const nids = Array.from({ length: 200 }, (_, n) => ROOT + 2 * n);
	const block = directoryOf(200, ROOT, ROOT, (n) => BigInt(nids[n] as number));
	const inodes = nids.map((nid) => ({ nid, size: block.length, raw: 10 }));
	const { tree, codes } = await take(crafted(ROOT, inodes, new Map([[10, block]]), 32 * BLOCK));
	expect(tree.directories.count).toBe(200);
	expect(tree.inodes.count).toBe(200);
	expect([...codes].sort()).toEqual(["directory-reached-twice", "dirent-dots"]);
});

/** So many directories below the root that have the same blocks, whose entries lead out of the image. */
function shared(count: number, entries: number): ByteSource {
	const nids = Array.from({ length: count }, (_, n) => ROOT + 2 + 2 * n);
	const root = directoryOf(count, ROOT, ROOT, (n) => BigInt(nids[n] as number), FT.DIR);
	const data = directoryOf(entries, nids[0] as number, ROOT, (n) => 2n ** 31n + BigInt(n));
	const first = 40;
	const inodes = [
		{ nid: ROOT, size: root.length, raw: first },
		...nids.map((nid) => ({ nid, size: data.length, raw: first + 32 })),
	];
	const blocks = new Map([
		[first, root],
		[first + 32, data],
	]);
	return crafted(ROOT, inodes, blocks, (first + 32) * BLOCK + data.length);
}

test("directories that lie on one another are not read for ever", async () => {
	await expect(take(shared(1000, 20_000))).rejects.toMatchObject({ kind: "limit" });
});

test("of many directories that are all wrong the later ones tell little", async () => {
	const { tree, findings } = await take(shared(100, 2000));
	expect(tree.directories.count).toBe(101);
	expect(findings.length).toBeGreaterThan(100);
	expect(findings.length).toBeLessThan(5 * MOST_TOLD + 100 * 20);
});

test("who stops it is heard while one directory is read, linked or explained", async () => {
	const source = wide((n) => 2n ** 40n + BigInt(n));
	let all = 0;
	const count = () => {
		all++;
		return undefined;
	};
	await take(source, { breathe: count });
	expect(all).toBeGreaterThan(30);
	for (const after of [1, all >> 2, all >> 1, (all * 3) >> 2]) {
		const abort = new AbortController();
		let rests = 0;
		const breathe = () => {
			if (++rests === after) abort.abort();
			return undefined;
		};
		const taken = take(source, { signal: abort.signal, breathe });
		expect(await taken.then(() => "taken", isCancelled)).toBe(true);
		expect(rests).toBeLessThanOrEqual(after + 1);
	}
});

test("a damaged inode with more names than findings are told of: it is one", async () => {
	const data = directoryOf(5000, ROOT, ROOT, () => 4n, FT.REG);
	const inodes = [
		{ nid: ROOT, size: data.length, raw: 10 },
		{ nid: 4, size: 0, raw: 0, mode: 0o100644, nlink: 0 },
	];
	const image = crafted(ROOT, inodes, new Map([[10, data]]), 10 * BLOCK + data.length);
	const { findings } = await take(image);
	expect(findings.map(({ code }) => code)).toEqual(["inode-nlink-zero"]);
});
