/** Reading contents: several at once, and as a planned batch. */
import { expect, test } from "vitest";
import { corrupt } from "../base/errors";
import { type Range, span } from "../base/range";
import { countingSource } from "../sources/counting";
import { REMOTE_PAGES } from "../sources/page-options";
import { PageCache } from "../sources/pages";
import { fixture } from "../testing/fixtures";
import { openTestImage, sourceOf } from "../testing/image-set";
import { openFile, prefetchContents } from "./data";
import { readInode } from "./inode";
import { resolvePath } from "./lookup";
import { extentAt, extents } from "./map/open";
import { openImage } from "./open";

const ascii = (text: string) => new TextEncoder().encode(text);

test("streams of one file that run side by side do not disturb each other", async () => {
	const image = await openTestImage(fixture("tinyz-lz4"));
	const { nid } = (await resolvePath(image, ascii("/mix"))).at(-1)!;
	const inode = await readInode(image, nid);
	const file = await openFile(image, inode);
	const alone = await file.read(0, inode.size);
	const starts: number[] = [];
	for await (const { start } of extents(file.map, 0, inode.size)) starts.push(start);
	expect(starts.length).toBeGreaterThan(1);
	const together = await Promise.all(starts.map((start) => file.read(start, inode.size)));
	for (const [i, start] of starts.entries()) expect(together[i]).toEqual(alone.subarray(start));
});

test("a planned batch brings all that a read needs", async () => {
	const counted = countingSource(sourceOf(fixture("dirs-many-b512")));
	const image = await openImage(
		new PageCache(counted, { ...REMOTE_PAGES, pageSize: 512, leastRequest: 0 }),
	);
	const { nid } = (await resolvePath(image, ascii("/many"))).at(-1)!;
	const big = await readInode(image, nid);
	const { map, read } = await openFile(image, big);
	const opened = counted.counts.requests;
	await prefetchContents(image, map, 0, big.size);
	const planned = counted.counts.requests;
	await read(0, big.size);
	expect(planned).toBeGreaterThan(opened);
	expect(counted.counts.requests).toBe(planned);
});

test("a plan passes over damage, which the read itself reports", async () => {
	const image = await openTestImage(fixture("tiny-plain"));
	const at = () => {
		const text = "The map is damaged.";
		throw corrupt({ code: "x", severity: "error", text, structure: "x", at: span("image", 0, 1) });
	};
	await expect(prefetchContents(image, { at }, 0, 1)).resolves.toBeUndefined();
});

test("sources learn where a large file's blocks end; chunks lie anywhere", async () => {
	const bounds = async (name: string, path: string) => {
		const image = await openTestImage(fixture(name));
		const asked: Range[] = [];
		const { source } = image.primary;
		const within = (range: Range) => {
			asked.push(range);
			return source;
		};
		const watched = { ...image, primary: { ...image.primary, source: { ...source, within } } };
		const { nid } = (await resolvePath(image, ascii(path))).at(-1)!;
		const inode = await readInode(image, nid);
		const { map } = await openFile(watched, inode);
		return { asked, inode, first: (await extentAt(map, 0)).at };
	};
	const { asked, inode, first } = await bounds("multialg-hints", "/zeros");
	const end = first!.start + inode.compressedBlocks * 4096;
	expect(asked).toEqual([{ start: first!.start, end }]);
	expect((await bounds("chunk-4096-indexes", "/huge-hole")).asked).toEqual([]);
	expect((await bounds("tinyz-lz4", "/mix")).asked).toEqual([]);
});
