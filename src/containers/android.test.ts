/** Images of Android in several files: pieces that find each other, and what is none of them. */
import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { memorySource } from "../sources/memory";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { folderOf, placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { onlyImage } from "./choose";
import { outerPlace } from "./places";

const BLOCK = 4096;
const blocks = image.length / BLOCK;

/** A sparse file with blocks [from, to) of the image; the rest is left out. */
function piece(from: number, to: number): Buffer {
	const chunk = (type: number, count: number, body = Buffer.alloc(0)) => {
		const head = Buffer.alloc(12);
		head.writeUInt16LE(type);
		head.writeUInt32LE(count, 4);
		head.writeUInt32LE(12 + body.length, 8);
		return Buffer.concat([head, body]);
	};
	const head = Buffer.alloc(28);
	head.writeUInt32LE(0xed26ff3a);
	for (const [at, n] of [
		[4, 1],
		[8, 28],
		[10, 12],
	] as const) {
		head.writeUInt16LE(n, at);
	}
	for (const [i, n] of [BLOCK, blocks, 3].entries()) head.writeUInt32LE(n, 12 + 4 * i);
	const body = image.subarray(from * BLOCK, to * BLOCK);
	return Buffer.concat([
		head,
		chunk(0xcac3, from),
		chunk(0xcac1, to - from, body),
		chunk(0xcac3, blocks - to),
	]);
}

it("pieces of a folder find each other by their names, and are one image", async () => {
	const half = blocks >> 1;
	const pieces = [piece(0, 1), piece(1, half), piece(half, blocks)];
	const files = Object.fromEntries(
		pieces.map((bytes, i) => [`system.img_sparsechunk.${i}`, bytes]),
	);
	const place = folderOf({ ...files, "system.img_sparsechunk.9": Buffer.from("none") });
	const found = await onlyImage(place, tools);
	if (!("place" in found)) throw new Error("there is one image");
	expect(found.place.chain).toBe("folder/system.img_sparsechunk.0/sparse");
	const { source } = found.place;
	expect(Buffer.from(await source.read(0, source.size)).equals(image)).toBe(true);
	// Which of them belong together is said.
	const { entries } = await seen(place);
	const whole = entries.find(({ kind }) => kind === "erofs");
	expect(whole?.detail).toMatch(/with system\.img_sparsechunk\.1, system\.img_sparsechunk\.2$/);
	expect(entries.filter(({ kind }) => kind === "data")).toHaveLength(2);
});

it("images that are only called alike stay what they are", async () => {
	const place = folderOf({ system1: piece(0, blocks - 1), system2: piece(0, blocks) });
	const { entries } = await seen(place);
	expect(entries.filter(({ kind }) => kind === "erofs").map(({ chain }) => chain)).toEqual([
		"folder/system1/sparse",
		"folder/system2/sparse",
	]);
});

it("a file that is given with it and is no piece of it does no harm", async () => {
	const { place } = await follow(placeOf(piece(0, blocks), Buffer.alloc(9999, 7)), "sparse", tools);
	expect(Buffer.from(await place.source.read(0, image.length)).equals(image)).toBe(true);
});

it("partitions on other block devices are read from the files that have their names", async () => {
	const { bytes } = made.find(({ name }) => name === "super, version 10.0")!;
	const disk = Buffer.from(bytes);
	const tables = 12288;
	// In each copy: a second block device, vendor_a, and the first extent on it.
	for (let copy = 0; copy < 4; copy++) {
		const head = disk.subarray(tables + copy * 8192, tables + (copy + 1) * 8192);
		const size = head.readUInt32LE(44);
		const devices = 128 + head.readUInt32LE(116);
		head.copy(head, devices + 64, devices, devices + 64);
		head.write("vendor_a\0", devices + 64 + 24, "latin1");
		head.writeUInt32LE(2, 120);
		head.writeUInt32LE(size + 64, 44);
		const extent = 128 + head.readUInt32LE(92);
		head.writeBigUInt64LE(1n, extent + 12);
		head.writeUInt32LE(1, extent + 20);
		const sum = (part: Buffer) => createHash("sha256").update(part).digest();
		sum(head.subarray(128, 128 + size + 64)).copy(head, 48);
		head.fill(0, 12, 44);
		sum(head.subarray(0, 128)).copy(head, 12);
	}
	const vendor = Buffer.concat([Buffer.alloc(512), image]);
	const others = [
		memorySource(Buffer.alloc(50_000), "odm.img"),
		memorySource(vendor, "vendor.img"),
	];
	const given = outerPlace(memorySource(disk, "super.img"), others);
	const { place } = await follow(given, "super/system_a", tools);
	const { source } = place;
	expect(Buffer.from(await source.read(0, source.size)).equals(image)).toBe(true);
	const alone = (await follow(outerPlace(memorySource(disk)), "super/system_a", tools)).place;
	await expect(alone.source.read(0, 10)).rejects.toThrow("block device “vendor_a”");
});

it("new data of a block update is no image by itself, though it may begin as one", async () => {
	for (const name of ["block update with new.dat in order", "block update with split new.dat"]) {
		const { bytes } = made.find((one) => one.name === name)!;
		const { entries } = await seen(placeOf(bytes));
		expect(entries.filter(({ kind }) => kind === "erofs").map(({ chain }) => chain)).toEqual([
			"zip/system.transfer.list/transfer",
		]);
		const data = entries.filter(({ kind }) => kind === "data");
		expect(data.length).toBeGreaterThan(0);
		for (const { detail } of data) expect(detail).toBe("data of zip/system.transfer.list/transfer");
	}
});
