import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Census } from "../census/census";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { own } from "../ownership/build";
import { memorySource } from "../sources/memory";
import { caseFile, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { planted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { tellDamaged } from "./damaged";

/** Some have no superblock that can be read. */
const openedOrNot = (opening: Promise<Image>): Promise<Image | undefined> =>
	opening.catch(() => undefined);

test("of each inode in which a search for owners meets damage an error is told", async () => {
	const images = [
		...fixtures.bad.map((fixture) => openTestImage(fixture)),
		...seeds.map((seed) => openImage(memorySource(planted(seed)))),
	];
	const met: number[] = [];
	for (const opening of images) {
		const image = await openedOrNot(opening);
		if (!image) continue;
		const rows = new Set<number>();
		const tree = await new Census(image).take();
		const { inhabitants } = await own(image, tree, { onDamaged: (row) => rows.add(row) });
		for (const row of rows) {
			let errors = 0;
			const left = await tellDamaged(inhabitants, new Set([row]), ({ severity }) => {
				if (severity === "error") errors++;
			});
			met.push(errors);
			expect(left).toBe(0);
		}
	}
	expect(met.length).toBeGreaterThan(10);
	expect(met).not.toContain(0);
});

test("says how many it left", async () => {
	const file = caseFile("concurrent-metabox-zstd.erofs");
	const image = await openImage(memorySource(readFileSync(file)));
	const { inhabitants } = await own(image, await new Census(image).take());
	expect(inhabitants.tree.inodes.count).toBeGreaterThan(1003);
	const rows = new Set(Array.from({ length: 1003 }, (_, row) => row));
	expect(await tellDamaged(inhabitants, rows, () => {})).toBe(3);
});
