/** The sequences section of a block (RFC 8878, section 3.1.1.3.2). */
import { BackwardBits } from "./bits";
import { damaged } from "./damaged";
import { buildStates, readDistribution, type StateTable, singleState } from "./fse";
import type { Sink } from "./output";

/** One of the three alphabets: what its symbols stand for, and its predefined code. */
interface Alphabet {
	/** For each symbol: its smallest value, and how many extra bits are added to it. */
	readonly base: readonly number[];
	readonly extra: readonly number[];
	readonly maxLog: number;
	readonly predefined: StateTable;
}

const repeat = (value: number, times: number): number[] => new Array<number>(times).fill(value);

function alphabet(
	firstBase: number,
	extra: number[],
	maxLog: number,
	log: number,
	probabilities: number[],
): Alphabet {
	let next = firstBase;
	const base = extra.map((bits) => {
		const own = next;
		next += 2 ** bits;
		return own;
	});
	return { base, extra, maxLog, predefined: buildStates(log, probabilities) };
}

const LITERAL_LENGTHS = alphabet(
	0,
	[...repeat(0, 16), 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
	9,
	6,
	[4, 3, ...repeat(2, 11), 1, 1, 1, ...repeat(2, 9), 3, 2, ...repeat(1, 5), ...repeat(-1, 4)],
);

const OFFSETS = alphabet(
	1,
	Array.from({ length: 32 }, (_, symbol) => symbol),
	8,
	5,
	[...repeat(1, 6), 2, 2, 2, ...repeat(1, 15), ...repeat(-1, 5)],
);

const MATCH_LENGTHS = alphabet(
	3,
	[...repeat(0, 32), 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
	9,
	6,
	[1, 4, 3, ...repeat(2, 6), ...repeat(1, 37), ...repeat(-1, 7)],
);

/** The codes in use, in the order in which blocks describe them. */
const ALPHABETS = [LITERAL_LENGTHS, OFFSETS, MATCH_LENGTHS] as const;
type Codes = [StateTable | undefined, StateTable | undefined, StateTable | undefined];

/** What a frame carries from block to block. */
export interface SequenceState {
	codes: Codes;
	/** The last three distances, most recent first. */
	recent: [number, number, number];
	/** Byte of the section from which on it is being read: where something is wrong when it fails. */
	at: number;
}

export const newSequenceState = (): SequenceState => ({
	codes: [undefined, undefined, undefined],
	recent: [1, 4, 8],
	at: 0,
});

/** The code that `mode` asks for, and the bytes that describe it. */
function readCode(
	bytes: Uint8Array,
	mode: number,
	{ base, maxLog, predefined }: Alphabet,
	known: StateTable | undefined,
): { code: StateTable; size: number } {
	if (mode === 0) return { code: predefined, size: 0 };
	if (mode === 3) {
		if (!known) throw damaged("a block repeats a code that was never described");
		return { code: known, size: 0 };
	}
	if (mode === 1) {
		const symbol = bytes[0];
		if (symbol === undefined || symbol >= base.length) throw damaged("a symbol is not in use");
		return { code: singleState(symbol), size: 1 };
	}
	const { log, probabilities, size } = readDistribution(bytes, base.length, maxLog);
	return { code: buildStates(log, probabilities), size };
}

/** One alphabet's place in the stream of bits. */
class Reader {
	readonly #code: StateTable;
	readonly #alphabet: Alphabet;
	readonly #bits: BackwardBits;
	#state: number;

	constructor(code: StateTable, alphabet: Alphabet, bits: BackwardBits) {
		this.#code = code;
		this.#alphabet = alphabet;
		this.#bits = bits;
		this.#state = bits.take(code.log);
	}

	value(): number {
		const symbol = this.#code.symbol[this.#state] ?? 0;
		const extra = this.#alphabet.extra[symbol] ?? 0;
		return (this.#alphabet.base[symbol] ?? 0) + this.#bits.take(extra);
	}

	advance(): void {
		const width = this.#code.width[this.#state] ?? 0;
		this.#state = (this.#code.base[this.#state] ?? 0) + this.#bits.take(width);
	}
}

/** The distance that an offset value stands for; 1 to 3 are recent ones (section 3.1.1.5). */
function distanceOf(state: SequenceState, value: number, hasLiterals: boolean): number {
	const [a, b, c] = state.recent;
	if (value > 3) {
		state.recent = [value - 3, a, b];
		return value - 3;
	}
	const which = hasLiterals ? value : value + 1;
	if (which === 2) state.recent = [b, a, c];
	if (which === 3) state.recent = [c, a, b];
	if (which === 4) state.recent = [a - 1, a, b];
	return state.recent[0];
}

function runSequences(
	bytes: Uint8Array,
	count: number,
	state: SequenceState,
	literals: Uint8Array,
	output: Sink,
): number {
	const bits = new BackwardBits(bytes);
	const [runs, offsets, lengths] = ALPHABETS.map((alphabet, i) => {
		const code = state.codes[i];
		if (!code) throw damaged("a block has no codes");
		return new Reader(code, alphabet, bits);
	}) as [Reader, Reader, Reader];

	let used = 0;
	for (let left = count; ; ) {
		const value = offsets.value();
		const length = lengths.value();
		const run = runs.value();
		const distance = distanceOf(state, value, run > 0);
		if (used + run > literals.length) throw damaged("a block uses more literals than it has");
		output.append(literals.subarray(used, used + run));
		used += run;
		if (output.isEnough) return used;
		output.appendMatch(distance, length);
		if (--left === 0) break;
		runs.advance();
		lengths.advance();
		offsets.advance();
	}
	if (bits.left !== 0) throw damaged("the sequences do not end where they should");
	return used;
}

/** Reads the section and writes the block's bytes. @throws Failure */
export function readSequences(
	section: Uint8Array,
	literals: Uint8Array,
	state: SequenceState,
	output: Sink,
): void {
	const [first, second = 0, third = 0] = section;
	state.at = 0;
	if (first === undefined) throw damaged("a block has no sequences section");
	let at = first < 128 ? 1 : first < 255 ? 2 : 3;
	const count =
		at === 1 ? first : at === 2 ? (first - 128) * 256 + second : second + third * 256 + 0x7f00;
	let used = 0;
	state.at = at;
	if (count > 0) {
		const modes = section[at++] ?? 0;
		if (modes & 3) throw damaged("a block has reserved modes");
		for (const [i, alphabet] of ALPHABETS.entries()) {
			const mode = (modes >> (6 - 2 * i)) & 3;
			state.at = at;
			const { code, size } = readCode(section.subarray(at), mode, alphabet, state.codes[i]);
			state.codes[i] = code;
			at += size;
		}
		state.at = at;
		used = runSequences(section.subarray(at), count, state, literals, output);
	} else if (at !== section.length) {
		throw damaged("bytes are left behind a block without sequences");
	}
	output.append(literals.subarray(used));
}
