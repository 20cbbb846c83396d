/** A check of a tree that somebody has taken down finds what it finds when it does so itself. */
import { describe, expect, it } from "vitest";
import type { Finding } from "../base/finding";
import { Census } from "../census/census";
import type { Image } from "../erofs/image";
import { rootOf } from "../export/tree";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixtures } from "../testing/fixtures";
import { openTestImage, type TestImage } from "../testing/image-set";
import { type CensusFinding, censusFinding, type TakenTree } from "./paths";
import { run } from "./run";

async function taken(image: Image): Promise<TakenTree> {
	const findings: CensusFinding[] = [];
	const report = (finding: Finding) => findings.push(censusFinding(census.tree, finding));
	const census = new Census(image, { report });
	return { tree: await census.take(), findings };
}

async function agree(fixture: TestImage): Promise<void> {
	const image = await openTestImage(fixture).catch(() => undefined);
	if (!image || image.trouble) return;
	const about = { start: rootOf(image), level: "structure" } as const;
	const alone = await run(image, about);
	if (alone.stopped) return;
	expect(await run(image, { ...about, tree: () => taken(image) })).toEqual(alone);
}

describe("fixtures", () => {
	it.each([...fixtures.good, ...fixtures.bad])("$name", agree);
});

describe.runIf(readCorpus())("images of the corpus", () => {
	it.each([...(readCorpus()?.bad ?? []), ...corpusImages("cases")])("$name", agree);
});
