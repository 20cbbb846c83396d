/** Where damage keeps from knowing what leads where, bytes are not told to be unused. */
import { expect, test } from "vitest";
import { KINDS, kind } from "../erofs/layout/kinds";
import { badFixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { ownersIn, piecesIn, spaceIn } from "../testing/owners";
import { accountOf } from "./account";

/** Nothing of the tree can be read. */
const LOST = ["sb-blkszbits-17", "sb-rootnid-out-of-range", "sb-rootnid-regular-file"];

async function bytesOf(name: string): Promise<Readonly<Record<string, number>>> {
	const ownership = await ownersIn(await openTestImage(badFixture(name)));
	const [image] = (await accountOf(ownership)).spaces;
	return Object.fromEntries(KINDS.map((name, i) => [name, image?.bytes[i] as number]));
}

test.each(LOST)("%s: what is left over is not known", async (name) => {
	const { unclaimed, unknown } = await bytesOf(name);
	expect(unclaimed).toBe(0);
	expect(unknown).toBeGreaterThan(0);
	const ownership = await ownersIn(await openTestImage(badFixture(name)));
	const pieces = await piecesIn(await spaceIn(ownership, "image"));
	expect(pieces.filter((piece) => piece.kind === kind("unknown")).length).toBeGreaterThan(0);
	expect(pieces.filter((piece) => piece.kind === kind("unclaimed"))).toEqual([]);
});

test("of sound images all is known", async () => {
	for (const image of fixtures.good) {
		const { spaces } = await accountOf(await ownersIn(await openTestImage(image)));
		for (const { bytes } of spaces) expect(bytes[kind("unknown")], image.name).toBe(0);
	}
});
