/**
 * With zero padding (always, except for LZ4 images without LZ4_0PADDING) a stream
 * stands at the end of its pcluster. None of the formats starts with a zero byte,
 * so the zeros in front of it are padding and nothing else.
 */

/** How many zero bytes `input` begins with; `input.length` when there is no stream at all. */
export function stripLeadingZeros(input: Uint8Array): number {
	let zeros = 0;
	while (zeros < input.length && input[zeros] === 0) zeros++;
	return zeros;
}
