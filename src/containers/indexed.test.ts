/** Streams with an index: a byte costs one piece; damage is told for the piece that has it. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { farSource, placeOf, tools } from "../testing/wrappers";
import { follow } from "./chains";
import { outerPlace } from "./places";

const xz = (...args: string[]): Buffer =>
	spawnSync("xz", ["-c", ...args], { input: image, maxBuffer: 1 << 26 }).stdout;
const isThere = spawnSync("xz", ["--version"]).status === 0;

async function read(bytes: Uint8Array, start: number, end: number): Promise<Buffer> {
	const { place } = await follow(placeOf(bytes), "xz", tools);
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
