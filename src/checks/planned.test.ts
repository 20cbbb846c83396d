/** What is told does not depend on the order in which it was found out what inodes own. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Census } from "../census/census";
import { SB_OFFSET, superblock } from "../erofs/structs/superblock";
import { rootOf } from "../export/tree";
import { own } from "../ownership/build";
import { memorySource } from "../sources/memory";
import { readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import { tinyImages } from "../testing/fuzz/images";
import { planted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { open } from "./open";
import { run } from "./run";

/** A check that looks at owners by the way, sound inodes first, against one that is given them. */
async function expectTheSame(bytes: Uint8Array, name: string): Promise<void> {
	const image = await open(memorySource(bytes)).catch(() => undefined);
	if (!image) return;
	const options = { start: rootOf(image), level: "structure" } as const;
	const owners = async () => own(image, await new Census(image).take());
	const [one, other] = [await run(image, options), await run(image, { ...options, owners })];
	expect(one.findings, name).toEqual(other.findings);
}

test.each([...fixtures.bad, ...(readCorpus()?.bad ?? [])])(
	"$name",
	async ({ name, file, offset }) => {
		await expectTheSame(readFileSync(file).subarray(offset), name);
	},
);

test("each fault that there is", async () => {
	for (const seed of seeds) await expectTheSame(planted(seed), seed.code);
});

test("a shared attribute that lies on another, of files and directories that are doubtful or not", async () => {
	const prefixes = (await tinyImages()).find(({ name }) => name === "tiny prefixes");
	const bytes = Uint8Array.from(prefixes?.bytes ?? []);
	const view = new DataView(bytes.buffer);
	// The length of a value, the size of a file, and a reserved byte of an entry.
	view.setUint16(1170, 63, true);
	view.setUint32(9736, 0xfffffffe, true);
	view.setUint8(1495, 128);
	await expectTheSame(bytes, "tiny prefixes");
});

test("of two that begin together, what has its place is not the one that is wrong", async () => {
	const bytes = Uint8Array.from(readFileSync(fixture("chunk-4096-blockmap").file));
	// Behind the superblock, where its extension would be, lies the root directory.
	bytes[SB_OFFSET + superblock.at.sb_extslots] = 1;
	const image = await open(memorySource(bytes));
	const { findings } = await run(image, { start: rootOf(image), level: "structure" });
	const seen = findings.filter(({ code }) => code === "bytes-owned-twice").map(({ seen }) => seen);
	expect(seen).toEqual(["inode of inode 36 on sb-extslots"]);
});

/** What many files share is told of one of them: the same, whether the tree was there before. */
test.each(["b48-lz4hc-dedupe", "lz4hc-allfrag-dedupe-ztail", "multialg-hints"])(
	"a distance of matches that is declared too short: %s",
	async (name) => {
		const bytes = Uint8Array.from(readFileSync(fixture(name).file));
		// Of LZ4, whose settings are the first behind the superblock.
		new DataView(bytes.buffer).setUint16(1154, 1, true);
		const memory = memorySource(bytes);
		const image = await open({ ...memory, readOnce: memory.read });
		const options = { start: rootOf(image), level: "contents" } as const;
		const tree = async () => new Census(image).take();
		const [one, other] = [await run(image, options), await run(image, { ...options, tree })];
		expect(one.findings.map(({ code }) => code)).toContain("z-lz4-distance");
		expect(one.findings).toEqual(other.findings);
	},
);
