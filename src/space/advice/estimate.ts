/**
 * About what a compressor would make of some bytes, unit by unit, without making it: what repeats is
 * found as compressors find it, and what that costs is counted in bits. LZ4 writes bytes as they are;
 * the others write what is frequent in fewer bits, for which the frequencies so far are taken.
 */

/** By algorithm id: bytes that a match reaches back, and how literals are written. */
const CODERS = [
	{ reach: 0xffff, tables: 0 },
	{ reach: 1 << 20, tables: 8 },
	{ reach: 1 << 15, tables: 1 },
	{ reach: 1 << 20, tables: 1 },
] as const;

const LEAST = 4;
const BITS = 15;
/** Places looked at for the longest match. */
const DEPTH = 16;

/**
 * @param unit bytes that units are filled up to
 * @param algorithm id
 * @returns bytes left as a share of those given: 1 where nothing can be saved
 */
export const estimate = (bytes: Uint8Array, unit: number, algorithm: number): number =>
	estimates(bytes, unit, algorithm, [bytes.length])[0] as number;

/**
 * The same of several beginnings of the bytes, in one pass: a short file has less that can repeat.
 * @param lengths of the beginnings, ascending
 */
export function estimates(
	bytes: Uint8Array,
	unit: number,
	algorithm: number,
	lengths: readonly number[],
): number[] {
	const coder = CODERS[algorithm];
	if (!coder) return lengths.map(() => 1);
	const costs = coder.tables === 0 ? new PlainCosts() : new AdaptiveCosts(coder.tables);
	const matches = new Matches(bytes, coder.reach);
	const shares: number[] = [];
	let full = 0;
	let begin = 0;
	/** All beginnings that end at `at` or in front of it. */
	const tell = (at: number) => {
		for (let next = lengths[shares.length]; next !== undefined && next <= at; ) {
			shares.push(next < 2 * LEAST ? 1 : Math.min(1, (full * unit + costs.bits / 8) / at));
			next = lengths[shares.length];
		}
	};
	for (let at = 0; at < bytes.length; ) {
		const length = matches.longestAt(at, begin);
		if (length >= LEAST) costs.match(length, at - matches.from);
		else costs.literal(bytes[at] as number, at > begin ? (bytes[at - 1] as number) : 0);
		const behind = at + Math.max(1, length);
		while (at < behind) matches.add(at++);
		tell(at);
		if (costs.bits < unit * 8) continue;
		full++;
		begin = at;
		costs.reset();
	}
	return shares;
}

/** Where four bytes were met before: the last place, and from each place the one before. */
class Matches {
	/** Of the longest one: where it begins. */
	from = 0;
	readonly #bytes: Uint8Array;
	readonly #view: DataView;
	readonly #reach: number;
	readonly #last = new Int32Array(1 << BITS).fill(-1);
	readonly #before: Int32Array;

	constructor(bytes: Uint8Array, reach: number) {
		this.#bytes = bytes;
		this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
		this.#reach = reach;
		this.#before = new Int32Array(bytes.length);
	}

	#slotAt(at: number): number {
		return Math.imul(this.#view.getUint32(at, true), 0x9e3779b1) >>> (32 - BITS);
	}

	add(at: number): void {
		if (at + LEAST > this.#bytes.length) return;
		const slot = this.#slotAt(at);
		this.#before[at] = this.#last[slot] as number;
		this.#last[slot] = at;
	}

	/** 0 without a match of four bytes that begins at `begin` or behind it. */
	longestAt(at: number, begin: number): number {
		const bytes = this.#bytes;
		if (at + LEAST > bytes.length) return 0;
		const least = Math.max(begin, at - this.#reach);
		let longest = LEAST - 1;
		let place = this.#last[this.#slotAt(at)] as number;
		for (let n = 0; n < DEPTH && place >= least; n++) {
			let length = 0;
			while (at + length < bytes.length && bytes[place + length] === bytes[at + length]) length++;
			if (length > longest) {
				longest = length;
				this.from = place;
			}
			place = this.#before[place] as number;
		}
		return longest < LEAST ? 0 : longest;
	}
}

interface Costs {
	/** Of the unit so far. */
	readonly bits: number;
	literal(byte: number, before: number): void;
	match(length: number, distance: number): void;
	reset(): void;
}

/** Bytes: a token with every match, and more of them for long runs. */
class PlainCosts implements Costs {
	bits = 0;
	#run = 0;

	literal(): void {
		this.#run++;
		// From 15 on each 255 more take a byte.
		this.bits += this.#run >= 15 && (this.#run - 15) % 255 === 0 ? 16 : 8;
	}

	match(length: number): void {
		this.#run = 0;
		this.bits += 24 + (length >= 19 ? 8 * (1 + Math.floor((length - 19) / 255)) : 0);
	}

	reset(): void {
		this.bits = 0;
		this.#run = 0;
	}
}

const LENGTHS = 32;
const SYMBOLS = 256 + LENGTHS;

/** Bits by how often each symbol was there before; literals by the one in front of them, too. */
class AdaptiveCosts implements Costs {
	bits = 0;
	readonly #tables: readonly Frequencies[];
	readonly #distances = new Frequencies(LENGTHS);

	constructor(tables: number) {
		this.#tables = Array.from({ length: tables }, () => new Frequencies(SYMBOLS));
	}

	literal(byte: number, before: number): void {
		const table = this.#tables[before >>> 5] ?? this.#tables[0];
		this.bits += table?.take(byte) ?? 8;
	}

	match(length: number, distance: number): void {
		const slot = 31 - Math.clz32(length);
		const far = 31 - Math.clz32(distance);
		this.bits += this.#tables[0]?.take(256 + slot) ?? 8;
		this.bits += Math.max(0, slot - 2) + this.#distances.take(far) + far;
	}

	reset(): void {
		this.bits = 0;
		for (const table of this.#tables) table.reset();
		this.#distances.reset();
	}
}

class Frequencies {
	readonly #counts: Float64Array;
	#all = 0;

	constructor(symbols: number) {
		this.#counts = new Float64Array(symbols);
		this.reset();
	}

	/** Bits of a symbol, which is more frequent from now on. */
	take(symbol: number): number {
		const count = this.#counts[symbol] as number;
		const bits = Math.log2(this.#all / count);
		this.#counts[symbol] = count + 1;
		this.#all++;
		return bits;
	}

	/** What was not met yet is as frequent as a small part of a symbol. */
	reset(): void {
		this.#counts.fill(RARE);
		this.#all = this.#counts.length * RARE;
	}
}

const RARE = 0.1;
