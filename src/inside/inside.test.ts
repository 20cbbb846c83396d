/** Inside compressed units: what is told of the samples, and that no stream makes it lose its way. */
import { constants, deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { nameBytes } from "../base/text";
import { resolvePath } from "../erofs/lookup";
import { fixture } from "../testing/fixtures";
import { openTestImage } from "../testing/image-set";
import { CODECS, contentsOf } from "../testing/oracle/contents";
import { isCompressed, readInode as oracleInode } from "../testing/oracle/inode";
import { volumeOf } from "../testing/oracle/test-files";
import { readTree } from "../testing/oracle/tree";
import { unitsOf } from "../testing/oracle/units";
import { openSample, sampleImage } from "../testing/samples";
import { chance } from "../testing/shuffled";
import { deflateInside } from "./deflate";
import { insideOf } from "./inside";
import { lz4Inside } from "./lz4";
import { lzmaInside } from "./lzma";
import { zstdInside } from "./zstd";

async function unit(sample: string, path: string, offset: number) {
	const image = await openSample(sample);
	const nid = (await resolvePath(image, nameBytes(path))).at(-1)?.nid ?? 0n;
	return { image, nid, inside: await insideOf(image, nid, offset) };
}

/** Decodes by what is told of the sequences alone. */
function replay(input: Uint8Array, { sequences: s }: ReturnType<typeof lz4Inside>): number[] {
	const out: number[] = [];
	for (let i = 0; i < s.count; i++) {
		const from = s.literalsAt[i] ?? 0;
		out.push(...input.subarray(from, from + (s.literals[i] ?? 0)));
		const distance = s.distance[i] ?? 0;
		for (let k = 0; k < (s.length[i] ?? 0); k++) out.push(out[out.length - distance] ?? 0);
	}
	return out;
}

/** Bytes that the packets of a stream give; their lengths are counted by kind and by size alike. */
function givenBy(lzma: ReturnType<typeof lzmaInside> | undefined): number | undefined {
	if (!lzma || lzma.stopped) return undefined;
	const { packets, lengths, copied } = lzma;
	expect(lengths.reduce((sum, n) => sum + n, 0)).toBe(packets.match + packets.repeat);
	expect(packets.literal).toBeGreaterThan(0);
	return packets.literal + copied;
}

test("an LZ4 stream is told as it decodes, and its bytes sum up", async () => {
	const { image, nid, inside } = await unit("lz4", "/diary.txt", 0);
	const { lz4, stream, end } = inside;
	expect(lz4?.ledger).toEqual({
		tokens: 1057,
		lengths: 174,
		literals: 753,
		distances: 2112,
		copied: 16_178,
	});
	expect(lz4?.margin).toBe(1);
	expect(inside.inPlace).toEqual({ room: 3549, asked: 48 });
	const input = await image.primary.source.read(stream.start, stream.end);
	const volume = volumeOf(sampleImage("lz4"));
	const truth = contentsOf(volume, oracleInode(volume, nid)).subarray(0, end);
	if (!lz4) throw new Error("it is LZ4");
	expect(Uint8Array.from(replay(input, lz4))).toEqual(truth);
	const { sequences } = lz4;
	// The sixth begins at 0x10a6 of the image.
	const six = sequences.token.indexOf(0x10a6 - stream.start);
	expect([sequences.literals[six], sequences.distance[six], sequences.length[six]]).toEqual([
		29, 8, 9,
	]);
});

test("a unit that fills its pages cannot be decoded in place", async () => {
	const { inside } = await unit("pages", "/four-pages.txt", 0);
	expect(inside.end).toBe(16_384);
	expect(inside.inPlace.room).toBe(0);
	expect(inside.inPlace.asked).toBeGreaterThan(0);
	expect(inside.lz4?.margin).toBe(1);
});

test("a damaged distance is where it is", async () => {
	const { inside } = await unit("broken", "/diary.txt", 20_000);
	expect(inside.stream.start + (inside.lz4?.stopped?.at ?? 0)).toBe(0x2034);
	expect(inside.lz4?.stopped?.why).toContain("900");
});

test("the other algorithms tell what their streams say of themselves", async () => {
	const lzma = (await unit("algorithms", "/lzma/diary.txt", 0)).inside;
	expect(lzma.lzma).toMatchObject({ lc: 3, lp: 0, pb: 2 });
	expect(givenBy(lzma.lzma)).toBe(lzma.end - lzma.start);
	const { inside: deflate } = await unit("algorithms", "/deflate/diary.txt", 0);
	expect(deflate.deflate?.stopped).toBeUndefined();
	const [block] = deflate.deflate?.blocks ?? [];
	expect([block?.kind, block?.lengths.length, block?.distances.length]).toEqual([
		"dynamic",
		280,
		30,
	]);
	const sum = deflate.deflate?.blocks.reduce((all, { output }) => all + output, 0);
	expect(sum).toBe(deflate.end - deflate.start);
	const { inside: zstd } = await unit("algorithms", "/zstd/diary.txt", 0);
	expect([zstd.zstd?.single, zstd.zstd?.size, zstd.zstd?.blocks[0]?.type]).toEqual([
		true,
		68_469,
		"compressed",
	]);
	expect(zstd.zstd?.stopped).toBeUndefined();
	expect(zstd.zstd?.blocks.at(-1)?.end).toBe(zstd.stream.end - zstd.stream.start);
});

/** Of each image so many units are held against their truth. */
const UNITS = 3;

test.each(["lz4hc-b512", "b48-lz4hc-dedupe", "deflate-frag", "lzma-frag", "zstd-ztail-C65536"])(
	"%s: what is told of units makes up their contents",
	async (name) => {
		const testImage = fixture(name);
		const image = await openTestImage(testImage);
		const volume = volumeOf(testImage);
		let seen = 0;
		for (const { inode } of readTree(volume)) {
			if (!isCompressed(inode) || inode.size === 0n || seen >= UNITS) continue;
			const unit = unitsOf(volume, inode).find(({ where }) => where === "blocks");
			if (unit?.where !== "blocks" || unit.algorithm === undefined || unit.partial) continue;
			seen++;
			const inside = await insideOf(image, inode.nid, unit.logical);
			expect([inside.start, inside.end]).toEqual([unit.logical, unit.logical + unit.length]);
			const { lz4, lzma, deflate, zstd, stream } = inside;
			const told = lz4 ?? lzma ?? deflate ?? zstd;
			expect(told?.stopped).toBeUndefined();
			const input = volume.image.slice(stream.start, stream.end);
			const truth = contentsOf(volume, inode).subarray(inside.start, inside.end);
			if (lz4) {
				expect(Uint8Array.from(replay(input, lz4))).toEqual(Uint8Array.from(truth));
				const { tokens, lengths, literals, distances } = lz4.ledger;
				expect(tokens + lengths + literals + distances).toBe(input.length);
			}
			if (lzma) expect(givenBy(lzma)).toBe(truth.length);
			if (deflate) {
				expect(deflate.blocks.reduce((sum, { output }) => sum + output, 0)).toBe(truth.length);
				for (const { start, end, bits } of deflate.blocks)
					expect(bits.tables + bits.literals + bits.matches).toBe(end - start);
			}
			if (zstd) {
				expect(zstd.blocks.at(-1)?.end).toBe(input.length - (zstd.checksum ? 4 : 0));
				expect(zstd.blocks.reduce((sum, { output }) => sum + output, 0)).toBe(truth.length);
			}
		}
		expect(seen).toBeGreaterThan(0);
	},
);

test.each([
	{ kind: "stored", options: { level: 0 } },
	{ kind: "fixed", options: { strategy: constants.Z_FIXED } },
	{ kind: "dynamic", options: { level: 9 } },
])("blocks of DEFLATE that are $kind add up", ({ kind, options }) => {
	const text = Array.from({ length: 4000 }, (_, i) => `line ${i % 61} of ${i}`).join();
	const { blocks, stopped } = deflateInside(deflateRawSync(text, options), text.length);
	expect(stopped).toBeUndefined();
	expect(new Set(blocks.map((block) => block.kind))).toEqual(new Set([kind]));
	expect(blocks.reduce((sum, { output }) => sum + output, 0)).toBe(text.length);
	for (const { start, end, bits } of blocks)
		expect(bits.tables + bits.literals + bits.matches).toBe(end - start);
});

/** A frame of one segment that says how many bytes it holds, with blocks of three bytes of head. */
const frame = (size: number, ...blocks: readonly number[][]) =>
	Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0x20, size, ...blocks.flat()]);

test("blocks of Zstandard that hold no sequences add up", () => {
	const raw = [3 << 3, 0, 0, 7, 8, 9];
	const repeated = [(20 << 3) | 2 | 1, 0, 0, 5];
	const { blocks, stopped } = zstdInside(frame(23, raw, repeated));
	expect(stopped).toBeUndefined();
	expect(blocks.map(({ type, output }) => `${type} ${output}`)).toEqual(["raw 3", "repeated 20"]);
});

test("sequences of Zstandard by usual tables: what is wrong with them is said where it is", () => {
	// Three literals, then a match of 3 from 1 back: states 0, then codes of no further bits but one.
	const sections = (...tail: number[]) => [3 << 3, 1, 2, 3, ...tail];
	const block = (tail: number[]) => {
		const inner = sections(...tail);
		return [(inner.length << 3) | 4 | 1, inner.length >> 5, 0, ...inner];
	};
	const stopped = (...tail: number[]) => zstdInside(frame(6, block(tail))).stopped;
	expect(stopped(0)).toBeUndefined();
	const told = (at: number, why: string) => ({ at, why: expect.stringContaining(why) });
	expect(stopped(0, 9)).toMatchObject(told(14, "left behind a block without sequences"));
	expect(stopped(1, 0x03)).toMatchObject(told(14, "reserved modes"));
	expect(stopped(1, 0xfc)).toMatchObject(told(15, "repeats a code that was never described"));
	expect(stopped(1, 0x54, 36)).toMatchObject(told(15, "a symbol is not in use"));
	expect(stopped(1, 0, 0)).toMatchObject(told(15, "no end mark"));
});

test("no flipped bit makes it fail otherwise than by saying where", async () => {
	const { image, inside } = await unit("algorithms", "/zstd/diary.txt", 0);
	const { start, end } = inside.stream;
	const input = await image.primary.source.read(start, end);
	const random = chance(4);
	for (let i = 0; i < 200; i++) {
		const bytes = Uint8Array.from(input);
		const at = Math.floor(random() * bytes.length);
		bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8));
		const { stopped, blocks } = zstdInside(bytes);
		const places = [...blocks.map((block) => block.end), ...(stopped ? [stopped.at] : [])];
		expect(places.every((place) => place <= bytes.length)).toBe(true);
		expect(blocks.every(({ output }) => output <= 256 << 10)).toBe(true);
	}
});

/** Bits that are flipped in the stream of each algorithm. */
const FLIPS = 60;

test.each(["lz4", "lzma", "deflate", "zstd"])(
	"%s: a damaged stream is told to be damaged, and one that still decodes adds up",
	async (algorithm) => {
		const path = `/${algorithm}/data/ledger.bin`;
		const sound = await unit("algorithms", path, 0);
		const { stream, start, end } = sound.inside;
		const input = await sound.image.primary.source.read(stream.start, stream.end);
		const random = chance(17);
		let refused = 0;
		for (let i = 0; i < FLIPS; i++) {
			const at = Math.floor(random() * input.length);
			const byte = (input[at] ?? 0) ^ (1 << Math.floor(random() * 8));
			const hex = byte.toString(16).padStart(2, "0");
			const edit = `0x${(stream.start + at).toString(16)}:${hex}`;
			const inside = await insideOf(await openSample("algorithms", [edit]), sound.nid, 0);
			const altered = Uint8Array.from(input);
			altered[at] = byte;
			const codec = CODECS[inside.algorithm];
			const decodes = succeeds(() => {
				const zeros = altered.findIndex((each) => each !== 0);
				codec?.decode(altered.subarray(zeros), new Uint8Array(end - start), { partial: false });
			});
			const { lz4, lzma, deflate, zstd } = inside;
			const stopped = (lz4 ?? lzma ?? deflate ?? zstd)?.stopped;
			expect({ edit, decodes }).toEqual({
				edit,
				decodes: stopped === undefined && inside.refused === undefined,
			});
			if (!decodes) refused++;
			else if (lz4) expect(lz4.ledger.literals + lz4.ledger.copied).toBe(end - start);
			else if (lzma) expect(givenBy(lzma)).toBe(end - start);
			else {
				const outputs = (deflate ?? zstd)?.blocks.map(({ output }) => output) ?? [];
				expect(outputs.reduce((sum, output) => sum + output, 0)).toBe(end - start);
			}
		}
		expect(refused).toBeGreaterThan(0);
	},
);

function succeeds(run: () => void): boolean {
	try {
		run();
		return true;
	} catch {
		return false;
	}
}

test("a unit whose parts fit together is told to be damaged where its literals are", async () => {
	const { nid, inside } = await unit("algorithms", "/zstd/diary.txt", 0);
	expect(inside.refused).toBeUndefined();
	const [block] = inside.zstd?.blocks ?? [];
	expect(block?.literals?.kind).toBe("coded");
	// The last byte of coded literals has the end mark of their bits.
	const end = inside.stream.start + (block?.start ?? 0) + 3 + (block?.literals?.size ?? 0);
	const altered = await openSample("algorithms", [`0x${(end - 1).toString(16)}:00`]);
	const { zstd, refused } = await insideOf(altered, nid, 0);
	expect(zstd?.stopped).toBeUndefined();
	expect(refused).toContain("Zstandard");
});

test("no bytes make it run on", () => {
	const random = chance(3);
	for (let i = 0; i < 300; i++) {
		const bytes = Uint8Array.from({ length: 64 }, () => Math.floor(random() * 256));
		const { sequences } = lz4Inside(bytes, 1000);
		expect(sequences.count).toBeLessThanOrEqual(64);
		for (const { output } of deflateInside(bytes, 1000).blocks) expect(output).toBeLessThan(66_000);
		zstdInside(Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, ...bytes]));
		const { packets, lc } = lzmaInside(bytes, 1000);
		expect(lc).toBeLessThan(9);
		expect(packets.literal + packets.match).toBeLessThanOrEqual(1000);
	}
});
