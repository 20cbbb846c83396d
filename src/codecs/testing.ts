/** What the codec tests share: both forms of a codec, damage, and a fenced decoder. */
import type { Checker, Codec } from "./codec";
import { type CodecSource, PlainChecker } from "./load";
import { type DecoderExports, instantiate, SLACK, WasmChecker, WasmCodec } from "./wasm";

export type Random = (limit: number) => number;

export interface Forms {
	readonly compiled: Codec;
	readonly plain: Codec;
}

export async function bothForms(source: CodecSource): Promise<Forms> {
	const { wasm } = await source.wasm();
	const compiled = new WasmCodec(source.label, await instantiate(wasm));
	return { compiled, plain: (await source.plain()).plain };
}

export async function bothCheckers(
	source: CodecSource,
): Promise<{ readonly compiled: Checker; readonly plain: Checker }> {
	const { wasm } = await source.check();
	const compiled = new WasmChecker(source.label, await instantiate(wasm));
	return { compiled, plain: new PlainChecker((await source.plain()).plain) };
}

/** Whether a checker accepts a stream, with others before and behind it. */
export function accepts(
	checker: Checker,
	stream: Uint8Array,
	size: number,
	partial: boolean,
): boolean {
	const room = checker.room(stream.length + 2 * AROUND, size).fill(CANARY);
	room.set(stream, AROUND);
	return checker.accepts(AROUND, AROUND + stream.length, size, partial);
}

const AROUND = 100;

/** The decoded bytes, or undefined when the codec refuses; anything but a refusal is thrown. */
export function tryDecode(
	codec: Codec,
	input: Uint8Array,
	size: number,
	partial: boolean,
): Uint8Array | undefined {
	const out = new Uint8Array(size);
	try {
		codec.decode(input, out, { partial });
		return out;
	} catch (error) {
		if (error instanceof Error && error.name === "Failure") return undefined;
		throw error;
	}
}

const damages: ((stream: Uint8Array, random: Random) => Uint8Array)[] = [
	(stream, random) => flip(stream, random, 1),
	(stream, random) => {
		for (let i = 0; i < 3; i++) stream[random(stream.length)] = random(256);
		return stream;
	},
	(stream, random) => stream.subarray(0, random(stream.length)),
	(stream, random) => stream.fill(0, random(stream.length)),
	(stream, random) => {
		for (let at = random(stream.length); at < stream.length; at++) stream[at] = random(256);
		return stream;
	},
	(stream, random) => flip(stream.subarray(0, stream.length - random(4)), random, 4),
];

function flip(stream: Uint8Array, random: Random, bits: number): Uint8Array {
	for (let i = 0; i < bits; i++) {
		const at = random(stream.length);
		stream[at] = (stream[at] ?? 0) ^ (1 << random(8));
	}
	return stream;
}

/** A damaged copy: flipped bits, new bytes, a cut, a tail of zeros or of noise. */
export function damaged(stream: Uint8Array, random: Random): Uint8Array {
	const copy = new Uint8Array(stream);
	return damages[random(damages.length)]?.(copy, random) ?? copy;
}

/**
 * Runs a compiled decoder with canaries in front of and behind input and output,
 * each directly where the decoder has no right to write.
 */
export class FencedDecoder {
	readonly #decoder: DecoderExports;
	readonly #bytes: Uint8Array;
	readonly #inputAt: number;
	readonly #inputSize: number;

	constructor(decoder: DecoderExports, inputSize: number, outputSize: number) {
		this.#decoder = decoder;
		this.#inputSize = inputSize;
		this.#inputAt = decoder.heapBase() + FENCE;
		const size = this.#inputAt + inputSize + outputSize + 2 * SLACK + 3 * FENCE;
		decoder.memory.grow(Math.ceil(size / 65536));
		this.#bytes = new Uint8Array(decoder.memory.buffer);
	}

	/** The decoder's result code. @throws Error when a canary has changed. */
	decode(input: Uint8Array, size: number, partial: boolean): number {
		const inputEnd = this.#inputAt + this.#inputSize + SLACK;
		const outputAt = inputEnd + FENCE;
		const fences = [this.#inputAt - FENCE, inputEnd, outputAt + size + SLACK];
		for (const fence of fences) this.#bytes.fill(CANARY, fence, fence + FENCE);
		this.#bytes.set(input, this.#inputAt);
		const code = this.#decoder.decode(this.#inputAt, input.length, outputAt, size, partial);
		for (const fence of fences) {
			const after = this.#bytes.subarray(fence, fence + FENCE);
			if (after.some((byte) => byte !== CANARY)) throw new Error(`wrote outside, at ${fence}`);
		}
		return code;
	}
}

const FENCE = 4096;
const CANARY = 0xa5;
