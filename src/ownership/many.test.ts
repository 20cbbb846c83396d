/** Nearly all files are scanned many at a time; what is found of them is compared elsewhere. */
import { expect, test } from "vitest";
import { Census } from "../census/census";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import { fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { scannedPlan } from "../testing/scanned";

/** Files with pieces that others must look at. */
const LEFT = 0.05;

test.each(fixtures.good)("$name", async (fixture) => {
	const image = await openTestImage(fixture);
	const tree = await new Census(image).take();
	const { inodes } = tree;
	const planner = await scannedPlan(image, tree);
	const isOne = (row: number) => {
		const isFile = inodes.type(row) === FT.REG || inodes.type(row) === FT.LNK;
		const isHere = !planner.inhabitants.inMetabox(row) && planner.inhabitants.isInTree(row);
		return isFile && isHere && inodes.layout(row) !== LAYOUT.CHUNK_BASED;
	};
	const rows = Array.from({ length: inodes.count }, (_, row) => row).filter(isOne);
	if (image.devices.length > 0) return;
	const scanned = rows.filter((row) => planner.has(row)).length;
	expect(scanned).toBeGreaterThanOrEqual((1 - LEFT) * rows.length);
});
