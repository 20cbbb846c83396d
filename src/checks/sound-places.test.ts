/** What is passed over as sound is so wherever it is stored: on devices, in chunks, or nowhere. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { ByteSource } from "../base/source";
import { chunkIndex } from "../erofs/structs/chunk";
import { FORMAT_BIT4, inodeCompact, inodeExtended } from "../erofs/structs/inode";
import { memorySource } from "../sources/memory";
import { fixture } from "../testing/fixtures";
import { fieldsOf } from "../testing/fuzz/fields";
import { openTestImage, sourceOf } from "../testing/image-set";
import { onDevices } from "../testing/made-devices";
import { type Soundness, soundness } from "../testing/soundness";
import { open } from "./open";

const bytesOf = (name: string): Uint8Array => readFileSync(fixture(name).file);

async function soundnessOf(
	bytes: Uint8Array,
	devices: readonly (ByteSource | undefined)[] = [],
): Promise<Soundness> {
	return soundness(await open(memorySource(bytes), { devices: () => devices }));
}

/** Blocks of an image of `n` blocks that are on devices. */
const RANGES = {
	"one that has all": (n: number) => [{ start: 1, end: n }],
	"one that ends within a file": (n: number) => [{ start: 1, end: n - 1 }],
	"two that overlap": (n: number) => [
		{ start: 1, end: Math.ceil((n * 2) / 3) },
		{ start: Math.ceil(n / 3), end: n },
	],
	"small ones": () => [1, 4, 7, 10].map((start) => ({ start, end: start + 2 })),
} as const;

describe.each(Object.entries(RANGES))("contents on devices: %s", (_, rangesOf) => {
	it.each([
		"layer1",
		"plain-default",
		"time-48bit-far",
		"chunk-4096-blockmap",
		"lz4hc-frag",
		"lz4-legacy-ztail",
		"b48-rec8",
		"metabox-frag",
		"dirs-zD-zstd",
		"xattr-bigvalues",
	])("%s", async (name) => {
		const { facts } = await openTestImage(fixture(name));
		const ranges = rangesOf(Math.ceil(sourceOf(fixture(name)).size / facts.blockSize));
		const { bytes, devices } = onDevices(bytesOf(name), ranges);
		const given = devices.map((device) => memorySource(device));
		const short = devices.map((device) => memorySource(device.slice(0, device.length / 2)));
		for (const some of [given, [], [undefined, ...given.slice(1)], short])
			expect((await soundnessOf(bytes, some)).wrong).toEqual([]);
	});
});

/** Fields of chunk maps, and what they are made to say: by turns, entry by entry. */
const CHANGES: readonly (readonly [field: string, values: readonly number[]])[] = [
	["erofs_inode_chunk_index.device_id", [0, 1, 2, 3, 4, 0x8001]],
	["erofs_inode_chunk_index.device_id", [1]],
	["erofs_inode_chunk_index.startblk_hi", [0, 1, 0xffff]],
	["erofs_inode_chunk_index.startblk_lo", [0xffffffff, 3, 4, 5, 0xfffffffe]],
	["erofs_inode_chunk_index.startblk_lo", [0xffffffff]],
	["erofs_inode_chunk_index.startblk_lo", [0]],
	["erofs_block_map_entry.blkaddr", [2, 3, 0xffffffff, 4, 5, 0, 0xfffffffe]],
	["erofs_block_map_entry.blkaddr", [7]],
	["erofs_inode_extended.chunk_format", [0x20, 0x21, 0x60, 0, 0x3f, 0x40, 0x80]],
	["erofs_inode_extended.chunk_format", [0x60]],
	["erofs_inode_compact.chunk_format", [0x20, 0x21, 0x60, 0, 0x3f, 0x40, 0x80]],
	["erofs_inode_compact.chunk_format", [0x60]],
	["erofs_inode_extended.i_size", [1, 4095, 4096, 4097, 0, 65537, 0xffffffff]],
	["erofs_inode_extended.i_xattr_icount", [0, 2, 3]],
	["erofs_inode_extended.i_mode", [0o100644, 0o020644, 0o010644, 0o120777, 0o040755, 0o140644]],
];

/** The same of contents in blocks that follow one another. */
const FLAT_CHANGES: typeof CHANGES = ["compact", "extended"].flatMap((form) => [
	[`erofs_inode_${form}.startblk_lo`, [0xffffffff]],
	[`erofs_inode_${form}.startblk_lo`, [0, 1, 5, 0xfffffffe]],
	[`erofs_inode_${form}.startblk_hi`, [0, 1, 0xffff]],
]);

async function changed(name: string, ...changes: typeof CHANGES): Promise<Uint8Array> {
	const bytes = Uint8Array.from(bytesOf(name));
	const all = await fieldsOf(await openTestImage(fixture(name)));
	for (const [field, values] of changes) {
		const places = all.filter((place) => place.name === field);
		for (const [i, { start, end }] of places.entries()) {
			const value = values[i % values.length] ?? 0;
			for (let at = start; at < end; at++)
				bytes[at] = at - start < 4 ? value >>> (8 * (at - start)) : 0;
		}
	}
	return bytes;
}

describe.each([
	"chunk-4096-blockmap",
	"chunk-4096-indexes",
	"blobdev-48bit",
	"merged-2layers",
	"tar-headerball",
])("chunk maps of %s", (name) => {
	it.each(CHANGES)("%s says %j", async (field, values) => {
		const image = await openTestImage(fixture(name));
		const given = image.devices.map(({ source }) => source);
		const bytes = await changed(name, [field, values]);
		// A directory on a device that was not given ends a census.
		for (const devices of field.endsWith("i_mode") ? [given] : [given, []])
			expect((await soundnessOf(bytes, devices)).wrong).toEqual([]);
	});
});

describe.each(["layer1", "plain-default", "time-48bit-far"])("blocks of %s", (name) => {
	it.each(FLAT_CHANGES)("%s says %j", async (field, values) => {
		expect((await soundnessOf(await changed(name, [field, values]))).wrong).toEqual([]);
	});
});

/** The highest bits of the mode. */
const REGULAR = 8;

it("all ones are no hole where addresses have 48 bits", async () => {
	const lowest = "erofs_inode_compact.startblk_lo";
	const bytes = await changed("time-48bit-far", [lowest, [0xffffffff]]);
	const clean = await soundnessOf(bytes);
	expect(clean.wrong).toEqual([]);
	const all = await fieldsOf(await openTestImage(fixture("time-48bit-far")));
	for (const { name, start } of all) {
		const isCompact = name === "erofs_inode_compact.i_format";
		const type = (bytes[start + inodeCompact.at.i_mode + 1] ?? 0) >> 4;
		if (!isCompact || type !== REGULAR) continue;
		// Bit 4 says so; what was the number of links is the highest bits then.
		bytes[start] = (bytes[start] ?? 0) | FORMAT_BIT4;
		bytes.fill(0, start + inodeCompact.at.startblk_hi, start + inodeCompact.at.startblk_hi + 2);
	}
	const { wrong, doubtful } = await soundnessOf(bytes);
	expect(wrong).toEqual([]);
	expect(doubtful).toBeGreaterThan(clean.doubtful);
});

it("what lies between attributes and a chunk map is looked at", async () => {
	const bytes = Uint8Array.from(bytesOf("chunk-4096-indexes"));
	// “small”, an inode of one chunk, with 24 bytes more behind it that are nobody's.
	const inode = 0x9e0;
	const map = inode + inodeExtended.size;
	const entry = bytes.slice(map, map + chunkIndex.size);
	// Attributes of 20 bytes, none in fact, and 4 bytes up to where the map may begin.
	bytes[inode + inodeExtended.at.i_xattr_icount] = 3;
	bytes.fill(0, map, map + 24);
	bytes.set(entry, map + 24);
	const clean = await soundnessOf(bytes);
	expect(clean.wrong).toEqual([]);
	bytes[map + 20] = 1;
	const { wrong, doubtful } = await soundnessOf(bytes);
	expect(wrong).toEqual([]);
	expect(doubtful).toBe(clean.doubtful + 1);
});
