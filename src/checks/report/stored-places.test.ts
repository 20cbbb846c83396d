import { expect, test } from "vitest";
import type { Finding } from "../../base/finding";
import { fileSpace, isStored } from "../../base/space";
import { concat } from "../../base/text";
import { fileSource } from "../../erofs/data";
import { sourceOf } from "../../erofs/image";
import { readInode } from "../../erofs/inode";
import { fixtures } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import { storedPlaces } from "./stored-places";

const finding = (space: string, start: number, end: number): Finding => ({
	code: "made",
	severity: "note",
	text: "",
	structure: "made",
	at: { space, start, end },
});

/** Of a root in the metabox too, as long as neither is compressed. */
const COMPRESSED = /^(dirs-zD|metabox-)/;

test.each(fixtures.good.map((image) => [image.name, image] as const))(
	"all bytes of the root of %s are where they are said to be stored",
	async (name, image) => {
		const opened = await openTestImage(image);
		const { rootNid } = opened.facts;
		const root = await readInode(opened, rootNid);
		const contents = await fileSource(opened, root, "root");
		const whole = finding(fileSpace(rootNid), 0, root.size);
		const places = (await storedPlaces(opened, [whole])).get(whole) ?? [];
		const bytes = await Promise.all(
			places.map(({ space, start, end }) => sourceOf(opened, space)?.read(start, end)),
		);
		if (places.length === 0) expect(name).toMatch(COMPRESSED);
		else expect(concat(bytes as Uint8Array[])).toEqual(await contents.read(0, root.size));
		expect(places.every(({ space }) => isStored(space))).toBe(true);
	},
);

test("what is told of the image itself needs no other place", async () => {
	const opened = await openTestImage(fixtures.good[0] as (typeof fixtures.good)[number]);
	expect(await storedPlaces(opened, [finding("image", 0, 4), finding("file:99999", 0, 4)])).toEqual(
		new Map(),
	);
});
