/**
 * One raw LZ4 block (no frame), as lz4_Block_format.md describes it.
 *
 * A block is a list of sequences: token | literal length | literals | distance | match length.
 * The token's high half is the number of literals, its low half the match length less 4;
 * 15 in either means that more bytes of length follow, up to one that is below 255. The
 * distance is 16 bits, little-endian. The last sequence stops after its literals.
 *
 * The end rules are enforced as the reference decoder does: the last 5 bytes are literals,
 * and the last match starts at least 12 bytes before the end.
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
import { KEEPS } from "./keeps";

export { heapBase } from "./common";

const MIN_MATCH: usize = 4;
/** A half of the token with this value is continued in further bytes. */
const CONTINUED: usize = 15;
const LAST_LITERALS: usize = 5;
const LAST_MATCH_START: usize = 12;
const DISTANCE_BYTES: usize = 2;
/** What follows the literals of every sequence but the last: distance, token, 5 literals. */
const LAST_SEQUENCE: usize = DISTANCE_BYTES + 1 + LAST_LITERALS;

let src: usize = 0;
let dst: usize = 0;
let inputEnd: usize = 0;
let outputEnd: usize = 0;

/** A length that began in the token as 15. Stops behind the input: check `src` afterwards. */
function takeLength(): usize {
	let length = CONTINUED;
	let more: usize;
	do {
		more = load<u8>(src++);
		length += more;
	} while (more === 255 && src <= inputEnd);
	return length;
}

/** Copies as much as the longest match has whose length is in the token alone. */
function copy18(to: usize, from: usize): void {
	if (!KEEPS) return;
	copy16(to, from);
	store<u16>(to + 16, load<u16>(from + 16));
}

/** The result when the literals of the last sequence have been copied. */
function resultAtEnd(partial: bool): i32 {
	if (src > inputEnd) return INPUT_ENDS;
	if (partial) return dst < outputEnd ? INPUT_ENDS : OK;
	if (dst > outputEnd) return TOO_LONG;
	if (dst < outputEnd) return src < inputEnd ? BAD_END : TOO_SHORT;
	return src < inputEnd ? INPUT_LEFT : OK;
}

export function decode(
	input: usize,
	inputSize: usize,
	output: usize,
	outputSize: usize,
	partial: bool,
): i32 {
	src = input;
	dst = output;
	inputEnd = input + inputSize;
	outputEnd = output + outputSize;
	// Literals that pass either of these end the block, or the part of it that is wanted.
	const lastDistance = inputEnd - (partial ? DISTANCE_BYTES : LAST_SEQUENCE);
	const lastMatch = outputEnd - (partial ? 1 : LAST_MATCH_START);
	const lastMatchEnd = outputEnd - (partial ? 0 : LAST_LITERALS);

	while (true) {
		const token: usize = load<u8>(src++);

		let literals = token >> 4;
		if (literals < CONTINUED) {
			copy16(dst, src);
		} else {
			literals = takeLength();
			if (partial) literals = min(literals, outputEnd - dst);
			if (src > inputEnd || literals > inputEnd - src) return INPUT_ENDS;
			if (literals > outputEnd - dst) return TOO_LONG;
			copyBytes(dst, src, literals);
		}
		src += literals;
		dst += literals;
		if (src > lastDistance || dst > lastMatch) return resultAtEnd(partial);

		const distance: usize = load<u16>(src);
		src += DISTANCE_BYTES;
		// One comparison for both faults: distance 0 wraps round to the largest number.
		if (distance - 1 >= dst - output) return BAD_DISTANCE;

		let length = token & 15;
		if (length < CONTINUED && (!KEEPS || distance >= 16)) {
			copy18(dst, dst - distance);
		} else {
			if (length === CONTINUED) {
				length = takeLength();
				if (src > inputEnd) return INPUT_ENDS;
				if (partial) length = min(length, outputEnd - dst);
				else if (length > outputEnd - dst) return TOO_LONG;
			}
			copyMatch(dst, distance, length + MIN_MATCH);
		}
		dst += length + MIN_MATCH;
		if (dst >= lastMatchEnd) {
			if (partial) return OK;
			if (dst > lastMatchEnd) return BAD_END;
		}
	}
}
