/** Zstandard's Huffman code for literals (RFC 8878, section 4.2). */
import { BackwardBits } from "./bits";
import { damaged } from "./damaged";
import { buildStates, readDistribution } from "./fse";

const MAX_CODE_BITS = 11;
const MAX_WEIGHTS = 255;
const MAX_WEIGHT_LOG = 6;

/** A code as a table of `2^bits` entries: `length << 8 | symbol`. */
export interface HuffmanCode {
	readonly bits: number;
	readonly table: Uint16Array;
}

/** Two states take turns; when the bits run out, the next one still holds a last weight. */
function readCodedWeights(bytes: Uint8Array): number[] {
	const distribution = readDistribution(bytes, MAX_WEIGHTS + 1, MAX_WEIGHT_LOG);
	const states = buildStates(distribution.log, distribution.probabilities);
	const bits = new BackwardBits(bytes.subarray(distribution.size));
	let state = bits.take(states.log);
	let next = bits.take(states.log);
	const weights: number[] = [];
	while (weights.length < MAX_WEIGHTS - 1) {
		weights.push(states.symbol[state] ?? 0);
		const width = states.width[state] ?? 0;
		const base = states.base[state] ?? 0;
		state = next;
		if (bits.left < width) return [...weights, states.symbol[state] ?? 0];
		next = base + bits.take(width);
	}
	throw damaged("a Huffman code has too many weights");
}

const readPlainWeights = (bytes: Uint8Array, count: number): number[] =>
	Array.from({ length: count }, (_, i) => {
		const pair = bytes[i >> 1] ?? 0;
		return i % 2 === 0 ? pair >> 4 : pair & 15;
	});

/** Each weight doubles a symbol's share of the table; the last weight is what completes it. */
function buildCode(weights: readonly number[]): HuffmanCode {
	const share = (weight: number) => (weight === 0 ? 0 : 2 ** (weight - 1));
	if (weights.some((weight) => weight > MAX_CODE_BITS)) throw damaged("a weight is too large");
	const total = weights.reduce((sum, weight) => sum + share(weight), 0);
	const bits = 32 - Math.clz32(total);
	const last = 32 - Math.clz32(2 ** bits - total);
	if (total === 0 || bits > MAX_CODE_BITS || share(last) !== 2 ** bits - total) {
		throw damaged("the weights make no Huffman code");
	}
	const all = [...weights, last];
	if (all.filter((weight) => weight === 1).length < 2) {
		throw damaged("the weights make no Huffman code");
	}

	const table = new Uint16Array(2 ** bits);
	let at = 0;
	for (let weight = 1; weight <= bits; weight++) {
		for (const [symbol, own] of all.entries()) {
			if (own !== weight) continue;
			table.fill(((bits + 1 - weight) << 8) | symbol, at, at + share(weight));
			at += share(weight);
		}
	}
	return { bits, table };
}

/** Reads a description at the start of `bytes`. @throws Failure */
export function readHuffmanCode(bytes: Uint8Array): { code: HuffmanCode; size: number } {
	const header = bytes[0] ?? 0;
	const count = header - 127;
	const size = 1 + (header < 128 ? header : (count + 1) >> 1);
	if (size > bytes.length) throw damaged("the description of a Huffman code ends early");
	const description = bytes.subarray(1, size);
	const weights =
		header < 128 ? readCodedWeights(description) : readPlainWeights(description, count);
	return { code: buildCode(weights), size };
}

/** Decodes one stream, which must end exactly, into all of `out`. @throws Failure */
export function decodeHuffman(code: HuffmanCode, bytes: Uint8Array, out: Uint8Array): void {
	const bits = new BackwardBits(bytes);
	for (let i = 0; i < out.length; i++) {
		const entry = code.table[bits.peek(code.bits)] ?? 0;
		bits.drop(entry >> 8);
		out[i] = entry;
	}
	if (bits.left !== 0) throw damaged("a stream of literals does not end where it should");
}
