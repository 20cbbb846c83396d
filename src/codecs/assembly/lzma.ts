/**
 * MicroLZMA: LZMA1 (lzma-specification.txt of the LZMA SDK) without header, size and end
 * mark. The first byte is the bitwise complement of the properties; the bytes of the range
 * coder follow, without the first one, which is always 0.
 *
 * Every decision is binary and has a probability of its own, chosen by what came before:
 * the kinds of the last operations (`state`), the position, the byte before. The range
 * coder divides `range` in proportion to the probability; `code`, the number that the
 * stream is, lies in one part or the other, and the probability moves that way.
 */
import {
	BAD_DISTANCE,
	BAD_HEADER,
	BAD_TAIL,
	copyMatch,
	INPUT_ENDS,
	INPUT_LEFT,
	OK,
	TOO_LONG,
} from "./common";

export { heapBase } from "./common";

/** Below this, the range is short of precision and takes in a byte. */
const TOP: u32 = 1 << 24;
/** Probabilities of a zero are 0..2048. They begin in the middle and move by a 32nd. */
const CERTAIN: i32 = 1 << 11;
const MOVE: i32 = 5;

const MIN_MATCH: u32 = 2;
/** From this state on, the last operation was a match. */
const AFTER_MATCH: u32 = 7;

// Where each group of probabilities begins. One takes two bytes; a tree that decides `n`
// bits takes 2^n of them, of which the first is not used.
const PROBABILITIES: usize = memory.data(2 * (1904 + (768 << 4)), 16);
const IS_MATCH: usize = PROBABILITIES; // by state and position
const IS_REPEAT: usize = IS_MATCH + 2 * 12 * 16; // by state, with room for 16
const IS_OLDER1: usize = IS_REPEAT + 2 * 16; // by state: not the last distance?
const IS_OLDER2: usize = IS_OLDER1 + 2 * 16; // by state: nor the one before?
const IS_OLDER3: usize = IS_OLDER2 + 2 * 16; // by state: nor that before it?
const IS_LONG: usize = IS_OLDER3 + 2 * 16; // by state and position: more than one byte?
const SLOTS: usize = IS_LONG + 2 * 12 * 16; // by length: 4 trees of 6 bits
const SPECIAL: usize = SLOTS + 2 * 4 * 64; // trees for slots 4 to 13, see takeDistance
const ALIGN: usize = SPECIAL + 2 * 128;
const MATCH_LENGTH: usize = ALIGN + 2 * 16;
const REPEAT_LENGTH: usize = MATCH_LENGTH + 2 * (16 + 128 + 128 + 256);
const LITERALS: usize = REPEAT_LENGTH + 2 * (16 + 128 + 128 + 256); // by context: 3 trees of 8 bits

// Within a group for lengths: two choices, then trees of 3, 3 and 8 bits.
const LOW: usize = 2 * 16; // by position
const MIDDLE: usize = LOW + 2 * 16 * 8; // by position
const HIGH: usize = MIDDLE + 2 * 16 * 8;

/** The state after a literal, by the state before. */
const AFTER_LITERAL: usize = memory.data<u8>([0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 4, 5]);

let range: u32 = 0;
let code: u32 = 0;
let src: usize = 0;
let dst: usize = 0;
let state: u32 = 0;
// The last four distances less 1, most recent first.
let recent0: usize = 0;
let recent1: usize = 0;
let recent2: usize = 0;
let recent3: usize = 0;

function normalize(): void {
	if (range < TOP) {
		range <<= 8;
		code = (code << 8) | load<u8>(src++);
	}
}

/** A decision that is worth a branch, because it decides what comes next. */
function isOne(probability: usize): bool {
	normalize();
	const zero: i32 = load<u16>(probability);
	const bound = (range >>> 11) * zero;
	if (code < bound) {
		range = bound;
		store<u16>(probability, (zero + ((CERTAIN - zero) >> MOVE)) as u16);
		return false;
	}
	range -= bound;
	code -= bound;
	store<u16>(probability, (zero - (zero >> MOVE)) as u16);
	return true;
}

/** The same decision without a branch, for bits that no processor can foresee. */
function takeBit(probability: usize): u32 {
	normalize();
	const zero: i32 = load<u16>(probability);
	const bound = (range >>> 11) * zero;
	const bit: bool = code >= bound;
	range = select<u32>(range - bound, bound, bit);
	code = select<u32>(code - bound, code, bit);
	// Rounds both ways as above: (31 - zero) >> 5 is -(zero >> 5).
	store<u16>(probability, (zero + ((select<i32>(31, CERTAIN, bit) - zero) >> MOVE)) as u16);
	return bit ? 1 : 0;
}

/** Bits, highest first, each with a probability that depends on those before it. */
function takeTree(tree: usize, limit: u32): u32 {
	let node: u32 = 1;
	do {
		node = (node << 1) | takeBit(tree + (node << 1));
	} while (node < limit);
	return node - limit;
}

/** The same, lowest bit first. */
function takeReverseTree(tree: usize, width: u32): u32 {
	let node: u32 = 1;
	let value: u32 = 0;
	for (let i: u32 = 0; i < width; i++) {
		const bit = takeBit(tree + (node << 1));
		node = (node << 1) | bit;
		value |= bit << i;
	}
	return value;
}

/** Bits that are as likely 0 as 1, highest first. */
function takeEvenBits(width: u32): u32 {
	let value: u32 = 0;
	for (let i: u32 = 0; i < width; i++) {
		normalize();
		range >>>= 1;
		const bit: bool = code >= range;
		code -= select<u32>(range, 0, bit);
		value = (value << 1) | (bit ? 1 : 0);
	}
	return value;
}

/**
 * A literal after a match. The byte that the match would have gone on with is the best
 * guess, and as long as the bits are those of the guess, their probabilities are in one of
 * two further trees, by the guessed bit.
 */
function takeMatchedLiteral(trees: usize, guess: u32): u32 {
	let node: u32 = 1;
	let matched: u32 = 0x100; // 0 from the first wrong bit on
	do {
		guess <<= 1;
		const guessed = guess & matched;
		const bit = takeBit(trees + ((matched + guessed + node) << 1));
		node = (node << 1) | bit;
		matched &= select<u32>(guessed, ~guessed, bit !== 0);
	} while (node < 0x100);
	return node;
}

function takeLength(group: usize, position: usize): u32 {
	if (!isOne(group)) return MIN_MATCH + takeTree(group + LOW + (position << 4), 8);
	if (!isOne(group + 2)) return MIN_MATCH + 8 + takeTree(group + MIDDLE + (position << 4), 8);
	return MIN_MATCH + 16 + takeTree(group + HIGH, 256);
}

/**
 * A distance less 1: a slot gives its highest two bits and how many follow. Those have
 * trees of their own in near slots; in far ones all but the last four are not modelled.
 */
function takeDistance(length: u32): usize {
	const slot = takeTree(SLOTS + (min(length - MIN_MATCH, 3) << 7), 64);
	if (slot < 4) return slot;
	const width = (slot >> 1) - 1;
	const base = (2 | (slot & 1)) << width;
	// The trees are so packed that each begins one place before the end of the last.
	if (slot < 14) return base + takeReverseTree(SPECIAL + ((base - slot) << 1), width);
	return base + (takeEvenBits(width - 4) << 4) + takeReverseTree(ALIGN, 4);
}

function resetProbabilities(contextBits: u32): void {
	const end = LITERALS + ((2 * 768) << contextBits);
	const even = i16x8.splat((CERTAIN / 2) as i16);
	for (let at = PROBABILITIES; at < end; at += 16) v128.store(at, even);
}

function start(input: usize): void {
	range = 0xffffffff;
	code = bswap(load<u32>(input + 1));
	src = input + 5;
	state = 0;
	recent0 = recent1 = recent2 = recent3 = 0;
}

/** Writes a byte whose trees are at `trees`. */
function takeLiteral(trees: usize): void {
	const byte: u32 =
		state < AFTER_MATCH
			? takeTree(trees, 0x100)
			: takeMatchedLiteral(trees, load<u8>(dst - recent0 - 1));
	store<u8>(dst++, byte as u8);
	state = load<u8>(AFTER_LITERAL + state);
}

/** Makes the distance of a match the most recent one. Returns the length. */
function takeMatch(position: usize): u32 {
	recent3 = recent2;
	recent2 = recent1;
	recent1 = recent0;
	const length = takeLength(MATCH_LENGTH, position);
	recent0 = takeDistance(length);
	state = state < AFTER_MATCH ? 7 : 10;
	return length;
}

/** Makes one of the older distances the most recent one. */
function takeOlderDistance(byState: usize): void {
	let distance = recent1;
	if (isOne(IS_OLDER2 + byState)) {
		distance = recent2;
		if (isOne(IS_OLDER3 + byState)) {
			distance = recent3;
			recent3 = recent2;
		}
		recent2 = recent1;
	}
	recent1 = recent0;
	recent0 = distance;
}

/** A match with one of the recent distances, which becomes the most recent. Returns the length. */
function takeRepeat(byState: usize, byPosition: usize, position: usize): u32 {
	if (isOne(IS_OLDER1 + byState)) {
		takeOlderDistance(byState);
	} else if (!isOne(IS_LONG + byPosition)) {
		state = state < AFTER_MATCH ? 9 : 11;
		return 1;
	}
	const length = takeLength(REPEAT_LENGTH, position);
	state = state < AFTER_MATCH ? 8 : 11;
	return length;
}

export function decode(
	input: usize,
	inputSize: usize,
	output: usize,
	outputSize: usize,
	partial: bool,
): i32 {
	if (inputSize < 5) return INPUT_ENDS;
	const properties: u32 = load<u8>(input) ^ 0xff;
	const lc = properties % 9;
	const lp = (properties / 9) % 5;
	const pb = properties / 45;
	if (pb > 4 || lc + lp > 4) return BAD_HEADER;
	const positionMask: usize = (1 << pb) - 1;
	const contextMask: usize = (1 << lp) - 1;
	resetProbabilities(lc + lp);
	start(input);
	if (code === range) return BAD_HEADER;

	const inputEnd = input + inputSize;
	const outputEnd = output + outputSize;
	dst = output;
	// One turn makes less than 50 decisions, each of which takes in a byte at most, and it
	// writes at most 273 bytes: checking once a turn stays within the slack.
	while (dst < outputEnd) {
		if (src > inputEnd) return INPUT_ENDS;
		const written = dst - output;
		const position = written & positionMask;
		const byState: usize = state << 1;
		const byPosition = (byState << 4) + (position << 1);

		if (!isOne(IS_MATCH + byPosition)) {
			const before: usize = written > 0 ? load<u8>(dst - 1) : 0;
			const context = ((written & contextMask) << lc) + (before >> (8 - lc));
			takeLiteral(LITERALS + context * (2 * 768));
			continue;
		}
		const length = isOne(IS_REPEAT + byState)
			? takeRepeat(byState, byPosition, position)
			: takeMatch(position);
		if (recent0 >= written) return BAD_DISTANCE;
		copyMatch(dst, recent0 + 1, length);
		dst += length;
	}

	if (src > inputEnd) return INPUT_ENDS;
	if (partial) return OK;
	if (dst > outputEnd) return TOO_LONG;
	// The encoder ends with the number that leaves nothing over.
	normalize();
	if (src > inputEnd) return INPUT_ENDS;
	if (src < inputEnd) return INPUT_LEFT;
	return code === 0 ? OK : BAD_TAIL;
}
