/** Sizes and addresses beyond 2^53, further than positions count: every digit, and nothing invented. */
import { expect, it } from "vitest";
import { findingOf } from "../../base/errors";
import { Resident } from "../../base/resident";
import { extentPage } from "../../inspect/extent-rows";
import { memorySource } from "../../sources/memory";
import { fixture } from "../../testing/fixtures";
import { openTestImage } from "../../testing/image-set";
import type { Image } from "../image";
import { type Inode, readInode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { ADVISE } from "../structs/zmap";
import { openMap } from "./open";

const EDGE = 2n ** 53n;
const SIZE = Number(EDGE - 1n);

const image = await openTestImage(fixture("chunk-4096-indexes"));
const root = await readInode(image, image.facts.rootNid);

/** An inode whose map is at the start of `bytes`. */
const inodeOver = (bytes: Uint8Array, layout: number, rest: Partial<Inode>): Inode => ({
	...root,
	home: { space: "image", source: memorySource(bytes) },
	bodyEnd: 0,
	layout,
	size: SIZE,
	...rest,
});

/** Chunks of 8 TiB: the one with index 1024 begins at byte 2^53. */
const CHUNK_BITS = 31;
const AT_EDGE = 1024;

function chunks(count: number, blocks: Readonly<Record<number, number>> = {}): Uint8Array {
	const bytes = new Uint8Array(4 * count).fill(0xff);
	for (const [i, block] of Object.entries(blocks)) {
		new DataView(bytes.buffer).setUint32(4 * Number(i), block, true);
	}
	return bytes;
}

it("follows holes of chunks to their exact end", async () => {
	const i_size = EDGE + 4097n;
	const inode = inodeOver(chunks(AT_EDGE + 1), LAYOUT.CHUNK_BASED, { raw: CHUNK_BITS, i_size });
	const page = await extentPage(image, inode, 0, 1000);
	expect(page.beyond).toBe(i_size);
	expect([page.stopped, page.findings, page.next]).toEqual([undefined, [], undefined]);
	expect(new Set(page.extents.kind).size).toBe(1);
});

it("finds no tail behind the last byte that can be counted", () => {
	const inode = inodeOver(new Uint8Array(64), LAYOUT.FLAT_PLAIN, {
		startBlock: undefined,
		i_size: 2n ** 63n - 1n,
	});
	expect(openMap(image, inode, new Resident(inode.home)).at(SIZE)).toMatchObject({ kind: "hole" });
});

it("says what is not listed, because nobody counts so far", async () => {
	const i_size = EDGE + 4097n;
	const bytes = chunks(AT_EDGE + 1, { [AT_EDGE]: 7 });
	const inode = inodeOver(bytes, LAYOUT.CHUNK_BASED, { raw: CHUNK_BITS, i_size });
	const page = await extentPage(image, inode, 0, 1000);
	expect(page.beyond).toBe(EDGE);
	expect(page.stopped).toContain("byte 9,007,199,254,740,992, to byte 9,007,199,254,745,089,");
});

it("refuses a chunk map that only a table beyond all memory could be", () => {
	const inode = inodeOver(chunks(2), LAYOUT.CHUNK_BASED, { raw: 0, i_size: 2n ** 63n - 1n });
	expect(findingFrom(() => openMap(image, inode, new Resident(inode.home)))).toMatchObject({
		code: "beyond-end",
		field: "i_size",
		seen: "bytes 0 to 9,007,199,254,740,992",
	});
});

/** A table of records of 32 bytes, holes that begin at `starts`. */
function records(starts: readonly bigint[]): Uint8Array {
	const bytes = new Uint8Array(32 + 32 * starts.length);
	const view = new DataView(bytes.buffer);
	view.setUint32(0, starts.length, true);
	view.setUint16(4, ADVISE.EXTENTS | (3 << 1), true);
	for (const [i, start] of starts.entries()) view.setBigUint64(32 + 32 * i + 12, start, true);
	return bytes;
}

it.each([
	{ starts: [0n], beyond: 2n ** 60n, stopped: false },
	{ starts: [0n, EDGE + 5n], beyond: EDGE + 5n, stopped: true },
])("knows where encoded extents from $starts end", async ({ starts, beyond, stopped }) => {
	const rest = { i_size: 2n ** 60n };
	const inode = inodeOver(records(starts), LAYOUT.COMPRESSED_FULL, rest);
	const page = await extentPage(image, inode, 0, 1000);
	expect([page.beyond, page.extents.count]).toEqual([beyond, 1]);
	expect(page.stopped !== undefined).toBe(stopped);
});

it("writes addresses that no device has with every digit", () => {
	const wide: Image = { ...image, facts: { ...image.facts, blockSize: 65536 } };
	const flat: Inode = {
		...root,
		layout: LAYOUT.FLAT_PLAIN,
		i_size: 5,
		size: 5,
		startBlock: 2 ** 48 - 2,
	};
	expect(findingFrom(() => openMap(wide, flat, new Resident(flat.home)).at(0))).toMatchObject({
		code: "data-beyond-end",
		field: "startblk_lo",
		seen: "bytes 18,446,744,073,709,420,544 to 18,446,744,073,709,420,549",
	});
});

it("writes offsets in the packed inode with every digit", () => {
	const bytes = new Uint8Array(8);
	new DataView(bytes.buffer).setBigUint64(0, 2n ** 63n + 2n ** 62n + 1n, true);
	const inode = inodeOver(bytes, LAYOUT.COMPRESSED_FULL, { i_size: 3, size: 3 });
	expect(findingFrom(() => openMap(image, inode, new Resident(inode.home)).at(0))).toMatchObject({
		code: "fragment",
		seen: "packed bytes 4611686018427387905 to 4611686018427387908",
	});
});

function findingFrom(run: () => unknown): unknown {
	try {
		run();
	} catch (error) {
		return findingOf(error);
	}
	return undefined;
}
