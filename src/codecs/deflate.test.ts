import { constants, deflateRawSync, inflateRawSync } from "node:zlib";
import { beforeAll, describe, expect, it } from "vitest";
import { deflate } from "./deflate";
import { bothForms, damaged, FencedDecoder, type Forms, tryDecode } from "./testing";
import { randomFrom, samples } from "./vectors/samples.mjs";
import { instantiate } from "./wasm";

const strategies = {
	default: constants.Z_DEFAULT_STRATEGY,
	filtered: constants.Z_FILTERED,
	huffman: constants.Z_HUFFMAN_ONLY,
	rle: constants.Z_RLE,
	fixed: constants.Z_FIXED,
};

let forms: [string, Forms["plain"]][];
beforeAll(async () => {
	const { compiled, plain } = await bothForms(deflate);
	forms = [
		["WebAssembly", compiled],
		["plain", plain],
	];
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

describe("DEFLATE", () => {
	it("decodes what zlib writes at every level, strategy and window size", () => {
		for (const [name, bytes] of Object.entries(samples)) {
			for (const [strategy, number] of Object.entries(strategies)) {
				for (let level = 0; level <= 9; level++) {
					const windowBits = 9 + ((level + number) % 7);
					const stream = deflateRawSync(bytes, { level, strategy: number, windowBits });
					for (const [form, codec] of forms) {
						const result = tryDecode(codec, stream, bytes.length, false);
						const where = `${form} ${name} ${strategy} level ${level} windowBits ${windowBits}`;
						expect(result && Buffer.compare(result, bytes), where).toBe(0);
					}
				}
			}
		}
	});

	it("stops at every length when the output is partial", () => {
		for (const name of ["short", "periods", "text"] as const) {
			const bytes = samples[name];
			const stream = deflateRawSync(bytes);
			for (const [form, codec] of forms) {
				const step = form === "plain" ? 7 : 1;
				for (let size = 1; size <= bytes.length; size += step) {
					const result = tryDecode(codec, stream, size, true);
					const same = result && Buffer.compare(result, bytes.subarray(0, size));
					expect(same, `${form} ${name} ${size}`).toBe(0);
				}
			}
		}
	});

	it("refuses a length that is one off, and input behind the end", () => {
		for (const bytes of Object.values(samples)) {
			const stream = deflateRawSync(bytes);
			for (const [, codec] of forms) {
				expect(tryDecode(codec, stream, bytes.length + 1, false)).toBeUndefined();
				expect(tryDecode(codec, stream, bytes.length + 1, true)).toBeUndefined();
				if (bytes.length > 0) {
					expect(tryDecode(codec, stream, bytes.length - 1, false)).toBeUndefined();
				}
				const longer = Uint8Array.of(...stream.subarray(0, 9000), 0);
				if (stream.length < 9000) {
					expect(tryDecode(codec, longer, bytes.length, false)).toBeUndefined();
				}
			}
		}
	});

	it("accepts and refuses 10,000 damaged streams as zlib does, and writes nowhere else", async () => {
		const random = randomFrom(42);
		const decoder = await instantiate((await deflate.wasm()).wasm);
		const fenced = new FencedDecoder(decoder, 1 << 16, 1 << 20);
		const [[, compiled], [, plain]] = forms as [(typeof forms)[0], (typeof forms)[0]];
		const streams = [samples.short, samples.periods, samples.text, samples.records].flatMap(
			(bytes) => [1, 6, 9].map((level) => deflateRawSync(bytes, { level, strategy: level % 5 })),
		);
		let accepted = 0;
		for (let i = 0; i < 10_000; i++) {
			const stream = damaged(streams[i % streams.length] as Uint8Array, random);
			const expected = zlibDecode(stream);
			const size = expected?.length ?? 12_000;
			fenced.decode(stream, size, random(2) === 1);
			const result = tryDecode(compiled, stream, size, false);
			expect(result === undefined, `stream ${i}`).toBe(expected === undefined);
			if (result && expected) {
				accepted++;
				expect(Buffer.compare(result, expected)).toBe(0);
			}
			if (i % 10 === 0) {
				const slow = tryDecode(plain, stream, size, false);
				expect(slow === undefined).toBe(expected === undefined);
				if (slow && expected) expect(Buffer.compare(slow, expected)).toBe(0);
			}
		}
		expect(accepted).toBeGreaterThan(500);
	});
});
