/** Images of Android in several files: pieces that find each other, and what is none of them. */
import { expect, it } from "vitest";
import { memorySource } from "../sources/memory";
import { sparsePiece, superOnTwo } from "../testing/made-android";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { folderOf, placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { onlyImage } from "./choose";
import { outerPlace } from "./places";

const blocks = image.length / 4096;

it("pieces of a folder find each other by their names, and are one image", async () => {
	const half = blocks >> 1;
	const pieces = [sparsePiece(0, 1), sparsePiece(1, half), sparsePiece(half, blocks)];
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

it.each([
	["no piece but the first", [0]],
	["no piece but the last", [3]],
	["one missing in the middle", [0, 1, 3]],
])("of pieces, %s: what the others have is not said to be zeros", async (_, numbers) => {
	const ends = [0, 1, 3, 4, blocks];
	const pieces = numbers.map((n) =>
		memorySource(sparsePiece(ends[n] as number, ends[n + 1] as number), `system.img.${n}`),
	);
	const [first, ...others] = pieces;
	if (!first) throw new Error("there is a piece");
	const { source } = (await follow(outerPlace(first, others), "sparse", tools)).place;
	expect(source.size).toBe(image.length);
	for (let block = 0; block < blocks; block++) {
		const bytes = source.read(block * 4096, (block + 1) * 4096);
		const isHere = numbers.some((n) => block >= ends[n]! && block < ends[n + 1]!);
		if (!isHere) await expect(bytes, `block ${block}`).rejects.toThrow("No piece of the image");
		else expect(image.subarray(block * 4096).indexOf(await bytes)).toBe(0);
	}
});

it("blocks that no chunk of a whole image has are zeros", async () => {
	const [middle, name] = [sparsePiece(1, blocks - 1), "system.img"];
	const { source } = (await follow(outerPlace(memorySource(middle, name)), "sparse", tools)).place;
	expect(Buffer.from(await source.read(0, 4096)).equals(Buffer.alloc(4096))).toBe(true);
});

it("of a piece that has no number it is known from where on nothing is stored, wherever in it", async () => {
	const piece = memorySource(sparsePiece(0, 3), "system.img");
	expect((await follow(outerPlace(piece), "sparse", tools)).place.source.unstored).toBe(3 * 4096);
	const whole = memorySource(sparsePiece(0, blocks), "system.img");
	expect((await follow(outerPlace(whole), "sparse", tools)).place.source.unstored).toBe(undefined);
	const disk = made.find(({ kind }) => kind === "mbr")?.bytes;
	if (!disk) throw new Error("no disk");
	const part = Object.keys(made.find(({ kind }) => kind === "mbr")?.parts ?? {})[0] as string;
	const half = outerPlace(memorySource(sparsePiece(0, 2, Buffer.from(disk)), "disk.img"));
	const { source } = (await follow(half, `sparse/${part}`, tools)).place;
	const { offset = 0 } = (await follow(placeOf(disk), part, tools)).place;
	expect(source.unstored).toBe(2 * 4096 - offset);
});

it("blocks that are counted and in no chunk are an error, and are not there", async () => {
	const bytes = sparsePiece(0, blocks);
	bytes.writeUInt32LE(blocks + 2, 16);
	const place = placeOf(bytes);
	const { findings } = await seen(place);
	expect(findings[0]).toMatchObject({ code: "sparse-blocks", severity: "error" });
	const { source } = (await follow(place, "sparse", tools)).place;
	expect(Buffer.from(await source.read(0, image.length)).equals(image)).toBe(true);
	await expect(source.read(image.length, image.length + 1)).rejects.toThrow("nowhere");
});

it("images that are only called alike stay what they are", async () => {
	const place = folderOf({ system1: sparsePiece(0, blocks), system2: sparsePiece(0, blocks) });
	const { entries } = await seen(place);
	expect(entries.filter(({ kind }) => kind === "erofs").map(({ chain }) => chain)).toEqual([
		"folder/system1/sparse",
		"folder/system2/sparse",
	]);
});

it("a file that is given with it and is no piece of it does no harm", async () => {
	const { place } = await follow(
		placeOf(sparsePiece(0, blocks), Buffer.alloc(9999, 7)),
		"sparse",
		tools,
	);
	expect(Buffer.from(await place.source.read(0, image.length)).equals(image)).toBe(true);
});

it("partitions on other block devices are read from the files that have their names", async () => {
	const { disk, vendor } = superOnTwo();
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
