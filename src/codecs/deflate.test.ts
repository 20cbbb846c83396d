/** Node's zlib as the other encoder, and as the judge of what a stream is worth. */
import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { deflate } from "./deflate";
import { bothForms, damaged, type Forms, tryDecode } from "./testing";
import { randomFrom, samples } from "./vectors/samples.mjs";

const strategies = {
	default: constants.Z_DEFAULT_STRATEGY,
	filtered: constants.Z_FILTERED,
	huffman: constants.Z_HUFFMAN_ONLY,
	rle: constants.Z_RLE,
	fixed: constants.Z_FIXED,
};

let forms: [string, Forms["plain"]][];
beforeAll(async () => {
	forms = Object.entries(await bothForms(deflate));
});

/** What zlib makes of a stream: the bytes, or undefined when it refuses or leaves input. */
function zlibDecode(input: Uint8Array): Buffer | undefined {
	try {
		const { buffer, engine } = inflateRawSync(input, { info: true }) as unknown as {
			buffer: Buffer;
			engine: { bytesWritten: number };
		};
		return engine.bytesWritten === input.length ? buffer : undefined;
	} catch {
		return undefined;
	}
}

const isSame = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
	a !== undefined && Buffer.compare(a, b) === 0;

describe("DEFLATE", () => {
	it("decodes what zlib writes at every level, with every strategy and window size", () => {
		for (const [name, bytes] of Object.entries(samples)) {
			for (const [strategy, number] of Object.entries(strategies)) {
				for (let level = 0; level <= 9; level++) {
					const windowBits = 9 + ((level + number) % 7);
					const stream = deflateRawSync(bytes, { level, strategy: number, windowBits });
					for (const [form, codec] of forms) {
						const result = tryDecode(codec, stream, bytes.length, false);
						const where = `${form} ${name} ${strategy} level ${level} windowBits ${windowBits}`;
						expect(isSame(result, bytes), where).toBe(true);
					}
				}
			}
		}
	});

	it("stops at every length in stored, fixed and dynamic blocks", () => {
		const bytes = samples.periods.subarray(0, 2500);
		const options = [{ level: 0 }, { strategy: constants.Z_FIXED }, { strategy: constants.Z_RLE }];
		for (const option of options) {
			const stream = deflateRawSync(bytes, option);
			for (const [form, codec] of forms) {
				for (let size = 1; size <= bytes.length; size += form === "plain" ? 9 : 1) {
					const result = tryDecode(codec, stream, size, true);
					expect(isSame(result, bytes.subarray(0, size)), `${form} ${size}`).toBe(true);
				}
			}
		}
	});

	it("goes from stored to fixed to dynamic blocks and back", () => {
		const { text, records } = samples;
		const options = [
			{ strategy: constants.Z_FIXED },
			{ level: 9 },
			{ level: 0 },
			{ strategy: constants.Z_FIXED },
			{ strategy: constants.Z_FIXED },
			{ strategy: constants.Z_HUFFMAN_ONLY },
			{ strategy: constants.Z_FIXED },
		];
		const finishFlush = constants.Z_SYNC_FLUSH;
		const parts = options.map((option, i) => {
			const bytes = (i % 2 === 0 ? text : records).subarray(i * 100, 3000 + i * 50);
			return { bytes, stream: deflateRawSync(bytes, { ...option, finishFlush }) };
		});
		const last = deflateRawSync(text);
		const stream = Buffer.concat([...parts.map((part) => part.stream), last]);
		const bytes = Buffer.concat([...parts.map((part) => part.bytes), text]);
		for (const [form, codec] of forms) {
			expect(isSame(tryDecode(codec, stream, bytes.length, false), bytes), form).toBe(true);
		}
	});

	it("accepts and refuses 10,000 damaged streams exactly as zlib does", () => {
		const random = randomFrom(42);
		const streams = [samples.short, samples.periods, samples.text, samples.records].flatMap(
			(bytes) => [1, 6, 9].map((level) => deflateRawSync(bytes, { level, strategy: level % 5 })),
		);
		let accepted = 0;
		for (let i = 0; i < 10_000; i++) {
			const stream = damaged(streams[i % streams.length] as Uint8Array, random);
			const expected = zlibDecode(stream);
			const size = expected?.length ?? 8_000;
			for (const [form, codec] of forms) {
				if (form === "plain" && i % 10 > 0) continue;
				const result = tryDecode(codec, stream, size, false);
				expect(result !== undefined, `${form}, stream ${i}`).toBe(expected !== undefined);
				if (expected) expect(isSame(result, expected), `${form}, stream ${i}`).toBe(true);
			}
			if (expected) accepted++;
		}
		expect(accepted).toBeGreaterThan(500);
	});
});
