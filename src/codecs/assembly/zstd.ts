/**
 * One Zstandard frame (RFC 8878); skippable frames may come before it.
 *
 *     magic | header | block ... block | checksum
 *
 * The whole output is at hand as the window, so window sizes only matter for the
 * largest block they allow. Dictionaries are not supported.
 */
import {
	BAD_CHECKSUM,
	BAD_HEADER,
	copyBytes,
	fillBytes,
	INPUT_ENDS,
	INPUT_LEFT,
	OK,
	TOO_LONG,
	TOO_SHORT,
	UNSURE,
} from "./common";
import { KEEPS } from "./keeps";
import { xxh64 } from "./xxh64";
import { forgetLiteralCode, MAX_BLOCK, readLiterals } from "./zstd-literals";
import { forgetSequenceCodes, readSequences, sequencesEnd } from "./zstd-sequences";

export { heapBase } from "./common";

const MAGIC: u32 = 0xfd2fb528;
const SKIPPABLE_MAGIC: u32 = 0x184d2a50;
const SKIPPABLE_MASK: u32 = 0xfffffff0;

/** Windows of more than 2^31 bytes are beyond the reference decoder, too. */
const MAX_WINDOW_EXPONENT: u32 = 21;

const RAW: u32 = 0;
const REPEATED: u32 = 1;
const COMPRESSED: u32 = 2;

const UNKNOWN_SIZE: u64 = u64.MAX_VALUE;

let src: usize = 0;
let dst: usize = 0;
let inputEnd: usize = 0;
let output: usize = 0;
let outputEnd: usize = 0;

// The header of the frame.
let contentSize: u64 = 0;
let maxBlock: u32 = 0;
let hasChecksum: bool = false;

/** The first byte behind skippable frames, or `end` when they are damaged. */
function skipFrames(src: usize, end: usize): usize {
	while (end - src >= 8 && (load<u32>(src) & SKIPPABLE_MASK) === SKIPPABLE_MAGIC) {
		const size: usize = load<u32>(src, 4);
		if (size > end - src - 8) return end;
		src += 8 + size;
	}
	return src;
}

/** Reads magic and header. Returns the bytes used, or a negative code. */
function readHeader(src: usize, end: usize): i32 {
	if (end - src < 5) return INPUT_ENDS;
	if (load<u32>(src) !== MAGIC) return BAD_HEADER;
	const flags: u32 = load<u8>(src, 4);
	const sizeFlag = flags >> 6;
	const singleSegment = (flags & 0x20) !== 0;
	const dictionaryFlag = flags & 3;
	hasChecksum = (flags & 4) !== 0;
	if ((flags & 8) !== 0) return BAD_HEADER;

	let at = src + 5;
	let window: u64 = 0;
	if (!singleSegment) {
		const descriptor: u32 = load<u8>(at++);
		if (descriptor >> 3 > MAX_WINDOW_EXPONENT) return BAD_HEADER;
		window = (1 as u64) << (10 + (descriptor >> 3));
		window += (window >> 3) * (descriptor & 7);
	}
	const dictionarySize: u32 = dictionaryFlag === 3 ? 4 : dictionaryFlag;
	if ((load<u32>(at) & ((((1 as u64) << (8 * dictionarySize)) - 1) as u32)) !== 0)
		return BAD_HEADER;
	at += dictionarySize;

	contentSize = UNKNOWN_SIZE;
	if (sizeFlag === 1) contentSize = (load<u16>(at) as u64) + 256;
	else if (sizeFlag === 2) contentSize = load<u32>(at);
	else if (sizeFlag === 3) contentSize = load<u64>(at);
	else if (singleSegment) contentSize = load<u8>(at);
	at += sizeFlag > 0 ? 1 << sizeFlag : singleSegment ? 1 : 0;

	if (singleSegment) window = contentSize;
	maxBlock = window < MAX_BLOCK ? (window as u32) : MAX_BLOCK;
	return at > end ? INPUT_ENDS : ((at - src) as i32);
}

/** Reads a block's contents of `size` bytes and more. Returns OK or a negative code. */
function readBlock(type: u32, size: usize, partial: bool): i32 {
	if (size > maxBlock) return BAD_HEADER;
	if ((type === REPEATED ? 1 : size) > inputEnd - src) return INPUT_ENDS;
	if (type === COMPRESSED) {
		const end = src + size;
		const used = readLiterals(src, end, maxBlock);
		if (used < 0) return used;
		const status = readSequences(src + used, end, dst, output, outputEnd, partial);
		if (status !== OK) return status;
		if (sequencesEnd - dst > maxBlock) return BAD_HEADER;
		dst = sequencesEnd;
		src = end;
		return OK;
	}
	if (type !== RAW && type !== REPEATED) return BAD_HEADER;
	if (size > outputEnd - dst && !partial) return TOO_LONG;
	const wanted = min(size, outputEnd - dst);
	if (type === RAW) copyBytes(dst, src, wanted);
	else if (KEEPS) fillBytes(dst, load<u8>(src), wanted);
	dst += wanted;
	src += type === RAW ? size : 1;
	return OK;
}

function checkChecksum(outputSize: usize): i32 {
	if (inputEnd - src < 4) return INPUT_ENDS;
	if (!KEEPS) return UNSURE;
	const stored = load<u32>(src);
	src += 4;
	return stored === (xxh64(output, outputSize) as u32) ? OK : BAD_CHECKSUM;
}

export function decode(
	input: usize,
	inputSize: usize,
	outputStart: usize,
	outputSize: usize,
	partial: bool,
): i32 {
	inputEnd = input + inputSize;
	output = outputStart;
	outputEnd = output + outputSize;
	src = skipFrames(input, inputEnd);
	const headerSize = readHeader(src, inputEnd);
	if (headerSize < 0) return headerSize;
	src += headerSize;
	if (contentSize !== UNKNOWN_SIZE) {
		if (contentSize < (outputSize as u64)) return TOO_SHORT;
		if (contentSize > (outputSize as u64) && !partial) return TOO_LONG;
	}
	forgetLiteralCode();
	forgetSequenceCodes();

	dst = output;
	let last = false;
	while (!last && !(partial && dst >= outputEnd)) {
		if (inputEnd - src < 3) return INPUT_ENDS;
		const header = load<u32>(src) & 0xffffff;
		src += 3;
		last = (header & 1) !== 0;
		const status = readBlock((header >> 1) & 3, header >> 3, partial);
		if (status !== OK) return status;
	}

	if (dst < outputEnd) return TOO_SHORT;
	if (partial) return OK;
	if (hasChecksum) {
		const status = checkChecksum(outputSize);
		if (status !== OK) return status;
	}
	return src < inputEnd ? INPUT_LEFT : OK;
}
