/** Zstandard without WebAssembly: one frame (RFC 8878), behind any number of skippable ones. */
import type { Codec } from "../codec";
import { Xxh64 } from "../streams/xxh64";
import { damaged } from "./zstd/damaged";
import type { HuffmanCode } from "./zstd/huffman";
import { readLiterals } from "./zstd/literals";
import { Output } from "./zstd/output";
import { newSequenceState, readSequences } from "./zstd/sequences";

const MAGIC = 0xfd2fb528;
const SKIPPABLE_MAGIC = 0x184d2a5;
/** Windows of more than 2^31 bytes are beyond the reference decoder, too. */
const MAX_WINDOW_EXPONENT = 21;
const MAX_BLOCK = 128 * 1024;

/** Little-endian numbers and pieces, from front to back. */
class Cursor {
	at = 0;
	readonly #bytes: Uint8Array;

	constructor(bytes: Uint8Array) {
		this.#bytes = bytes;
	}

	get left(): number {
		return this.#bytes.length - this.at;
	}

	/** @throws Failure behind the end */
	bytes(size: number): Uint8Array {
		if (size > this.left) throw damaged("it ends early");
		this.at += size;
		return this.#bytes.subarray(this.at - size, this.at);
	}

	/** A number of `size` bytes; exact below 2^53. */
	number(size: number): number {
		return this.bytes(size).reduceRight((sum, byte) => sum * 256 + byte, 0);
	}
}

interface Header {
	readonly maxBlock: number;
	readonly contentSize: number | undefined;
	readonly hasChecksum: boolean;
}

function readHeader(cursor: Cursor): Header {
	let magic = cursor.number(4);
	while (magic >>> 4 === SKIPPABLE_MAGIC) {
		cursor.bytes(cursor.number(4));
		magic = cursor.number(4);
	}
	if (magic !== MAGIC) throw damaged("it is no frame");

	const flags = cursor.number(1);
	if (flags & 8) throw damaged("its header has a reserved bit set");
	const singleSegment = (flags & 0x20) !== 0;
	const window = singleSegment ? 0 : cursor.number(1);
	if (window >> 3 > MAX_WINDOW_EXPONENT) throw damaged("its window is too large");
	const windowSize = 2 ** (10 + (window >> 3)) * (1 + (window & 7) / 8);
	if (cursor.number([0, 1, 2, 4][flags & 3] ?? 0) !== 0) throw damaged("it needs a dictionary");

	const sizeFlag = flags >> 6;
	const sizeBytes = sizeFlag > 0 ? 2 ** sizeFlag : singleSegment ? 1 : 0;
	const size = cursor.number(sizeBytes) + (sizeBytes === 2 ? 256 : 0);
	return {
		maxBlock: Math.min(singleSegment ? size : windowSize, MAX_BLOCK),
		contentSize: sizeBytes === 0 ? undefined : size,
		hasChecksum: (flags & 4) !== 0,
	};
}

function readBlocks(cursor: Cursor, maxBlock: number, output: Output): void {
	const state = newSequenceState();
	let code: HuffmanCode | undefined;
	for (let last = false; !last && !output.isEnough; ) {
		const header = cursor.number(3);
		last = (header & 1) === 1;
		const type = (header >> 1) & 3;
		const size = header >> 3;
		if (size > maxBlock) throw damaged("a block is too large");
		const before = output.size;
		if (type === 0) {
			output.append(cursor.bytes(size));
		} else if (type === 1) {
			output.appendRun(cursor.number(1), size);
		} else if (type === 2) {
			const block = cursor.bytes(size);
			const literals = readLiterals(block, maxBlock, code);
			code = literals.code;
			readSequences(block.subarray(literals.size), literals.bytes, state, output);
		} else {
			throw damaged("a block has the reserved type");
		}
		if (output.size - before > maxBlock) throw damaged("a block is too large");
	}
}

export const plain: Codec = {
	decode(input, out, { partial }) {
		const cursor = new Cursor(input);
		const { contentSize = out.length, maxBlock, hasChecksum } = readHeader(cursor);
		if (partial ? contentSize < out.length : contentSize !== out.length) {
			throw damaged("its length is not the expected one");
		}
		const output = new Output(out, partial);
		readBlocks(cursor, maxBlock, output);
		if (!output.isFull) throw damaged("it ends early");
		if (partial) return;
		const hash = new Xxh64();
		if (hasChecksum) hash.update(out);
		if (hasChecksum && BigInt(cursor.number(4)) !== BigInt.asUintN(32, hash.digest())) {
			throw damaged("its checksum is not that of its contents");
		}
		if (cursor.left > 0) throw damaged("input is left behind its end");
	},
};
