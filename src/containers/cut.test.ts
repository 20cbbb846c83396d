/** Compressed files that are damaged: what comes out before the damage is read, and the damage is told. */
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { isDamage } from "../base/errors";
import { memorySource } from "../sources/memory";
import { zipOf } from "../testing/made-archives";
import { image } from "../testing/made-bytes";
import { made } from "../testing/made-wrappers";
import { placeOf, seen, tools } from "../testing/wrappers";
import { native } from "../unpacking/inflate";
import { streamsWith } from "../unpacking/stream";
import { follow } from "./chains";

/** Those of one part, which is unpacked from its beginning. */
const streams = made.filter(
	({ name, kind, parts }) =>
		Object.keys(parts).join() === kind &&
		["gzip", "zstd", "xz", "bzip2", "lz4", "lz4-legacy", "lzma"].includes(kind) &&
		!/seek|blocks|index/.test(name),
);

const GARBAGE = Buffer.from("What is this? It is no compressed stream at all.");

async function reached(bytes: Uint8Array, chain: string) {
	const { place, findings } = await follow(placeOf(bytes), chain, tools);
	const { source } = place;
	const errors = findings.filter(({ severity }) => severity === "error");
	return { bytes: Buffer.from(await source.read(0, source.size)), errors };
}

describe.each(streams)("$name", ({ kind, bytes, parts }) => {
	const whole = parts[kind] as Buffer;

	it("is whole where something else lies behind it, which is told", async () => {
		const { errors, ...out } = await reached(Buffer.concat([bytes, GARBAGE]), kind);
		expect(out.bytes.equals(whole)).toBe(true);
		expect(errors).toMatchObject([
			{
				code: "wrapper-packed",
				at: { space: "outer", start: 0, end: bytes.length + GARBAGE.length },
			},
		]);
	});

	it("may be cut anywhere: its beginning is read, or nothing of it", async () => {
		const cuts = Array.from({ length: 8 }, (_, i) => Math.floor((bytes.length * (8 + i)) / 16));
		for (const cut of [...cuts, bytes.length - 1]) {
			try {
				const { errors, ...out } = await reached(bytes.subarray(0, cut), kind);
				expect(out.bytes.equals(whole.subarray(0, out.bytes.length)), `cut at ${cut}`).toBe(true);
				expect(errors.length, `cut at ${cut}`).toBe(1);
			} catch (error) {
				if (!isDamage(error)) throw error;
			}
		}
	});
});

/** How much comes out of half of a gzip file. */
const halfOf = async (stream: typeof tools.unpacker.stream, contents: Buffer): Promise<number> => {
	const packed = gzipSync(contents);
	const half = memorySource(packed.subarray(0, packed.length / 2));
	let size = 0;
	try {
		for await (const piece of stream({ codec: "gzip", start: 0, end: half.size }, half)) {
			size += piece.length;
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
	}
	return size;
};

it("half of a gzip file is about half of what is in it, whoever unpacks it", async () => {
	const contents = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * i) >> (i % 7)));
	const [fast, slow] = [tools.unpacker.stream, streamsWith(native)];
	const size = await halfOf(fast, contents);
	expect(size).toBeGreaterThan(contents.length / 4);
	expect(await halfOf(slow, contents)).toBe(size);
});

it.each(streams.filter(({ kind }) => kind.startsWith("lz4")))(
	"half of a $name that is one block is about half of what is in it",
	async ({ kind, bytes, parts }) => {
		const { errors, ...out } = await reached(bytes.subarray(0, bytes.length / 2), kind);
		const whole = parts[kind] as Buffer;
		expect(out.bytes.length).toBeGreaterThan(whole.length / 4);
		expect(out.bytes.equals(whole.subarray(0, out.bytes.length))).toBe(true);
		expect(errors).toMatchObject([{ code: "wrapper-packed" }]);
	},
);

it("a member of an archive with a wrong checksum is read, and it is told", async () => {
	const zip = zipOf([{ name: "a.img", bytes: image, deflate: true }]);
	const at = zip.lastIndexOf("PK\x01\x02") + 16;
	zip[at] = (zip[at] as number) ^ 1;
	const { errors, ...out } = await reached(zip, "zip/a.img");
	expect(out.bytes.equals(image)).toBe(true);
	expect(errors).toMatchObject([
		{ code: "wrapper-packed", text: expect.stringContaining("checksum") },
	]);
});

it("a list of parts says what is damaged, and goes on into what came out", async () => {
	const tar = made.find(({ kind }) => kind === "tar");
	if (!tar) throw new Error("no tar");
	const packed = gzipSync(tar.bytes);
	const { entries, findings } = await seen(placeOf(Buffer.concat([packed, GARBAGE])));
	expect(entries[1]).toMatchObject({ kind: "tar", detail: expect.stringContaining("damaged") });
	expect(entries.length).toBeGreaterThan(2);
	expect(findings.map(({ code }) => code)).toContain("wrapper-packed");
});
