/** Inodes that a check passes over have nothing to tell: of sound images nearly all, of damaged ones what is sound. */
import { describe, expect, it, test } from "vitest";
import { rootOf } from "../export/tree";
import { memorySource } from "../sources/memory";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { tinyImages } from "../testing/fuzz/images";
import { openTestImage, type TestImage } from "../testing/image-set";
import { planted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { soundness } from "../testing/soundness";
import { open } from "./open";
import { run } from "./run";

async function agree(image: TestImage): Promise<void> {
	const opened = await openTestImage(image).catch(() => undefined);
	if (!opened || opened.trouble) return;
	expect((await soundness(opened)).wrong).toEqual([]);
}

describe("sound fixtures", () => {
	it.each(fixtures.good)("$name: hardly any inode takes a closer look", async (image) => {
		const opened = await openTestImage(image);
		const { sound, doubtful, wrong } = await soundness(opened);
		expect(wrong).toEqual([]);
		const { findings } = await run(opened, { start: rootOf(opened), level: "structure" });
		if (findings.length === 0) expect(doubtful).toBeLessThanOrEqual(sound / 50);
	});
});

describe("damaged fixtures", () => {
	it.each(fixtures.bad)("$name", agree);
});

describe.runIf(readCorpus())("images of the corpus", () => {
	const { good = [], bad = [] } = readCorpus() ?? {};
	it.each([...good, ...bad])("$name", agree);
	it.each([...corpusImages("others"), ...corpusImages("cases")])("$name", agree);
});

test("each fault that there is", async () => {
	for (const seed of seeds) {
		const image = await open(memorySource(planted(seed))).catch(() => undefined);
		if (!image || image.trouble) continue;
		expect((await soundness(image)).wrong, seed.code).toEqual([]);
	}
});

test("a mark at the end of an index is an entry like any other", async () => {
	const full = (await tinyImages()).find(({ name }) => name === "tiny full");
	const bytes = Uint8Array.from(full?.bytes ?? []);
	const image = await open(memorySource(bytes));
	expect(await soundness(image)).toMatchObject({ wrong: [] });
	// di_advise of the last record of inode 110: the flag of units that are shared in part.
	bytes.set([0x00, 0x80], 3576);
	const { wrong, doubtful } = await soundness(await open(memorySource(bytes)));
	expect(wrong).toEqual([]);
	expect(doubtful).toBeGreaterThan(0);
});
