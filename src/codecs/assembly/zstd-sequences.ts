/**
 * The sequences section of a Zstandard block (RFC 8878, section 3.1.1.3.2): how many
 * literals to copy, then which earlier bytes. Literal lengths (LL), offsets (OF) and
 * match lengths (ML) each have an FSE code, and all three share one stream of bits that
 * is read backwards: for every sequence the extra bits of OF, ML, LL, then the bits that
 * lead to the next states of LL, ML, OF.
 */
import {
	BAD_CODE,
	BAD_DISTANCE,
	BAD_HEADER,
	copyBytes,
	copyMatch,
	INPUT_ENDS,
	OK,
	TOO_LONG,
} from "./common";
import { hasBits, isAtEnd, isOverrun, openBits, REFILLED, refill, take } from "./zstd-bits";
import {
	buildSingleState,
	buildStates,
	distributionLog,
	distributionSymbols,
	PROBABILITIES,
	readDistribution,
} from "./zstd-fse";
import { literals, literalsSize } from "./zstd-literals";

const LL: u32 = 0;
const OF: u32 = 1;
const ML: u32 = 2;

const PREDEFINED: u32 = 0;
const SINGLE: u32 = 1;
const DESCRIBED: u32 = 2;

/** How many symbols each alphabet has, and the largest accuracy of its code. */
const SYMBOLS: usize = memory.data<u8>([36, 32, 53]);
const MAX_LOGS: usize = memory.data<u8>([9, 8, 9]);

const LL_EXTRA: usize = memory.data<u8>([
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12,
	13, 14, 15, 16,
]);
const ML_EXTRA: usize = memory.data<u8>([
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
	1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);
const LL_PROBABILITIES: usize = memory.data<i16>([
	4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
	-1, -1, -1, -1,
]);
const ML_PROBABILITIES: usize = memory.data<i16>([
	1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);
const OF_PROBABILITIES: usize = memory.data<i16>([
	1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
]);
/** The accuracy of the three predefined codes. */
const PREDEFINED_LOGS: usize = memory.data<u8>([6, 5, 6]);

// Three tables each, one for an alphabet: 64 results, 64 states of the predefined code,
// and up to 512 states of one that a block describes.
const RESULTS: usize = memory.data(3 * 64 * 8, 16);
const PREDEFINED_STATES: usize = memory.data(3 * 64 * 8, 16);
const STATES: usize = memory.data(3 * 512 * 8, 16);

/** The table in use for each alphabet, 0 for none, and its accuracy. */
const TABLES: usize = memory.data(3 * 4, 16);
const LOGS: usize = memory.data(3 * 4, 16);

function resultsOf(alphabet: u32): usize {
	return RESULTS + alphabet * (64 * 8);
}

function storeResult(alphabet: u32, symbol: u32, base: u32, extra: u32): void {
	store<u64>(resultsOf(alphabet) + (symbol << 3), ((base as u64) << 32) | (extra << 24));
}

function buildPredefined(alphabet: u32, probabilities: usize, symbols: u32): void {
	const log: u32 = load<u8>(PREDEFINED_LOGS + alphabet);
	const states = PREDEFINED_STATES + alphabet * (64 * 8);
	buildStates(states, log, probabilities, symbols, resultsOf(alphabet));
}

function fillResults(): void {
	let base: u32 = 0;
	for (let symbol: u32 = 0; symbol < 36; symbol++) {
		const extra: u32 = load<u8>(LL_EXTRA + symbol);
		storeResult(LL, symbol, base, extra);
		base += 1 << extra;
	}
	base = 3;
	for (let symbol: u32 = 0; symbol < 53; symbol++) {
		const extra: u32 = load<u8>(ML_EXTRA + symbol);
		storeResult(ML, symbol, base, extra);
		base += 1 << extra;
	}
	for (let symbol: u32 = 0; symbol < 32; symbol++) {
		storeResult(OF, symbol, 1 << symbol, symbol);
	}
}

fillResults();
buildPredefined(LL, LL_PROBABILITIES, 36);
buildPredefined(OF, OF_PROBABILITIES, 29);
buildPredefined(ML, ML_PROBABILITIES, 53);

/** The last three distances, most recent first. */
let recent1: usize = 0;
let recent2: usize = 0;
let recent3: usize = 0;

/** A new frame knows no tables and the standard recent distances. */
export function forgetSequenceCodes(): void {
	memory.fill(TABLES, 0, 3 * 4);
	recent1 = 1;
	recent2 = 4;
	recent3 = 8;
}

/** Makes the table of an alphabet the one that `mode` says. Returns bytes used, or a code. */
function chooseTable(alphabet: u32, mode: u32, src: usize, end: usize): i32 {
	const states = STATES + alphabet * (512 * 8);
	const results = resultsOf(alphabet);
	const symbols: u32 = load<u8>(SYMBOLS + alphabet);
	let table = states;
	let log: u32 = 0;
	let used = 0;
	if (mode === PREDEFINED) {
		table = PREDEFINED_STATES + alphabet * (64 * 8);
		log = load<u8>(PREDEFINED_LOGS + alphabet);
	} else if (mode === SINGLE) {
		if (src >= end) return INPUT_ENDS;
		const symbol: u32 = load<u8>(src);
		if (symbol >= symbols) return BAD_CODE;
		buildSingleState(states, symbol, results);
		used = 1;
	} else if (mode === DESCRIBED) {
		used = readDistribution(src, end, symbols, load<u8>(MAX_LOGS + alphabet));
		if (used < 0) return used;
		log = distributionLog;
		buildStates(states, log, PROBABILITIES, distributionSymbols, results);
	} else {
		return load<u32>(TABLES + (alphabet << 2)) === 0 ? BAD_HEADER : 0;
	}
	store<u32>(TABLES + (alphabet << 2), table as u32);
	store<u32>(LOGS + (alphabet << 2), log);
	return used;
}

/** Where the output stands after `readSequences`. */
export let sequencesEnd: usize = 0;

/** The next literal, and the end of them. */
let literal: usize = 0;
let literalsEnd: usize = 0;

/** What the next states of all three alphabets take at most. */
const STATE_BITS: u32 = 9 + 8 + 9;

/** The distance that an offset code's value stands for; 1 to 3 are recent ones (section 3.1.1.5). */
function distanceOf(value: usize, hasLiterals: bool): usize {
	if (value > 3) {
		recent3 = recent2;
		recent2 = recent1;
		recent1 = value - 3;
		return recent1;
	}
	// Without literals the most recent distance would continue the last match: skip it.
	const which = hasLiterals ? value : value + 1;
	if (which === 1) return recent1;
	const distance = which === 2 ? recent2 : which === 3 ? recent3 : recent1 - 1;
	if (which > 2) recent3 = recent2;
	recent2 = recent1;
	recent1 = distance;
	return distance;
}

function base(entry: u64): usize {
	return (entry >> 32) as usize;
}

/** How many extra bits a value has; right for the sum of three entries, too. */
function extraBits(entry: u64): u32 {
	return ((entry >> 24) & 0xff) as u32;
}

function takeValue(entry: u64): usize {
	return base(entry) + (take(entry >> 24) as usize);
}

/** The entry of the state that follows. */
function takeState(entry: u64, table: usize): u64 {
	const state = (entry & 0xffff) + take(entry >> 16);
	return load<u64>(table + ((state as usize) << 3));
}

/**
 * Runs `count` sequences from the bits in `src`..`end`, writing from `to` on.
 * Stops at `outputEnd` if that is in the middle of one and `partial` allows it.
 */
function runSequences(
	src: usize,
	end: usize,
	count: u32,
	to: usize,
	output: usize,
	outputEnd: usize,
	partial: bool,
): i32 {
	if (!hasBits(src, end)) return BAD_CODE;
	openBits(src, end);
	const llTable: usize = load<u32>(TABLES);
	const ofTable: usize = load<u32>(TABLES, 4);
	const mlTable: usize = load<u32>(TABLES, 8);
	let llEntry = load<u64>(llTable + ((take(load<u32>(LOGS)) as usize) << 3));
	let ofEntry = load<u64>(ofTable + ((take(load<u32>(LOGS, 4)) as usize) << 3));
	let mlEntry = load<u64>(mlTable + ((take(load<u32>(LOGS, 8)) as usize) << 3));

	while (true) {
		refill();
		if (isOverrun()) return BAD_CODE;
		// Most sequences need no further refill: 26 bits lead to the next states.
		const isLong = extraBits(llEntry + ofEntry + mlEntry) > REFILLED - STATE_BITS;
		const value = takeValue(ofEntry);
		if (isLong) refill();
		let length = takeValue(mlEntry);
		let run = takeValue(llEntry);
		let distance = distanceOf(value, run !== 0);

		if (run > literalsEnd - literal) return BAD_CODE;
		const room = outputEnd - to;
		if (run + length > room) {
			if (!partial) return TOO_LONG;
			run = min(run, room);
			length = room - run;
			if (length === 0) distance = 1; // cut before its match, which may be far
			count = 1;
		}
		copyBytes(to, literal, run);
		to += run;
		literal += run;
		if (distance - 1 >= to - output) return BAD_DISTANCE;
		copyMatch(to, distance, length);
		to += length;

		if (--count === 0) break;
		if (isLong) refill();
		llEntry = takeState(llEntry, llTable);
		mlEntry = takeState(mlEntry, mlTable);
		ofEntry = takeState(ofEntry, ofTable);
	}
	sequencesEnd = to;
	return (partial && to === outputEnd) || isAtEnd() ? OK : BAD_CODE;
}

/** Writes the literals that no sequence has asked for. */
function copyRest(outputEnd: usize, partial: bool): i32 {
	let rest = literalsEnd - literal;
	if (rest > outputEnd - sequencesEnd) {
		if (!partial) return TOO_LONG;
		rest = outputEnd - sequencesEnd;
	}
	copyBytes(sequencesEnd, literal, rest);
	sequencesEnd += rest;
	return OK;
}

/** Reads the section and writes its bytes from `to` on; sets `sequencesEnd`. */
export function readSequences(
	src: usize,
	end: usize,
	to: usize,
	output: usize,
	outputEnd: usize,
	partial: bool,
): i32 {
	if (src >= end) return INPUT_ENDS;
	let at = src + 1;
	let count: u32 = load<u8>(src);
	if (count === 255) {
		count = load<u16>(at) + 0x7f00;
		at += 2;
	} else if (count >= 128) {
		count = ((count - 128) << 8) + load<u8>(at);
		at += 1;
	}
	if (count > 0) {
		const modes: u32 = load<u8>(at++);
		if ((modes & 3) !== 0) return BAD_HEADER;
		for (let alphabet = LL; alphabet <= ML; alphabet++) {
			const used = chooseTable(alphabet, (modes >> (6 - 2 * alphabet)) & 3, at, end);
			if (used < 0) return used;
			at += used;
		}
		if (at >= end) return INPUT_ENDS;
	} else if (at !== end) {
		return at > end ? INPUT_ENDS : BAD_HEADER;
	}
	literal = literals;
	literalsEnd = literals + literalsSize;
	sequencesEnd = to;
	if (count > 0) {
		const status = runSequences(at, end, count, to, output, outputEnd, partial);
		if (status !== OK) return status;
	}
	return copyRest(outputEnd, partial);
}
