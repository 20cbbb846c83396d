/**
 * The same questions to the tools of erofs-utils, where they are installed: two readers that
 * know nothing of each other agree. Images which the installed version cannot read are left out.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readDiskTree } from "../testing/disk-tree";
import { fixture, fixtures } from "../testing/fixtures";
import type { TestImage } from "../testing/image-set";
import { cli, imageWords } from "./testing";

const has = (tool: string) => spawnSync(tool, ["-V"]).error === undefined;

const folder = mkdtempSync(join(tmpdir(), "native-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Output of a tool, or undefined when it does not read the image. */
function native(tool: string, words: readonly string[], { file }: TestImage): string | undefined {
	const { status, stdout } = spawnSync(tool, [...words, file], { encoding: "utf8" });
	return status === 0 ? stdout : undefined;
}

const plain = fixtures.good.filter(({ devices, offset }) => devices.length === 0 && offset === 0);

/** `Filesystem root nid:   36` of dump.erofs; absent in versions that do not tell it. */
const told = (text: string, what: string): string | undefined =>
	new RegExp(`^(?:Filesystem )?${what}: +(.+?) *$`, "im").exec(text)?.[1];

describe.skipIf(!has("dump.erofs"))("dump.erofs", () => {
	it("tells the same superblock", async () => {
		let compared = 0;
		for (const image of plain) {
			const text = native("dump.erofs", ["-s"], image);
			if (text === undefined) continue;
			const { text: json } = await cli("info", "--json", ...imageWords(image));
			const ours = JSON.parse(json);
			expect(told(text, "root nid"), image.name).toBe(ours.rootNid);
			expect(told(text, "inode count"), image.name).toBe(String(ours.inodes));
			expect(told(text, "blocks"), image.name).toBe(String(ours.blocks));
			const size = told(text, "blocksize");
			if (size) expect(size, image.name).toBe(String(ours.blockSize));
			// It knows what features need, but not what blocks smaller or larger than a page do, nor files.
			const kernel = told(text, "Required upstream Linux kernel version");
			if (kernel && size === "4096") {
				const declared = ours.kernel.reasons.find(({ path }: { path?: string }) => !path);
				expect(kernel, image.name).toBe(declared.version);
			}
			expect(namesOf(ours.superblock.feature_compat), image.name).toEqual(compatNames(text));
			compared++;
		}
		expect(compared).toBeGreaterThan(5);
	});

	it("lists the same directories", async () => {
		let compared = 0;
		for (const image of plain) {
			const text = native("dump.erofs", ["--path=/", "--ls"], image);
			if (text === undefined) continue;
			const [, table = ""] = text.split(/^ *NID TYPE +FILENAME\n/m);
			const names = table.split("\n").map((line) => /^ *\d+ +\d+ {2}(.*)$/.exec(line)?.[1]);
			const { text: ours } = await cli("ls", ...imageWords(image));
			const theirs = names.filter((name) => name && name !== "." && name !== "..");
			expect(ours.split("\n").filter(Boolean), image.name).toEqual(theirs);
			compared++;
		}
		expect(compared).toBeGreaterThan(5);
	});
});

/** Compatible features by the names that all versions of dump.erofs know. */
const COMPAT = { sb_csum: 1, mtime: 2 } as const;

function compatNames(text: string): string[] {
	const words = `${told(text, "features")} ${told(text, "compatible features")}`.split(" ");
	return Object.keys(COMPAT).filter((name) => words.includes(name));
}

const namesOf = (word: number): string[] =>
	Object.entries(COMPAT).flatMap(([name, mask]) => (word & mask ? [name] : []));

describe.skipIf(!has("fsck.erofs"))("fsck.erofs --extract", () => {
	it.each(["plain-default", "tiny-plain", "tinyz-lz4", "layer2", "layer1", "time-far"])(
		"%s: gives the same files",
		async (name) => {
			const image = fixture(name);
			const theirs = join(folder, `${name}-theirs`);
			const ours = join(folder, `${name}-ours`);
			if (native("fsck.erofs", [`--extract=${theirs}`], image) === undefined) return;
			await cli("extract", ...imageWords(image), "-C", ours);
			expect(comparable(ours)).toEqual(comparable(theirs));
		},
	);
});

/** Not all versions of fsck.erofs restore times, hard links, and bits that chown takes away. */
const comparable = (path: string) =>
	readDiskTree(path, new Map())
		.filter(({ type }) => !["chr", "blk", "fifo", "sock"].includes(type))
		.map(({ mtime: _, nlink: __, mode, ...entry }) => ({ ...entry, mode: mode.slice(1) }));
