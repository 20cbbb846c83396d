/** Nearly all inodes are taken without a look at their maps; what they own is compared elsewhere. */
import { expect, test } from "vitest";
import { withBytes } from "../base/resident";
import { Census } from "../census/census";
import { Extents } from "../census/extents";
import { fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { Inhabitants } from "./inhabitants";
import { UsualInodes } from "./usual";

/** What is left to others: directories that are compressed, and links in pieces. */
const LEFT = 0.1;

test.each(fixtures.good)("$name", async (fixture) => {
	const image = await openTestImage(fixture);
	const tree = await new Census(image).take();
	const usual = new UsualInodes(new Inhabitants(image, tree), new Extents());
	let taken = 0;
	for (let row = 0; row < tree.inodes.count; row++)
		if (await withBytes(() => usual.take(row))) taken++;
	expect(taken).toBeGreaterThan((1 - LEFT) * tree.inodes.count);
});
