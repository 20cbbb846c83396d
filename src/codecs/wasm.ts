/**
 * Runs a decoder compiled from src/codecs/assembly.
 *
 * The decoder owns one memory, reused for every call because fresh buffers cost more
 * than decoding does:
 *
 *     | tables | guard | input | slack | output | slack |
 *
 * The slack is what lets it copy in large steps and check bounds afterwards (see
 * assembly/common.ts); the guard is for streams that are read backwards.
 */
import { Failure } from "../base/errors";
import { roundUp } from "../base/range";
import { type Checker, type Codec, codecFailure, type DecodeOptions } from "./codec";

/** What every compiled decoder exports. Addresses and sizes are in bytes. */
export interface DecoderExports {
	readonly memory: WebAssembly.Memory;
	heapBase(): number;
	/** 0, or a negative code from assembly/common.ts. */
	decode(
		input: number,
		inputSize: number,
		output: number,
		outputSize: number,
		partial: boolean,
	): number;
}

/** Bytes behind input and output that the decoder may touch, as assembly/common.ts has it. */
export const SLACK = 512;
const GUARD = 64;
const ALIGNMENT = 64;
const PAGE = 65536;

/**
 * Far above any pcluster (1 MiB encoded, 12 MiB decoded). The decoders add up lengths
 * in 32 bits, and 255 times the input must stay below that.
 */
export const MAX_INPUT = 16 << 20;
export const MAX_OUTPUT = 64 << 20;

/** Words for the codes of assembly/common.ts: `-code` is the index. */
const WORDS = [
	"",
	"the stream needs more input than there is",
	"the stream holds more bytes than expected",
	"the stream ends before all expected bytes are decoded",
	"input is left behind the end of the stream",
	"a match starts before the first decoded byte",
	"a prefix code is over-full, incomplete or has no such symbol",
	"a header has a value that the format reserves or forbids",
	"the checksum does not match the decoded bytes",
	"a match lies too near to the end of the block",
	"bits are left over at the end of the stream",
];

/**
 * Compiles and instantiates a decoder given as base64.
 * @throws WebAssembly.CompileError or ReferenceError where WebAssembly is forbidden or
 *         lacks SIMD.
 */
export async function instantiate(base64: string): Promise<DecoderExports> {
	const binary = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
	const { instance } = await WebAssembly.instantiate(binary);
	return instance.exports as unknown as DecoderExports;
}

/** A decoder with its memory. */
class Machine {
	readonly #label: string;
	readonly #decoder: DecoderExports;
	readonly #inputAt: number;
	#inputSize = 0;
	#outputAt = 0;
	#outputSize = 0;
	#bytes = new Uint8Array();

	constructor(label: string, decoder: DecoderExports) {
		this.#label = label;
		this.#decoder = decoder;
		this.#inputAt = roundUp(decoder.heapBase() + GUARD, ALIGNMENT);
	}

	/**
	 * Where to put `size` bytes to be decoded, until it is called again.
	 * @param longest bytes that are decoded at once
	 * @throws Failure `limit`
	 */
	input(size: number, longest: number): Uint8Array {
		this.#reserve(size, longest);
		return this.#bytes.subarray(this.#inputAt, this.#inputAt + size);
	}

	/** Decodes bytes [start, end) of the input. @returns the decoder's code */
	run(start: number, end: number, length: number, partial: boolean): number {
		const from = this.#inputAt + start;
		return this.#decoder.decode(from, end - start, this.#outputAt, length, partial);
	}

	/** The first bytes of the output of the last run. */
	output(length: number): Uint8Array {
		return this.#bytes.subarray(this.#outputAt, this.#outputAt + length);
	}

	/** Makes room for so many bytes; sizes double, so that few calls move anything. */
	#reserve(inputSize: number, outputSize: number): void {
		if (inputSize <= this.#inputSize && outputSize <= this.#outputSize) return;
		checkLimit(this.#label, "encoded", inputSize, MAX_INPUT);
		checkLimit(this.#label, "decoded", outputSize, MAX_OUTPUT);
		this.#inputSize = Math.max(this.#inputSize, powerOfTwo(inputSize));
		this.#outputSize = Math.max(this.#outputSize, powerOfTwo(outputSize));
		this.#outputAt = roundUp(this.#inputAt + this.#inputSize + SLACK, ALIGNMENT);

		const { memory } = this.#decoder;
		const missing = this.#outputAt + this.#outputSize + SLACK - memory.buffer.byteLength;
		if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
		this.#bytes = new Uint8Array(memory.buffer);
	}
}

export class WasmCodec implements Codec {
	readonly #label: string;
	readonly #machine: Machine;

	constructor(label: string, decoder: DecoderExports) {
		this.#label = label;
		this.#machine = new Machine(label, decoder);
	}

	decode(input: Uint8Array, out: Uint8Array, { partial }: DecodeOptions): void {
		this.#machine.input(input.length, out.length).set(input);
		const code = this.#machine.run(0, input.length, out.length, partial);
		if (code !== 0) throw codecFailure(this.#label, WORDS[-code] ?? `code ${code}`);
		out.set(this.#machine.output(out.length));
	}
}

export class WasmChecker implements Checker {
	readonly #machine: Machine;

	constructor(label: string, decoder: DecoderExports) {
		this.#machine = new Machine(label, decoder);
	}

	room(size: number, longest: number): Uint8Array {
		return this.#machine.input(size, longest);
	}

	accepts(start: number, end: number, length: number, partial: boolean): boolean {
		return this.#machine.run(start, end, length, partial) === 0;
	}
}

const powerOfTwo = (size: number): number => 2 ** Math.ceil(Math.log2(Math.max(size, PAGE)));

/** @throws Failure `limit` */
function checkLimit(label: string, what: string, size: number, limit: number): void {
	if (size <= limit) return;
	throw new Failure({
		kind: "limit",
		code: "codec-size",
		message: `${label}: ${size} ${what} bytes in one piece are more than the ${limit} allowed.`,
	});
}
