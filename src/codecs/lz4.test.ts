/** Blocks that encoders seldom write, put together from sequences, and the format's end rules. */
import { beforeAll, describe, expect, it } from "vitest";
import { lz4 } from "./lz4";
import { bothForms, type Forms, type Random, tryDecode } from "./testing";
import { randomFrom } from "./vectors/samples.mjs";

let forms: [string, Forms["plain"]][];
beforeAll(async () => {
	forms = Object.entries(await bothForms(lz4));
});

interface Sequence {
	readonly literals: number;
	/** Absent in the last sequence. */
	readonly match?: { readonly distance: number; readonly length: number };
}

/** What follows a nibble of 15. */
function lengthBytes(length: number): number[] {
	const bytes: number[] = [];
	for (let rest = length - 15; rest >= 0; rest -= 255) bytes.push(Math.min(rest, 255));
	return bytes;
}

/** A block of these sequences, and what it decodes to. Literals count up from 0. */
function build(sequences: readonly Sequence[]): { block: Uint8Array; bytes: Uint8Array } {
	const block: number[] = [];
	const bytes: number[] = [];
	let literal = 0;
	for (const { literals, match } of sequences) {
		const nibble = match ? Math.min(match.length - 4, 15) : 0;
		block.push((Math.min(literals, 15) << 4) | nibble, ...lengthBytes(literals));
		for (let i = 0; i < literals; i++) {
			block.push(literal & 255);
			bytes.push(literal++ & 255);
		}
		if (!match) continue;
		const { distance, length } = match;
		block.push(distance & 255, distance >> 8, ...lengthBytes(length - 4));
		for (let i = 0; i < length; i++) bytes.push(bytes[bytes.length - distance] ?? 0);
	}
	return { block: Uint8Array.from(block), bytes: Uint8Array.from(bytes) };
}

function randomSequences(random: Random): Sequence[] {
	const lengths = [0, 1, 7, 14, 15, 16, 17, 31, 32, 269, 270, 271, 524, 525, 526];
	const length = () => (random(3) === 0 ? (lengths[random(lengths.length)] ?? 0) : random(40));
	const sequences: Sequence[] = [];
	let size = 0;
	for (let i = 1 + random(20); i > 0; i--) {
		const literals = length() + (size === 0 ? 1 : 0);
		size += literals;
		const match = {
			distance: 1 + random(random(2) ? size : Math.min(size, 40)),
			length: length() + 4,
		};
		size += match.length;
		sequences.push({ literals, match });
	}
	return [...sequences, { literals: 12 + random(30) }];
}

const decodes = (block: Uint8Array, bytes: Uint8Array, partial: boolean) => {
	for (const [form, codec] of forms) {
		const result = tryDecode(codec, block, bytes.length, partial);
		expect(result && Buffer.compare(result, bytes), form).toBe(0);
	}
};

const refuses = (block: Uint8Array, size: number, partial = false) => {
	for (const [form, codec] of forms) {
		expect(tryDecode(codec, block, size, partial), form).toBeUndefined();
	}
};

describe("LZ4", () => {
	it("follows any sequences, to the end and to any length", () => {
		const random = randomFrom(4);
		for (let i = 0; i < 1000; i++) {
			const { block, bytes } = build(randomSequences(random));
			decodes(block, bytes, false);
			decodes(block, bytes, true);
			decodes(block, bytes.subarray(0, 1 + random(bytes.length)), true);
		}
	});

	it("is content with junk behind the wanted bytes when they are partial", () => {
		const { block, bytes } = build([
			{ literals: 20, match: { distance: 7, length: 90 } },
			{ literals: 12 },
		]);
		decodes(Uint8Array.of(...block, 0xff, 0xff, 0xff, 0xff), bytes, true);
	});

	it("enforces the end rules: 5 literals at last, 12 bytes from the last match's start", () => {
		const ending = (length: number, literals: number) =>
			build([{ literals: 20, match: { distance: 9, length } }, { literals }]);
		for (const [length, literals] of [
			[7, 5],
			[20, 5],
			[4, 8],
		] as const) {
			const { block, bytes } = ending(length, literals);
			decodes(block, bytes, false);
		}
		for (const [length, literals] of [
			[8, 4],
			[20, 0],
			[6, 5],
			[4, 7],
		] as const) {
			const { block, bytes } = ending(length, literals);
			refuses(block, bytes.length);
			decodes(block, bytes, true);
		}
	});

	it("refuses a distance of nothing, and one beyond the first byte", () => {
		for (const distance of [0, 21, 65535]) {
			const { block, bytes } = build([
				{ literals: 20, match: { distance, length: 30 } },
				{ literals: 12 },
			]);
			refuses(block, bytes.length);
			refuses(block, bytes.length, true);
		}
	});

	it("is not delayed by lengths far beyond the output", () => {
		const long = new Uint8Array(1 << 20).fill(255);
		refuses(long, 1 << 20);
		long.set([0x1f, 7, 1, 0]);
		const bytes = new Uint8Array(1000).fill(7);
		long[long.length - 1] = 0;
		decodes(long, bytes, true);
	});
});
