/** Streams with an index: a byte costs one piece; damage is told for the piece that has it. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { image, sha, u32, u64 } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { farSource, placeOf, seen, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { outerPlace } from "./places";

const xz = (...args: string[]): Buffer =>
	spawnSync("xz", ["-c", ...args], { input: image, maxBuffer: 1 << 26 }).stdout;
const isThere = spawnSync("xz", ["--version"]).status === 0;

async function read(bytes: Uint8Array, start: number, end: number, by = "xz"): Promise<Buffer> {
	const { place } = await follow(placeOf(bytes), by, tools);
	return Buffer.from(await place.source.read(start, end));
}

describe.skipIf(!isThere)("xz", () => {
	it.each([
		["--block-size=3000"],
		["--block-size=4096", "--check=crc32"],
		["--block-size=10000", "--check=sha256"],
		["--block-size=4096", "--check=none", "--x86", "--lzma2"],
		["--block-size=1000", "--delta=dist=3", "--lzma2"],
	])("is read by its blocks: %s", async (...args) => {
		const bytes = xz(...args);
		const source = farSource(bytes);
		const { place } = await follow(outerPlace(source), "xz", tools);
		expect(place.source.size).toBe(image.length);
		for (const [start, end] of [
			[0, image.length],
			[9999, 10_001],
			[image.length - 1, image.length],
		] as const) {
			const part = Buffer.from(await place.source.read(start, end));
			expect(part.equals(image.subarray(start, end))).toBe(true);
		}
	});

	it("of several streams in one file is unpacked as a whole", async () => {
		const two = Buffer.concat([xz("--block-size=4096"), xz("--block-size=4096")]);
		expect((await read(two, 0, 2 * image.length)).equals(Buffer.concat([image, image]))).toBe(true);
	});

	it("tells damage around the blocks, and reads them all the same", async () => {
		const whole = xz("--block-size=4096");
		for (const at of [8, whole.length - 12, whole.length - 16]) {
			const bytes = Buffer.from(whole);
			bytes[at] = (bytes[at] as number) ^ 1;
			const { findings } = await seen(placeOf(bytes));
			expect(findings.map(({ code }) => code)).toEqual(["xz-checksum"]);
			expect((await read(bytes, 0, image.length)).equals(image)).toBe(true);
		}
		expect((await seen(placeOf(whole))).findings).toEqual([]);
	});

	it("tells damage of the block that has it, and reads the others", async () => {
		const bytes = xz("--block-size=4096");
		bytes[200] = (bytes[200] as number) ^ 1;
		await expect(read(bytes, 0, 10)).rejects.toThrow("damaged");
		const last = await read(bytes, image.length - 10, image.length);
		expect(last.equals(image.subarray(-10))).toBe(true);
	});
});

it("a seek table leads to one frame, once for all who wait for it", async () => {
	const { bytes } = made.find(({ name }) => name === "zstd with a seek table")!;
	let unpacked = 0;
	const stream: typeof tools.unpacker.stream = (...args) => {
		unpacked++;
		return tools.unpacker.stream(...args);
	};
	const { whole, check } = tools.unpacker;
	const unpacker = { stream, whole, check };
	const { place } = await follow(placeOf(bytes), "zstd", { unpacker });
	const parts = await Promise.all(
		[6000, 6500, 7000, 9000].map((at) => place.source.read(at, at + 10)),
	);
	expect(Buffer.concat(parts).subarray(0, 10).equals(image.subarray(6000, 6010))).toBe(true);
	expect(unpacked).toBe(1);
});

/** The image in chunks, each a frame, with room after the second, and the list of them at the end. */
function chunked(): Buffer {
	const step = 9000;
	const starts = Array.from({ length: Math.ceil(image.length / step) }, (_, i) => i * step);
	const pieces: Buffer[] = [];
	const lines: Buffer[] = [];
	let at = 0;
	for (const [i, start] of starts.entries()) {
		const bytes = image.subarray(start, start + step);
		const block = u32((bytes.length << 3) | 1).subarray(0, 3);
		const frame = [u32(0xfd2fb528), Buffer.of(0xa0), u32(bytes.length), block, bytes];
		const room = i === 1 ? [u32(0x184d2a50, 5), Buffer.alloc(5)] : [];
		lines.push(u64(at, start), sha(bytes));
		const all = Buffer.concat([...frame, ...room]);
		at += all.length;
		pieces.push(all);
	}
	const head = [u32(0x67ece4cd), Buffer.of(1, 1, 0, 0), u64(image.length), u32(starts.length)];
	const list = Buffer.concat([...head, Buffer.of(1, 32), Buffer.alloc(10), ...lines]);
	return Buffer.concat([...pieces, u32(0x184d2a5e, list.length), list]);
}

it("a chunk index leads to one chunk, and is held to what it says", async () => {
	const bytes = chunked();
	expect((await read(bytes, 0, image.length, "zstd")).equals(image)).toBe(true);
	const source = farSource(bytes);
	const { place } = await follow(outerPlace(source), "zstd", tools);
	const before = source.bytes;
	expect(
		Buffer.from(await place.source.read(10_000, 10_010)).equals(image.subarray(10_000, 10_010)),
	).toBe(true);
	expect(source.bytes - before).toBeLessThan(9100);
	const { findings } = await seen(placeOf(bytes));
	expect(findings).toEqual([]);
	const lying = Buffer.from(bytes);
	lying.writeBigUInt64LE(5n, lying.length - 48 * 2 + 8);
	await expect(read(lying, 0, 5, "zstd")).rejects.toThrow("does not unpack to 5 bytes");
	// What it says of the chunks makes no sense: all is unpacked.
	lying.writeBigUInt64LE(2n ** 40n, lying.length - 48 * 2 + 8);
	expect((await read(lying, 0, image.length, "zstd")).equals(image)).toBe(true);
});

it("who leaves does not take it from the others", async () => {
	const { bytes } = made.find(({ name }) => name === "zstd with a seek table")!;
	const { place } = await follow(placeOf(bytes), "zstd", tools);
	const leaving = new AbortController();
	const first = place.source.read(0, 10, leaving.signal);
	const second = place.source.read(5, 15);
	leaving.abort();
	await expect(first).rejects.toThrow("Cancelled");
	expect(Buffer.from(await second).equals(image.subarray(5, 15))).toBe(true);
});
