/**
 * What other encoders seldom or never write. Blocks are put together here from sequences
 * whose three alphabets have one symbol each, so that only extra bits need writing.
 */
import { beforeAll, describe, expect, it } from "vitest";
import { bothForms, type Forms, type Random, tryDecode } from "./testing";
import { randomFrom } from "./vectors/samples.mjs";
import { zstd } from "./zstd";

let forms: [string, Forms["plain"]][];
beforeAll(async () => {
	forms = Object.entries(await bothForms(zstd));
});

const MAGIC = [0x28, 0xb5, 0x2f, 0xfd];
/** A header without size, with a window of 128 KiB. */
const HEADER = [...MAGIC, 0x00, 7 << 3];

const little = (value: number, size: number): number[] =>
	Array.from({ length: size }, (_, i) => Math.floor(value / 256 ** i) & 255);

const RAW = 0;
const RUN = 1;
const COMPRESSED = 2;
const block = (type: number, bytes: number[], last: boolean, size = bytes.length): number[] => [
	...little((size << 3) | (type << 1) | (last ? 1 : 0), 3),
	...bytes,
];

/** A value and its width in bits, in the order in which a decoder reads them. */
type Field = readonly [value: number, width: number];

/** Bits for reading backwards: the first field is at the end, under the end mark. */
function backwardBits(fields: readonly Field[]): number[] {
	const bits = fields.flatMap(([value, width]) =>
		Array.from({ length: width }, (_, i) => Math.floor(value / 2 ** (width - 1 - i)) % 2),
	);
	const stream = [1, ...bits].reverse();
	const bytes = new Array<number>(Math.ceil(stream.length / 8)).fill(0);
	stream.forEach((bit, i) => {
		bytes[i >> 3] = (bytes[i >> 3] ?? 0) | (bit << (i & 7));
	});
	return bytes;
}

const repeated = (byte: number, size: number): number[] => [
	...little((size << 4) | 0b1101, 3),
	byte,
];
const stored = (bytes: number[]): number[] => [
	...little((bytes.length << 4) | 0b1100, 3),
	...bytes,
];

/** The header of a sequences section whose alphabets have these single symbols. */
const singleSymbols = (count: number, ll: number, of: number, ml: number): number[] => {
	const size =
		count < 128
			? [count]
			: count < 0x7f00
				? [(count >> 8) + 128, count & 255]
				: [255, ...little(count - 0x7f00, 2)];
	return [...size, 0b01010100, ll, of, ml];
};

/** Literal length symbols with their base and extra bits, some of each width. */
const LL_CODES = [
	[0, 0, 0],
	[5, 5, 0],
	[16, 16, 1],
	[23, 40, 3],
	[25, 64, 6],
] as const;
const ML_CODES = [
	[0, 3, 0],
	[14, 17, 0],
	[36, 43, 2],
	[43, 131, 7],
] as const;

interface Built {
	readonly frame: Uint8Array;
	readonly bytes: Uint8Array;
}

/** A frame of a few blocks of random sequences, and what it decodes to by the format's words. */
function randomFrame(random: Random): Built {
	const frame = [...HEADER];
	const bytes = Array.from({ length: 40 }, () => random(256));
	frame.push(...block(RAW, bytes, false));
	let [a, b, c] = [1, 4, 8];
	const blocks = 1 + random(4);
	for (let i = 0; i < blocks; i++) {
		const [ll, llBase, llExtra] = LL_CODES[random(LL_CODES.length)] ?? LL_CODES[0];
		const [ml, mlBase, mlExtra] = ML_CODES[random(ML_CODES.length)] ?? ML_CODES[0];
		const offsetCode = random(8);
		const count = 1 + random(12);
		const fields: Field[] = [];
		const literals: number[] = [];
		for (let j = 0; j < count; j++) {
			const value = 2 ** offsetCode + random(2 ** offsetCode);
			const length = mlBase + random(2 ** mlExtra);
			const run = llBase + random(2 ** llExtra);
			fields.push(
				[value - 2 ** offsetCode, offsetCode],
				[length - mlBase, mlExtra],
				[run - llBase, llExtra],
			);
			for (let k = 0; k < run; k++) literals.push(random(256));
			bytes.push(...literals.slice(literals.length - run));
			if (value > 3) [a, b, c] = [value - 3, a, b];
			else {
				const which = value + (run === 0 ? 1 : 0);
				if (which === 2) [a, b] = [b, a];
				if (which === 3) [a, b, c] = [c, a, b];
				if (which === 4) [a, b, c] = [a - 1, a, b];
			}
			// A stream that looks back too far is no use here; keep what was built before it.
			if (a < 1 || a > bytes.length) return randomFrame(random);
			for (let k = 0; k < length; k++) bytes.push(bytes[bytes.length - a] ?? 0);
		}
		const rest = Array.from({ length: random(20) }, () => random(256));
		literals.push(...rest);
		bytes.push(...rest);
		const section = [...singleSymbols(count, ll, offsetCode, ml), ...backwardBits(fields)];
		frame.push(...block(COMPRESSED, [...stored(literals), ...section], i === blocks - 1));
	}
	return { frame: Uint8Array.from(frame), bytes: Uint8Array.from(bytes) };
}

const decodes = (frame: number[] | Uint8Array, bytes: number[] | Uint8Array, partial = false) => {
	for (const [form, codec] of forms) {
		const result = tryDecode(codec, Uint8Array.from(frame), bytes.length, partial);
		expect(result && Buffer.compare(result, Uint8Array.from(bytes)), form).toBe(0);
	}
};

const refuses = (frame: number[], size: number) => {
	for (const [form, codec] of forms) {
		expect(tryDecode(codec, Uint8Array.from(frame), size, false), form).toBeUndefined();
	}
};

const hello = [104, 101, 108, 108, 111];
const rawFrame = [...HEADER, ...block(RAW, hello, true)];

describe("Zstandard", () => {
	it("follows random sequences, recent distances and all, to any length", () => {
		const random = randomFrom(3);
		for (let i = 0; i < 400; i++) {
			const { frame, bytes } = randomFrame(random);
			decodes(frame, bytes);
			const size = 1 + random(bytes.length);
			decodes(frame, bytes.subarray(0, size), true);
		}
	});

	it("reads more than 32,512 sequences and literals that repeat one byte", () => {
		const count = 33_000;
		const section = [...singleSymbols(count, 0, 0, 0), ...backwardBits([])];
		// Without literals before them, offsets of 1 stand for the second recent distance: 4, 1, 4 …
		const frame = [
			...HEADER,
			...block(RAW, [1, 2, 3, 4], false),
			...block(COMPRESSED, [...repeated(9, 5), ...section], true),
		];
		const bytes = [1, 2, 3, 4];
		for (let i = 0; i < count; i++) {
			const distance = i % 2 === 0 ? 4 : 1;
			for (let k = 0; k < 3; k++) bytes.push(bytes[bytes.length - distance] ?? 0);
		}
		decodes(frame, [...bytes, 9, 9, 9, 9, 9]);
	});

	it("reads runs, skippable frames in front, and every width of the content size", () => {
		decodes([...HEADER, ...block(RUN, [7], true, 100)], new Array(100).fill(7));
		const skipped = [0x5a, 0x2a, 0x4d, 0x18, ...little(3, 4), 1, 2, 3];
		decodes([...skipped, ...skipped, ...rawFrame], hello);
		decodes([...MAGIC, 0x20, 5, ...block(RAW, hello, true)], hello);
		decodes([...MAGIC, 0xa0, ...little(5, 4), ...block(RAW, hello, true)], hello);
		decodes([...MAGIC, 0xe0, ...little(5, 8), ...block(RAW, hello, true)], hello);
		const long = new Array(300).fill(7);
		decodes([...MAGIC, 0x60, ...little(44, 2), ...block(RUN, [7], true, 300)], long);
		decodes([...MAGIC, 0x23, ...little(0, 4), 5, ...block(RAW, hello, true)], hello);
	});

	it("verifies the checksum", () => {
		const checksum = little(0x889f6da3, 4); // the low half of XXH64("hello")
		const frame = [...MAGIC, 0x04, 7 << 3, ...block(RAW, hello, true)];
		decodes([...frame, ...checksum], hello);
		for (let i = 0; i < 4; i++) {
			const wrong = checksum.map((byte, j) => (i === j ? byte ^ 1 : byte));
			refuses([...frame, ...wrong], 5);
		}
		refuses(frame, 5);
	});

	it("refuses what the format reserves", () => {
		decodes(rawFrame, hello);
		refuses([...MAGIC, 0x08, 7 << 3, ...block(RAW, hello, true)], 5);
		refuses([...MAGIC, 0x00, 22 << 3, ...block(RAW, hello, true)], 5);
		refuses([...HEADER, ...block(3, hello, true)], 5);
		const modes = singleSymbols(1, 0, 0, 0);
		modes[1] = 0b01010101;
		const literals = stored([1, 2, 3, 4]);
		const bits = backwardBits([[0, 0]]);
		refuses([...HEADER, ...block(COMPRESSED, [...literals, ...modes, ...bits], true)], 7);
	});

	it("refuses a dictionary, which it does not have", () => {
		refuses([...MAGIC, 0x21, 9, 5, ...block(RAW, hello, true)], 5);
	});

	it("refuses a content size that is not the real one", () => {
		refuses([...MAGIC, 0x20, 6, ...block(RAW, hello, true)], 5);
		refuses([...MAGIC, 0x20, 6, ...block(RAW, hello, true)], 6);
		refuses([...MAGIC, 0x20, 4, ...block(RAW, hello, true)], 5);
	});

	it("refuses blocks larger than the window", () => {
		const window = [...MAGIC, 0x00, 0];
		decodes([...window, ...block(RUN, [7], true, 1024)], new Array(1024).fill(7));
		refuses([...window, ...block(RUN, [7], true, 1025)], 1025);
	});

	it("refuses codes of earlier blocks where there are none", () => {
		const treeless = [...little((6 << 4) | (8 << 14) | 0b0111, 3), 1, 1, 1, 1, 1, 1, 1, 1];
		refuses([...HEADER, ...block(COMPRESSED, [...treeless, 0], true)], 6);
		const sequences = [1, 0b11111100, 1];
		refuses([...HEADER, ...block(COMPRESSED, [...stored(hello), ...sequences], true)], 8);
	});

	it("refuses a distance of nothing, and one beyond the first byte", () => {
		const sequence = (ll: number, value: number) => {
			const offsetCode = Math.floor(Math.log2(value));
			const bits = backwardBits([[value - 2 ** offsetCode, offsetCode]]);
			const section = [...singleSymbols(1, ll, offsetCode, 0), ...bits];
			return [...HEADER, ...block(COMPRESSED, [...stored([1, 2, 3, 4]), ...section], true)];
		};
		decodes(sequence(4, 7), [1, 2, 3, 4, 1, 2, 3]);
		refuses(sequence(4, 8), 7);
		// Without literals, 3 is the most recent distance less 1: none, as that is 1 at first.
		refuses([...sequence(0, 3)], 7);
	});

	it("refuses bits that are left over or missing", () => {
		const sequences = (fields: Field[]) => {
			const section = [...singleSymbols(1, 6, 3, 0), ...backwardBits(fields)];
			return [...HEADER, ...block(COMPRESSED, [...stored([1, 2, 3, 4, 5, 6]), ...section], true)];
		};
		decodes(sequences([[0, 3]]), [1, 2, 3, 4, 5, 6, 2, 3, 4]);
		refuses(sequences([[0, 2]]), 9);
		refuses(sequences([[0, 4]]), 9);
	});
});
