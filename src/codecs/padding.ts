/**
 * With zero padding (always, except for LZ4 images without LZ4_0PADDING) a stream
 * stands at the end of its pcluster. None of the formats starts with a zero byte,
 * so the zeros in front of it are padding and nothing else.
 */

/** Bytes from which on whole words are looked at. */
const MANY = 64;
const WORD = Uint32Array.BYTES_PER_ELEMENT;

/** How many zero bytes `input` begins with; `input.length` when there is no stream at all. */
export function stripLeadingZeros(input: Uint8Array): number {
	let zeros = input.length < MANY ? 0 : zerosInWords(input);
	while (zeros < input.length && input[zeros] === 0) zeros++;
	return zeros;
}

/** At least so many: all but those at the ends that fill no word. */
function zerosInWords(input: Uint8Array): number {
	const { buffer, byteOffset, length } = input;
	let zeros = -byteOffset & (WORD - 1);
	for (let i = 0; i < zeros; i++) if (input[i] !== 0) return i;
	const words = new Uint32Array(buffer, byteOffset + zeros, Math.floor((length - zeros) / WORD));
	for (let i = 0; i < words.length && words[i] === 0; i++) zeros += WORD;
	return zeros;
}
