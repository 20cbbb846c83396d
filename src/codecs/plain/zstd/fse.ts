/** Finite State Entropy (RFC 8878, section 4.1); described in assembly/zstd-fse.ts. */
import { damaged } from "./damaged";

const MIN_LOG = 5;

/** A code: for each of `2^log` states its symbol and the way to the next state. */
export interface StateTable {
	readonly log: number;
	readonly symbol: Uint8Array;
	/** Bits to read for the next state, and what to add to them. */
	readonly width: Uint8Array;
	readonly base: Uint16Array;
}

/** How likely each symbol is, in parts of `2^log`; -1 means "less than one". */
export interface Distribution {
	readonly log: number;
	readonly probabilities: readonly number[];
	/** Bytes of its description. */
	readonly size: number;
}

/** @throws Failure */
export function readDistribution(bytes: Uint8Array, symbols: number, maxLog: number): Distribution {
	let at = 0;
	const peek = () => {
		const byte = at >> 3;
		const three =
			(bytes[byte] ?? 0) | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
		return three >> (at & 7);
	};

	const log = MIN_LOG + (peek() & 15);
	if (log > maxLog) throw damaged("a code is too precise");
	at = 4;
	const probabilities: number[] = [];
	let left = 2 ** log;
	while (left > 0) {
		// Values are 0 ..= left + 1; the first `short` of them are written with a bit less.
		const width = 32 - Math.clz32(left + 1);
		const half = 2 ** (width - 1);
		const short = 2 * half - 2 - left;
		let value = peek() & (half - 1);
		if (value < short) {
			at += width - 1;
		} else {
			value = peek() & (2 * half - 1);
			if (value >= half) value -= short;
			at += width;
		}
		probabilities.push(value - 1);
		left -= Math.abs(value - 1);
		if (value === 1) {
			let zeros: number;
			do {
				zeros = peek() & 3;
				at += 2;
				for (let i = 0; i < zeros; i++) probabilities.push(0);
			} while (zeros === 3 && probabilities.length <= symbols);
		}
		if (probabilities.length > symbols) throw damaged("a code has too many symbols");
	}
	const size = (at + 7) >> 3;
	if (size > bytes.length) throw damaged("the description of a code ends early");
	return { log, probabilities, size };
}

export function buildStates(log: number, probabilities: readonly number[]): StateTable {
	const size = 2 ** log;
	const symbol = new Uint8Array(size);
	const next = probabilities.map((probability) => Math.abs(probability));

	let end = size;
	for (const [value, probability] of probabilities.entries()) {
		if (probability < 0) symbol[--end] = value;
	}
	const step = (size >> 1) + (size >> 3) + 3;
	let state = 0;
	for (const [value, probability] of probabilities.entries()) {
		for (let i = 0; i < probability; i++) {
			symbol[state] = value;
			do state = (state + step) & (size - 1);
			while (state >= end);
		}
	}

	const width = new Uint8Array(size);
	const base = new Uint16Array(size);
	for (state = 0; state < size; state++) {
		const value = symbol[state] ?? 0;
		const number = next[value] ?? 1;
		next[value] = number + 1;
		const bits = log - (31 - Math.clz32(number));
		width[state] = bits;
		base[state] = (number << bits) - size;
	}
	return { log, symbol, width, base };
}

/** The code of an alphabet of which only one symbol occurs. */
export const singleState = (symbol: number): StateTable => ({
	log: 0,
	symbol: Uint8Array.of(symbol),
	width: Uint8Array.of(0),
	base: Uint16Array.of(0),
});
