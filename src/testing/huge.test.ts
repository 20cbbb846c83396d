/** A file beyond 4 GiB whose encoded extents have the largest records: read whole, and at the border. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { openFile } from "../erofs/data";
import { readInode } from "../erofs/inode";
import { resolvePath } from "../erofs/lookup";
import { extents } from "../erofs/map/open";
import { manifest } from "../export/manifest";
import { hugeFixtures } from "./fixtures";
import { openTestImage } from "./image-set";

const GIB4 = 2 ** 32;

function sha256() {
	const hash = createHash("sha256");
	return { update: (bytes: Uint8Array) => void hash.update(bytes), hex: () => hash.digest("hex") };
}

async function openHuge() {
	const image = await openTestImage(hugeFixtures[0]!);
	const { nid } = (await resolvePath(image, new TextEncoder().encode("/huge.txt"))).at(-1)!;
	return openFile(image, await readInode(image, nid));
}

it("the contents are what the truth says", async () => {
	for (const fixture of hugeFixtures) {
		const entries = [];
		for await (const entry of manifest(await openTestImage(fixture), { newHasher: sha256 })) {
			entries.push(entry);
		}
		expect(entries).toEqual(fixture.manifest());
	}
});

it("reads across the border of 32 bits equal those on both sides", async () => {
	const { read } = await openHuge();
	const across = await read(GIB4 - 3000, GIB4 + 3000);
	expect(across.subarray(0, 3000)).toEqual(await read(GIB4 - 3000, GIB4));
	expect(across.subarray(3000)).toEqual(await read(GIB4, GIB4 + 3000));
	expect(new TextDecoder().decode(across)).toMatch(/Night \d+, /);
	expect(await read(GIB4 + 16_000, GIB4 + 16_100)).toEqual(new Uint8Array(100));
});

it("extents beyond the border follow each other without gaps", async () => {
	const { map, inode } = await openHuge();
	let end = 0;
	let beyond = 0;
	for await (const extent of extents(map, 0, inode.size)) {
		expect(extent.start).toBe(end);
		end = extent.end;
		if (extent.start >= GIB4) beyond++;
	}
	expect(end).toBe(inode.size);
	expect(beyond).toBeGreaterThan(1);
});
