import { expect, it } from "vitest";
import { memorySource } from "../sources/memory";
import { fixture } from "../testing/fixtures";
import { sourceOf } from "../testing/image-set";
import { openImage } from "./open";
import { mapHeader } from "./structs/zmap";

/** Where the header of the metabox's map lies in the fixture, as the map of its bytes tells. */
const HEADER = 1216;

it("what is wrong with the metabox's own map is told at the opening, though it can be followed", async () => {
	const source = sourceOf(fixture("metabox-frag"));
	const bytes = await source.read(0, source.size);
	expect((await openImage(memorySource(bytes.slice()))).findings).toEqual([]);
	const at = HEADER + mapHeader.at.h_advise;
	bytes[at + 1] = 0x80;
	const { findings } = await openImage(memorySource(bytes));
	expect(findings.filter(({ structure }) => structure === mapHeader.name)).toMatchObject([
		{ field: "h_advise", at: { space: "image", start: at, end: at + 2 } },
	]);
});
