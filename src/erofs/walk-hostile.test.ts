/** Trees made to exhaust who walks them: findings that nobody keeps are not made, and a walk has an end. */
import { expect, test } from "vitest";
import { type Finding, type LateFinding, lateReport } from "../base/finding";
import type { ByteSource } from "../base/source";
import { memorySource } from "../sources/memory";
import { BLOCK, type CraftedInode, crafted, directoryOf } from "../testing/crafted";
import type { Image } from "./image";
import { openImage } from "./open";
import { walk } from "./walk";

const ROOT = 2;
const FILE = 4;
const COUNT = 1000;

const rootOf = ({ facts: { rootNid: nid } }: Image) => ({
	nid,
	path: Uint8Array.of(0x2f),
	parent: nid,
});

/** All of it in memory, as files of this machine nearly always are. */
const held = async (source: ByteSource) =>
	openImage(memorySource(await source.read(0, source.size)));

/** A root with that many entries, and a file of this mode. */
function wide(nidOf: (n: number) => bigint, file: Partial<CraftedInode> = {}, type = 1) {
	const data = directoryOf(COUNT, ROOT, ROOT, nidOf, type);
	const inodes = [
		{ nid: ROOT, size: data.length, raw: 10 },
		{ nid: FILE, size: 0, raw: 0, mode: 0o100644, ...file },
	];
	return crafted(ROOT, inodes, new Map([[10, data]]), 10 * BLOCK + data.length);
}

test.each([
	["inodes beyond the image", wide((n) => 2n ** 40n + BigInt(n)), "beyond-end"],
	["inodes beyond all devices", wide((n) => 2n ** 62n + BigInt(n)), "beyond-end"],
	["inodes in no metabox", wide((n) => 2n ** 63n + BigInt(n)), "nid-no-metabox"],
	["files that are no sockets", wide(() => BigInt(FILE), {}, 6), "dirent-type-mismatch"],
	["files of no type", wide(() => BigInt(FILE), {}, 99), "dirent-file-type"],
])("a thousand %s: told one by one, and none made that is not kept", async (_, source, code) => {
	const image = await held(source);
	const kept: Finding[] = [];
	const late: LateFinding[] = [];
	for await (const _ of walk(image, rootOf(image), { report: (finding) => kept.push(finding) }));
	for await (const _ of walk(image, rootOf(image), {
		report: lateReport((one) => late.push(unmade(one))),
	}));
	expect(late.length).toBeGreaterThanOrEqual(COUNT);
	expect(made).toBe(0);
	expect(new Set(kept.map((finding) => finding.code))).toEqual(new Set([code]));
	expect(late.map(({ make }) => make())).toEqual(kept);
	made = 0;
});

/** Findings made of those that came late. */
let made = 0;

const unmade = (late: LateFinding): LateFinding => ({
	...late,
	make: () => {
		made++;
		return late.make();
	},
});

test("directories that lie on one another: what was read is handed out, and the end is told", async () => {
	const data = directoryOf(60_000, ROOT, ROOT, () => BigInt(FILE), 1);
	const directories = Array.from({ length: 20 }, (_, i) => ({
		nid: FILE + 2 + 2 * i,
		size: data.length,
		raw: 20,
	}));
	const names = directoryOf(20, ROOT, ROOT, (n) => BigInt(FILE + 2 + 2 * n), 2);
	const inodes = [
		{ nid: ROOT, size: names.length, raw: 10 },
		{ nid: FILE, size: 0, raw: 0, mode: 0o100644 },
		...directories,
	];
	const blocks = new Map([
		[10, names],
		[20, data],
	]);
	const image = await held(crafted(ROOT, inodes, blocks, 20 * BLOCK + data.length));
	const codes: string[] = [];
	let visits = 0;
	for await (const _ of walk(image, rootOf(image), { report: ({ code }) => codes.push(code) }))
		visits++;
	expect(codes.at(-1)).toBe("tree-too-large");
	expect(visits).toBeGreaterThan(4);
	expect(visits).toBeLessThan(20);
});
