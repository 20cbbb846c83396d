/**
 * One raw LZ4 block (no frame), as lz4_Block_format.md describes it.
 *
 * A block is a list of sequences: token | literal length | literals | distance | match length.
 * The token's high half is the number of literals, its low half the match length
 * less 4; 15 in either means "more length bytes follow, until one is below 255".
 * The distance is 16 bits, little-endian. The last sequence stops after its literals.
 *
 * The format's end rules are enforced as the reference decoder does: the last 5
 * bytes are literals and the last match starts at least 12 bytes before the end.
 */
import {
	BAD_DISTANCE,
	BAD_END,
	copy16,
	copyBytes,
	copyMatch,
	INPUT_ENDS,
	INPUT_LEFT,
	OK,
	TOO_LONG,
	TOO_SHORT,
} from "./common";

export { heapBase } from "./common";

const MIN_MATCH: u32 = 4;
const LAST_LITERALS: u32 = 5;
const LAST_MATCH_START: u32 = 12;
const DISTANCE_BYTES: u32 = 2;
/** What has to follow the literals of every sequence but the last: distance, token, 5 literals. */
const LAST_SEQUENCE: u32 = DISTANCE_BYTES + 1 + LAST_LITERALS;

export function decode(
	input: usize,
	inputSize: usize,
	output: usize,
	outputSize: usize,
	partial: bool,
): i32 {
	const inputEnd = input + inputSize;
	const outputEnd = output + outputSize;
	// Literals that pass either of these two end the block, or the part we want of it.
	const lastDistance = inputEnd - (partial ? DISTANCE_BYTES : LAST_SEQUENCE);
	const lastMatch = outputEnd - (partial ? 1 : LAST_MATCH_START);
	const lastMatchEnd = outputEnd - (partial ? 0 : LAST_LITERALS);
	let src = input;
	let dst = output;

	while (src < inputEnd) {
		const token: u32 = load<u8>(src++);

		let literals: usize = token >> 4;
		if (literals < 15) {
			copy16(dst, src);
		} else {
			let more: u32;
			do {
				if (src >= inputEnd) return INPUT_ENDS;
				more = load<u8>(src++);
				literals += more;
			} while (more === 255);
			if (partial) literals = min(literals, outputEnd - dst);
			if (literals > inputEnd - src) return INPUT_ENDS;
			if (literals > outputEnd - dst) return TOO_LONG;
			copyBytes(dst, src, literals);
		}
		src += literals;
		dst += literals;

		if (src > lastDistance || dst > lastMatch) {
			if (partial) return dst < outputEnd || src > inputEnd ? INPUT_ENDS : OK;
			if (src > inputEnd) return INPUT_ENDS;
			if (dst > outputEnd) return TOO_LONG;
			if (src < inputEnd) return dst < outputEnd ? BAD_END : INPUT_LEFT;
			return dst < outputEnd ? TOO_SHORT : OK;
		}

		const distance: usize = load<u16>(src);
		src += DISTANCE_BYTES;
		// One comparison for both faults: distance 0 wraps round to the largest number.
		if (distance - 1 >= dst - output) return BAD_DISTANCE;

		let length: usize = (token & 15) + MIN_MATCH;
		if (length < 15 + MIN_MATCH) {
			if (distance >= 16) {
				copy16(dst, dst - distance);
				store<u16>(dst + 16, load<u16>(dst + 16 - distance));
			} else {
				copyMatch(dst, distance, length);
			}
		} else {
			let more: u32;
			do {
				if (src >= inputEnd) return INPUT_ENDS;
				more = load<u8>(src++);
				length += more;
			} while (more === 255);
			if (length > lastMatchEnd - dst) {
				if (!partial) return TOO_LONG;
				length = outputEnd - dst;
			}
			copyMatch(dst, distance, length);
		}
		dst += length;
		if (dst >= lastMatchEnd) {
			if (partial) return OK;
			if (dst > lastMatchEnd) return BAD_END;
		}
	}
	return INPUT_ENDS;
}
