/** The literals section of a block (RFC 8878, section 3.1.1.3.1). */
import { damaged } from "./damaged";
import { decodeHuffman, type HuffmanCode, readHuffmanCode } from "./huffman";

const STORED = 0;
const REPEATED = 1;
const TREELESS = 3;

export interface Literals {
	readonly bytes: Uint8Array;
	/** Bytes of the section. */
	readonly size: number;
	/** The code for later blocks that describe none. */
	readonly code: HuffmanCode | undefined;
}

/** The first five bytes as one number. */
const headerOf = (block: Uint8Array): number =>
	block.subarray(0, 5).reduce((sum, byte, i) => sum + byte * 256 ** i, 0);

/** `width` bits of a number of up to 40. */
const field = (header: number, at: number, width: number): number =>
	Math.floor(header / 2 ** at) % 2 ** width;

function readPlain(block: Uint8Array, maxSize: number): { bytes: Uint8Array; size: number } {
	const header = headerOf(block);
	const format = field(header, 2, 2);
	const headerSize = format === 1 ? 2 : format === 3 ? 3 : 1;
	const count = headerSize === 1 ? field(header, 3, 5) : field(header, 4, headerSize * 8 - 4);
	const repeated = field(header, 0, 2) === REPEATED;
	const size = headerSize + (repeated ? 1 : count);
	if (count > maxSize) throw damaged("a block has too many literals");
	if (size > block.length) throw damaged("the literals end early");
	const bytes = repeated
		? new Uint8Array(count).fill(block[headerSize] ?? 0)
		: block.subarray(headerSize, size);
	return { bytes, size };
}

/** Four streams of a quarter each, with the sizes of the first three in front. */
function decodeFour(code: HuffmanCode, bytes: Uint8Array, out: Uint8Array): void {
	if (bytes.length < 6 || out.length < 6) throw damaged("four streams of literals are too short");
	const quarter = (out.length + 3) >> 2;
	let at = 6;
	for (let i = 0; i < 4; i++) {
		const size = (bytes[2 * i] ?? 0) | ((bytes[2 * i + 1] ?? 0) << 8);
		const end = i < 3 ? at + size : bytes.length;
		if (end > bytes.length) throw damaged("a stream of literals ends early");
		decodeHuffman(code, bytes.subarray(at, end), out.subarray(i * quarter, (i + 1) * quarter));
		at = end;
	}
}

function readCoded(block: Uint8Array, maxSize: number, known: HuffmanCode | undefined): Literals {
	const header = headerOf(block);
	const format = field(header, 2, 2);
	const width = format < 2 ? 10 : format === 2 ? 14 : 18;
	const headerSize = format < 2 ? 3 : format === 2 ? 4 : 5;
	const count = field(header, 4, width);
	const size = headerSize + field(header, 4 + width, width);
	if (count > maxSize) throw damaged("a block has too many literals");
	if (size > block.length) throw damaged("the literals end early");

	const coded = block.subarray(headerSize, size);
	const described =
		field(header, 0, 2) === TREELESS ? { code: known, size: 0 } : readHuffmanCode(coded);
	const { code } = described;
	if (!code) throw damaged("the first literals describe no code");
	const bytes = new Uint8Array(count);
	const streams = coded.subarray(described.size);
	if (format === 0) decodeHuffman(code, streams, bytes);
	else decodeFour(code, streams, bytes);
	return { bytes, size, code };
}

/** @throws Failure */
export function readLiterals(
	block: Uint8Array,
	maxSize: number,
	known: HuffmanCode | undefined,
): Literals {
	const type = (block[0] ?? 0) & 3;
	return type === STORED || type === REPEATED
		? { ...readPlain(block, maxSize), code: known }
		: readCoded(block, maxSize, known);
}
