/** Nearly all inodes are taken without a look at their maps; what they own is compared elsewhere. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withBytes } from "../base/resident";
import { Census } from "../census/census";
import { Extents } from "../census/extents";
import type { Image } from "../erofs/image";
import { openImage } from "../erofs/open";
import { memorySource } from "../sources/memory";
import { fixture, fixtures } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { onDevices } from "../testing/made-devices";
import { Inhabitants } from "./inhabitants";
import { UsualInodes } from "./usual";

/** What is left to others: directories that are compressed, and links in pieces. */
const LEFT = 0.1;

async function expectNearlyAll(image: Image): Promise<void> {
	const tree = await new Census(image).take();
	const usual = new UsualInodes(new Inhabitants(image, tree), new Extents());
	let taken = 0;
	for (let row = 0; row < tree.inodes.count; row++)
		if (await withBytes(() => usual.take(row))) taken++;
	expect(taken).toBeGreaterThan((1 - LEFT) * tree.inodes.count);
}

test.each(fixtures.good)("$name", async (fixture) => expectNearlyAll(await openTestImage(fixture)));

test.each(["plain-default", "lz4hc-frag", "b48-rec8", "chunk-4096-blockmap"])(
	"%s with all contents on a device",
	async (name) => {
		const whole = readFileSync(fixture(name).file);
		const { blockSize } = (await openTestImage(fixture(name))).facts;
		const made = onDevices(whole, [{ start: 1, end: Math.ceil(whole.length / blockSize) }]);
		const devices = made.devices.map((device) => memorySource(device));
		await expectNearlyAll(await openImage(memorySource(made.bytes), { devices: () => devices }));
	},
);
