/** What is followed of maps must be enough for sound images, however small their files are. */
import { expect, test } from "vitest";
import { memorySource } from "../../sources/memory";
import type { Image } from "../image";
import { SLOT } from "../structs/facts";
import { mostExtents } from "./most";

test.each([1 << 20, 100 << 20, 2 ** 34])("an image of %i bytes may be full of inodes", (size) => {
	const source = { ...memorySource(new Uint8Array()), size };
	const image = { primary: { space: "image", source }, devices: [] } as unknown as Image;
	expect(mostExtents(image)).toBeGreaterThanOrEqual(size / SLOT);
});
