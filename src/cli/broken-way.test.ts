/**
 * When the way to the image breaks, at whatever read, a reader fails: it never goes on without
 * the bytes and ends as if all were well.
 */

import { expect, it } from "vitest";
import { Failure } from "../base/errors";
import type { ByteSource } from "../base/source";
import { run } from "../checks/run";
import { inodesOf } from "../erofs/entry-inodes";
import type { Image } from "../erofs/image";
import { readInode } from "../erofs/inode";
import { openImage } from "../erofs/open";
import { storedSizes } from "../erofs/stored-size";
import { walk } from "../erofs/walk";
import { manifest } from "../export/manifest";
import { tar } from "../export/tar";
import { rootOf } from "../export/tree";
import { zip } from "../export/zip";
import { extentPage } from "../inspect/extent-rows";
import { inodeDetail } from "../inspect/inode-detail";
import { fixture } from "../testing/fixtures";
import { devicesOf, sourceOf } from "../testing/image-set";
import { sha256 } from "./sha256";

const broken = () => new Failure({ kind: "io", message: "The way is broken." });

/** Fails once, at one read: who passes over it is not made to fail by the next. */
function breaking(inner: ByteSource, way: { reads: number; bad: number }): ByteSource {
	return {
		id: inner.id,
		label: inner.label,
		size: inner.size,
		async read(start, end) {
			if (way.reads++ === way.bad) throw broken();
			return inner.read(start, end);
		},
	};
}

async function drain(all: AsyncIterable<unknown>): Promise<void> {
	for await (const _ of all);
}

const archive = { careful: true, note: () => {} };

/** What goes through everything, each in its own way. */
const readers: Readonly<Record<string, (image: Image) => Promise<void>>> = {
	manifest: (image) => drain(manifest(image, { newHasher: sha256 })),
	tar: (image) => drain(tar(image, rootOf(image), archive)),
	zip: (image) => drain(zip(image, rootOf(image), archive)),
	async check(image) {
		const { stopped } = await run(image, { start: rootOf(image), level: "contents" });
		if (stopped) throw stopped;
	},
	async details(image) {
		const { rootNid } = image.facts;
		const root = { nid: rootNid, path: Uint8Array.of(0x2f), parent: rootNid };
		for await (const visit of walk(image, root)) {
			const inodes = await inodesOf(image, visit);
			await storedSizes(image, inodes);
			for (const found of inodes) {
				if (!found) continue;
				await inodeDetail(image, found.nid);
				const inode = await readInode(image, found.nid);
				if (inode.context.hasData) await extentPage(image, inode, 0, 4096);
			}
		}
	},
};

/** Reads at which the way breaks: not each, since there are thousands. */
const spread = (count: number): number[] => [
	...new Set(Array.from({ length: 16 }, (_, i) => Math.floor((i * count) / 16))),
];

const images = [
	"merged-2layers",
	"tinyz-lz4",
	"lz4hc-frag",
	"metabox-frag",
	"xattr-metabox-prefix",
];

it.each(
	images.flatMap((image) =>
		Object.keys(readers).map((reader): [string, string] => [image, reader]),
	),
)("%s: %s fails with the way, and is whole without", async (name, reader) => {
	const broke = async (bad: number): Promise<number> => {
		const way = { reads: 0, bad };
		const devices = devicesOf(fixture(name)).map((device) => breaking(device, way));
		const image = await openImage(breaking(sourceOf(fixture(name)), way), {
			devices: () => devices,
		});
		await readers[reader]?.(image);
		return way.reads;
	};
	const count = await broke(Number.POSITIVE_INFINITY);
	for (const bad of spread(count)) {
		await expect(broke(bad), `read ${bad} of ${count}`).rejects.toMatchObject({ kind: "io" });
	}
});
