/** Contents that pass by are those that are kept, and no array is made for any of them. */

import { expect, test } from "vitest";
import type { ByteSource } from "../base/source";
import { FILE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { fixture } from "../testing/fixtures";
import { openTestImage, sourceOf } from "../testing/image-set";
import { openFile } from "./data";
import { inodesOf } from "./entry-inodes";
import type { Image } from "./image";
import { openImage } from "./open";
import { withPassing } from "./passing";
import { walk } from "./walk";

const rootOf = ({ facts: { rootNid: nid } }: Image) => ({
	nid,
	path: Uint8Array.of(0x2f),
	parent: nid,
});

/** A file of this machine, which counts how often it is read for a cache. */
function file(inner: ByteSource) {
	const counted = { reads: 0 };
	const { id, label, size } = inner;
	let bytes = new Uint8Array();
	const source: ByteSource = {
		id,
		label,
		size,
		async read(start, end) {
			counted.reads++;
			return bytes.slice(start, end);
		},
		fill: (start, into) => into.set(bytes.subarray(start, start + into.length)),
	};
	const ready = inner.read(0, inner.size).then((all) => {
		bytes = Uint8Array.from(all);
	});
	return { source, counted, ready };
}

test.each(["tiny-plain", "tinyz-lz4", "multialg-hints", "chunk-4096-indexes", "metabox-frag"])(
	"%s",
	async (name) => {
		const kept = await openTestImage(fixture(name));
		const { source, counted, ready } = file(sourceOf(fixture(name)));
		await ready;
		const image = await openImage(new PageCache(source, FILE_PAGES));
		let files = 0;
		counted.reads = 0;
		for await (const visit of walk(image, rootOf(image))) {
			for (const inode of await inodesOf(image, visit)) {
				if (!inode?.context.hasData || inode.context.isDirectory || inode.size > 1e6) continue;
				files++;
				const right = await (await openFile(kept, inode)).read(0, inode.size);
				const pieces: Buffer[] = [];
				await withPassing(image, async (contents) => {
					const own = await openFile(image, inode, undefined, undefined, contents);
					for await (const piece of own.stream(0, inode.size)) pieces.push(Buffer.from(piece));
				});
				expect(Buffer.concat(pieces).equals(right)).toBe(true);
			}
		}
		expect(files).toBeGreaterThan(3);
		if (image.packed || image.metabox) return;
		expect(counted.reads).toBe(0);
	},
);

test("two who read at the same time have a form of their own", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	const seen: Image[] = [];
	const work = async (contents: Image) => {
		seen.push(contents);
		await Promise.resolve();
	};
	await Promise.all([withPassing(image, work), withPassing(image, work)]);
	await withPassing(image, work);
	expect(seen[0]).not.toBe(seen[1]);
	expect([seen[0], seen[1]]).toContain(seen[2]);
});
