/** A check of a tree that somebody has taken down finds what it finds when it does so itself. */
import { describe, expect, it } from "vitest";
import { Failure } from "../base/errors";
import type { Finding } from "../base/finding";
import { Census } from "../census/census";
import { Scan } from "../census/scan/scan";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import { rootOf } from "../export/tree";
import { heldFile } from "../sources/held-file";
import { corpusImages, readCorpus } from "../testing/corpus";
import { fixture, fixtures } from "../testing/fixtures";
import { devicesOf, openTestImage, sourceOf, type TestImage } from "../testing/image-set";
import { shuffledSource } from "../testing/shuffled";
import { open } from "./open";
import { type CensusFinding, censusFinding, type TreeFollower } from "./paths";
import { run } from "./run";

/** @param follows while it is taken down; else only when it is there @param scan of the image */
async function taken(
	image: Image,
	follower: TreeFollower,
	follows: boolean,
	scan?: Scan,
): Promise<Tree> {
	const findings: CensusFinding[] = [];
	const report = (finding: Finding) => {
		const found = censusFinding(census.tree, finding);
		if (follows) follower.found(found);
		else findings.push(found);
	};
	const census = new Census(image, { report, scan });
	const tree = await census.take({}, follows ? async () => follower.goOn(census) : undefined);
	findings.forEach(follower.found);
	return tree;
}

/** As files of the browser are: each read is a wait. */
async function openSlowly(fixture: TestImage): Promise<Image> {
	const source = shuffledSource(sourceOf(fixture), 1);
	const slow = { ...source, readOnce: source.read };
	return open(slow, { devices: () => devicesOf(fixture) });
}

/** As small files of the browser are: in memory, as a whole. */
async function openHeld(fixture: TestImage): Promise<Image> {
	const source = sourceOf(fixture);
	const file = new File([await source.read(0, source.size)] as BlobPart[], fixture.name);
	return open(await heldFile(file), { devices: () => devicesOf(fixture) });
}

async function agree(fixture: TestImage): Promise<void> {
	const image = await openTestImage(fixture).catch(() => undefined);
	if (!image || image.trouble) return;
	const about = { start: rootOf(image), level: "contents" } as const;
	const alone = await run(image, about);
	if (alone.stopped) return;
	for (const follows of [false, true]) {
		const slow = await openSlowly(fixture);
		const checked = run(slow, { ...about, tree: (follower) => taken(slow, follower, follows) });
		expect(await checked).toEqual(alone);
	}
	const held = await openHeld(fixture);
	const scan = await Scan.of(held, { withTree: true });
	const checked = run(held, { ...about, tree: (follower) => taken(held, follower, true, scan) });
	expect(await checked).toEqual(alone);
}

describe("fixtures", () => {
	it.each([...fixtures.good, ...fixtures.bad])("$name", agree);
});

describe.runIf(readCorpus())("images of the corpus", () => {
	it.each([...(readCorpus()?.bad ?? []), ...corpusImages("cases")])("$name", agree);
});

it("looks at files before all of the tree is there", async () => {
	const slow = await openSlowly(fixture("dirs-many-b512"));
	let looks = 0;
	const tree = (follower: TreeFollower) => {
		const goOn = (census: Census) => {
			const look = follower.goOn(census);
			if (look && !census.isComplete) looks++;
			return look;
		};
		return taken(slow, { ...follower, goOn }, true);
	};
	await run(slow, { start: rootOf(slow), level: "structure", tree });
	expect(looks).toBeGreaterThan(1);
});

it("ends with what kept it from looking at a file, and lets who takes the tree down go on", async () => {
	const slow = await openSlowly(fixture("dirs-many-b512"));
	const gone = new Failure({ kind: "io", message: "The file was removed." });
	let turns = 0;
	const { stopped } = await run(slow, {
		start: rootOf(slow),
		level: "structure",
		tree: (follower) => taken(slow, follower, true),
		async breathe() {
			if (turns++ === 0) throw gone;
		},
	});
	expect(stopped).toBe(gone);
	expect(turns).toBe(1);
});
