/** What it costs to look into an update that lies on a server. */
import { expect, it } from "vitest";
import { resolvePath } from "../erofs/lookup";
import { openImage } from "../erofs/open";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { farUpdate } from "../testing/far-update";
import { image } from "../testing/made-bytes";
import { tools } from "../testing/wrappers";
import { follow } from "./chains";
import { onlyImage } from "./choose";
import { outerPlace } from "./places";

/** As an address is read: through the page cache of addresses, whose first page comes with the opening. */
async function asRemote() {
	const asked = { requests: 0, bytes: 0 };
	const update = farUpdate(image, (start, end) => {
		asked.requests++;
		asked.bytes += end - start;
	});
	const cache = new PageCache(update, REMOTE_PAGES);
	cache.seed(0, await update.read(0, 64 << 10));
	return { asked, place: outerPlace(cache) };
}

it("from an update of 4 GB to the root of its system image: 8 requests and 1 MiB at most", async () => {
	const { asked, place } = await asRemote();
	expect(place.source.size).toBeGreaterThan(3.9e9);
	const { place: found } = await follow(place, "zip/payload.bin/payload/system", tools);
	const system = await openImage(found.source);
	expect(await resolvePath(system, Buffer.from("/"))).toHaveLength(1);
	expect(asked.requests).toBeLessThanOrEqual(8);
	expect(asked.bytes).toBeLessThanOrEqual(1 << 20);
});

it("the same where the user names no part", async () => {
	const { asked, place } = await asRemote();
	const found = await onlyImage(place, tools);
	if (!("place" in found)) throw new Error("there is one image");
	expect(found.place.chain).toBe("zip/payload.bin/payload/system");
	await openImage(found.place.source);
	expect(asked.requests).toBeLessThanOrEqual(8);
	expect(asked.bytes).toBeLessThanOrEqual(1 << 20);
});
