/**
 * What holds for every codec in both of its forms. A codec that is added to the registry
 * is tested here, once it has a file of streams in vectors/.
 */
import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Codec } from "./codec";
import { codecById, codecSources, codecs } from "./index";
import { codecEntry } from "./load";
import {
	accepts,
	bothCheckers,
	bothForms,
	damaged,
	FencedDecoder,
	type Random,
	tryDecode,
} from "./testing";
import { randomFrom, samples } from "./vectors/samples.mjs";
import { instantiate, MAX_INPUT, MAX_OUTPUT } from "./wasm";

interface Vector {
	readonly encoder: string;
	readonly sample: keyof typeof samples;
	readonly start: number;
	readonly size: number;
	readonly ends: boolean;
	readonly stream: string;
}

interface Stream {
	readonly name: string;
	readonly input: Uint8Array;
	readonly bytes: Uint8Array;
	readonly ends: boolean;
}

function streamsOf(key: string): Stream[] {
	const file = new URL(`./vectors/${key}.json`, import.meta.url);
	const vectors = JSON.parse(readFileSync(file, "utf8")) as Vector[];
	return vectors.map(({ encoder, sample, start, size, ends, stream }) => ({
		name: `${encoder}, ${sample}`,
		input: new Uint8Array(Buffer.from(stream, "base64")),
		bytes: samples[sample].subarray(start, start + size),
		ends,
	}));
}

const same = (a: Uint8Array | undefined, b: Uint8Array): boolean =>
	a !== undefined && Buffer.compare(a, b) === 0;

/** Every length of a small stream; of a large one the first and last, and some between. */
function lengths(size: number, random: Random): number[] {
	if (size <= 300) return Array.from({ length: size }, (_, i) => i + 1);
	const some = Array.from({ length: 40 }, () => 1 + random(size));
	return [1, 2, 15, 16, 17, ...some, size - 2, size - 1, size];
}

/** Whether a checker that keeps nothing cannot tell: the frame has a checksum (RFC 8878, section 3.1.1.1.1). */
const needsBytes = (key: string, stream: Uint8Array, partial: boolean): boolean =>
	key === "zstd" && !partial && ((stream[4] ?? 0) & 4) !== 0;

const forEachForm = async (
	source: (typeof codecSources)[number],
	run: (codec: Codec, form: string) => void,
): Promise<void> => {
	const { compiled, plain } = await bothForms(source);
	run(compiled, "WebAssembly");
	run(plain, "plain TypeScript");
};

describe.each(codecSources)("$label", (source) => {
	const streams = streamsOf(source.key);

	it("decodes the streams of other encoders", async () => {
		await forEachForm(source, (codec, form) => {
			for (const { name, input, bytes, ends } of streams) {
				const result = tryDecode(codec, input, bytes.length, !ends);
				expect(same(result, bytes), `${form}: ${name}`).toBe(true);
			}
		});
	});

	it("accepts them, but for those whose checksum tells", async () => {
		for (const [form, checker] of Object.entries(await bothCheckers(source))) {
			for (const { name, input, bytes, ends } of streams) {
				const tells = form === "compiled" && needsBytes(source.key, input, !ends);
				const accepted = accepts(checker, input, bytes.length, !ends);
				expect(accepted, `${form}: ${name}`).toBe(!tells);
			}
		}
	});

	it("stops at any length when the output is partial", async () => {
		await forEachForm(source, (codec, form) => {
			const random = randomFrom(1);
			for (const { name, input, bytes } of streams) {
				for (const size of lengths(bytes.length, random)) {
					const result = tryDecode(codec, input, size, true);
					expect(same(result, bytes.subarray(0, size)), `${form}: ${name}, ${size}`).toBe(true);
				}
			}
		});
	});

	it("stops at every length of the stream with the most kinds of matches", async () => {
		const stream = streams.find(({ name }) => name.endsWith("periods"));
		await forEachForm(source, (codec, form) => {
			if (!stream) throw new Error("no such stream");
			for (let size = 1; size <= stream.bytes.length; size += form === "WebAssembly" ? 1 : 11) {
				const result = tryDecode(codec, stream.input, size, true);
				expect(same(result, stream.bytes.subarray(0, size)), `${form}: ${size}`).toBe(true);
			}
		});
	});

	it("takes no length but the right one, no cut stream and no further input", async () => {
		// MicroLZMA alone cannot tell: its length is known from outside only, and a stream may
		// have bits for another byte or two in its last five.
		const knowsItsEnd = source.key !== "lzma";
		await forEachForm(source, (codec, form) => {
			for (const { name, input, bytes, ends } of streams) {
				const refuses = (stream: Uint8Array, size: number, partial: boolean) =>
					expect(tryDecode(codec, stream, size, partial), `${form}: ${name}`).toBeUndefined();
				refuses(Uint8Array.of(...input, 0), bytes.length, false);
				refuses(input.subarray(0, -1), bytes.length, false);
				if (bytes.length > 0) refuses(input, bytes.length - 1, false);
				if (!ends) refuses(input, bytes.length, false);
				else if (knowsItsEnd) {
					refuses(input, bytes.length + 1, false);
					refuses(input, bytes.length + 1, true);
				}
			}
		});
	});

	it("writes nothing outside its output", async () => {
		await forEachForm(source, (codec) => {
			for (const { input, bytes, ends } of streams) {
				const room = new Uint8Array(bytes.length + 64).fill(0xa5);
				const whole = new Uint8Array(input);
				codec.decode(whole, room.subarray(32, 32 + bytes.length), { partial: !ends });
				expect(room.subarray(0, 32).every((byte) => byte === 0xa5)).toBe(true);
				expect(room.subarray(32 + bytes.length).every((byte) => byte === 0xa5)).toBe(true);
				expect(same(whole, input)).toBe(true);
			}
		});
	});

	it("survives 10,000 damaged streams, and its two forms never disagree on bytes", async () => {
		const random = randomFrom(42);
		const { compiled, plain } = await bothForms(source);
		const checker = (await bothCheckers(source)).compiled;
		const decoder = await instantiate((await source.wasm()).wasm);
		const fenced = new FencedDecoder(decoder, 1 << 17, 1 << 18);
		const small = streams.filter(({ bytes }) => bytes.length > 0 && bytes.length <= 10_000);
		let accepted = 0;
		for (let i = 0; i < 10_000; i++) {
			const { input, bytes, ends } = small[random(small.length)] as Stream;
			const stream = damaged(input, random);
			const partial = !ends || random(4) === 0;
			const size = partial ? 1 + random(bytes.length) : bytes.length;
			const code = fenced.decode(stream, size, partial);
			const result = tryDecode(compiled, stream, size, partial);
			expect(result === undefined).toBe(code !== 0);
			const isSure = accepts(checker, stream, size, partial);
			expect(isSure).toBe(code === 0 && !needsBytes(source.key, stream, partial));
			if (result) accepted++;
			if (i % 8 !== 0) continue;
			const slow = tryDecode(plain, stream, size, partial);
			if (slow && result) expect(same(slow, result), `stream ${i}`).toBe(true);
			if (!partial) expect(slow === undefined, `stream ${i}`).toBe(result === undefined);
		}
		expect(accepted).toBeGreaterThan(100);
	});

	it("refuses noise, zeros and nothing at all", async () => {
		await forEachForm(source, (codec) => {
			const random = randomFrom(9);
			for (let i = 0; i < 300; i++) {
				const noise = Uint8Array.from({ length: random(300) }, () => random(256));
				tryDecode(codec, noise, 1 + random(5000), random(2) === 0);
			}
			expect(tryDecode(codec, new Uint8Array(0), 100, false)).toBeUndefined();
			expect(tryDecode(codec, new Uint8Array(0), 100, true)).toBeUndefined();
			expect(tryDecode(codec, new Uint8Array(50), 100, false)).toBeUndefined();
		});
	});

	it("says in words what is wrong with a stream", async () => {
		const random = randomFrom(5);
		const { compiled } = await bothForms(source);
		for (let i = 0; i < 1000; i++) {
			const { input, bytes } = streams[random(streams.length)] as Stream;
			const stream = damaged(input, random);
			try {
				compiled.decode(stream, new Uint8Array(bytes.length), { partial: false });
			} catch (error) {
				expect(String(error)).toMatch(/data is damaged: [a-z ,-]+\.$/);
				expect(String(error)).not.toContain("code -");
			}
		}
	});

	it("bounds what it takes", async () => {
		const { compiled } = await bothForms(source);
		expect(() =>
			compiled.decode(new Uint8Array(MAX_INPUT + 1), new Uint8Array(1), { partial: true }),
		).toThrow(/more than/);
		expect(() =>
			compiled.decode(new Uint8Array(1), new Uint8Array(MAX_OUTPUT + 1), { partial: true }),
		).toThrow(/more than/);
	});
});

describe("the registry", () => {
	afterEach(() => vi.unstubAllGlobals());

	it("has the algorithm numbers of the format, each once", () => {
		expect(codecs.map(({ id, key }) => `${id} ${key}`)).toEqual([
			"0 lz4",
			"1 lzma",
			"2 deflate",
			"3 zstd",
		]);
		expect(codecById(3)?.key).toBe("zstd");
		expect(codecById(4)).toBeUndefined();
	});

	it("loads a codec once", async () => {
		const [codec] = codecs;
		expect(await codec?.load()).toBe(await codec?.load());
	});

	it.each([
		["is missing", undefined],
		["is forbidden", { instantiate: () => Promise.reject(new Error("blocked by policy")) }],
	])("falls back to plain TypeScript where WebAssembly %s", async (_, replacement) => {
		vi.stubGlobal("WebAssembly", replacement);
		for (const source of codecSources) {
			const codec = await codecEntry(source).load();
			expect(codec).toBe((await source.plain()).plain);
		}
	});

	it("tries again after a load has failed", async () => {
		const [first] = codecSources;
		let calls = 0;
		const entry = codecEntry({
			...(first as (typeof codecSources)[number]),
			wasm: async () => {
				if (calls++ === 0) throw new Error("network");
				return (first as (typeof codecSources)[number]).wasm();
			},
		});
		await expect(entry.load()).rejects.toThrow("network");
		await expect(entry.load()).resolves.toBeDefined();
	});
});
