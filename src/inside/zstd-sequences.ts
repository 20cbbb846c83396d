/**
 * The sequences of Zstandard blocks (RFC 8878, 3.1.1.3.2): how many literals each takes and how many
 * bytes it copies. Codes of lengths and distances are read by tables of states, from the end to the front.
 */

/** Where the codes of a section come from. */
export type Mode = "usual" | "one code" | "own table" | "table of before";
const MODES: readonly Mode[] = ["usual", "one code", "own table", "table of before"];

export interface SequencesTold {
	readonly count: number;
	/** Of the lengths of literals, the distances and the lengths of copies. */
	readonly modes?: readonly [Mode, Mode, Mode];
	/** Literals that sequences take; the rest stands at the end of the block. */
	readonly taken: number;
	/** Bytes that are copies of those before them. */
	readonly copied: number;
}

/** What one block leaves to the next: its tables, and the last three distances. */
export class Carried {
	readonly tables: (Table | undefined)[] = [undefined, undefined, undefined];
	readonly distances: [number, number, number] = [1, 4, 8];
	/** A block had a code for its literals. */
	isCoded = false;
}

/** What cannot be read, and where. */
export class Unreadable extends Error {
	readonly at: number;

	constructor(at: number, message: string) {
		super(message);
		this.at = at;
	}
}

/** By state: the code, and the bits that lead to the next state. */
interface Table {
	readonly accuracy: number;
	readonly codes: Uint8Array;
	readonly bits: Uint8Array;
	readonly bases: Uint16Array;
}

interface Section {
	readonly what: string;
	/** Codes up to this one exist, and own tables of so many states, as a power of two. */
	readonly most: number;
	readonly accuracy: number;
	readonly usual: Table;
}

const ones = (count: number): number[] => new Array<number>(count).fill(1);
const rare = (count: number): number[] => new Array<number>(count).fill(-1);

const SECTIONS: readonly [Section, Section, Section] = [
	{
		what: "lengths of literals",
		most: 35,
		accuracy: 9,
		usual: tableOf(
			6,
			[
				4,
				3,
				...new Array<number>(11).fill(2),
				1,
				1,
				1,
				...new Array<number>(9).fill(2),
				3,
				2,
			].concat(ones(5), rare(4)),
		),
	},
	{
		what: "distances",
		most: 31,
		accuracy: 8,
		usual: tableOf(5, [...ones(6), 2, 2, 2, ...ones(15), ...rare(5)]),
	},
	{
		what: "lengths of copies",
		most: 52,
		accuracy: 9,
		usual: tableOf(6, [1, 4, 3, ...new Array<number>(6).fill(2), ...ones(37), ...rare(7)]),
	},
];

/** Bits that follow a code, and the least that it stands for: each goes on where the one before ends. */
function lengthsOf(first: number, plain: number, extra: readonly number[]) {
	const bits = [...new Array<number>(plain).fill(0), ...extra];
	const bases: number[] = [];
	let base = first;
	for (const each of bits) {
		bases.push(base);
		base += 2 ** each;
	}
	return { bits, bases };
}

const UP = [9, 10, 11, 12, 13, 14, 15, 16];
const LITERALS = lengthsOf(0, 16, [1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, ...UP]);
const COPIES = lengthsOf(3, 32, [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, ...UP]);

/** @param chances of each code, in parts of all states; -1 is less than one part */
function tableOf(accuracy: number, chances: readonly number[]): Table {
	const size = 1 << accuracy;
	const codes = new Uint8Array(size);
	const bits = new Uint8Array(size);
	const bases = new Uint16Array(size);
	const next = chances.map((chance) => (chance === -1 ? 1 : chance));
	let high = size;
	for (const [code, chance] of chances.entries()) if (chance === -1) codes[--high] = code;
	const step = (size >> 1) + (size >> 3) + 3;
	let at = 0;
	for (const [code, chance] of chances.entries())
		for (let i = 0; i < chance; i++) {
			codes[at] = code;
			do at = (at + step) & (size - 1);
			while (at >= high);
		}
	for (let state = 0; state < size; state++) {
		const code = codes[state] as number;
		const nth = next[code] as number;
		next[code] = nth + 1;
		bits[state] = accuracy - (31 - Math.clz32(nth));
		bases[state] = (nth << (bits[state] as number)) - size;
	}
	return { accuracy, codes, bits, bases };
}

const onlyCode = (code: number): Table => ({
	accuracy: 0,
	codes: Uint8Array.of(code),
	bits: Uint8Array.of(0),
	bases: Uint16Array.of(0),
});

/** A table as it is stored. @returns it, and the byte behind it */
function readTable(
	input: Uint8Array,
	start: number,
	end: number,
	{ what, most, accuracy: mostAccuracy }: Section,
): readonly [Table, number] {
	const wrong = (why: string) => new Unreadable(start, `The table of ${what} ${why}.`);
	let bit = start * 8;
	const peek = (count: number): number => {
		let value = 0;
		for (let i = 0; i < count; i++)
			value |= (((input[(bit + i) >> 3] ?? 0) >> ((bit + i) & 7)) & 1) << i;
		return value;
	};
	const accuracy = peek(4) + 5;
	bit += 4;
	if (accuracy > mostAccuracy) throw wrong("has too many states");
	const chances: number[] = [];
	let left = 1 << accuracy;
	while (left > 0) {
		if (chances.length > most) throw wrong("has codes that do not exist");
		if (bit > end * 8) throw wrong("is longer than its block");
		const wide = 32 - Math.clz32(left + 1);
		const half = 1 << (wide - 1);
		const value = peek(wide);
		// Small values need one bit less, as far as there is no doubt.
		const spare = 2 * half - 1 - (left + 1);
		const isShort = (value & (half - 1)) < spare;
		bit += isShort ? wide - 1 : wide;
		const chance = (isShort ? value & (half - 1) : value >= half ? value - spare : value) - 1;
		chances.push(chance);
		left -= Math.abs(chance);
		if (chance !== 0) continue;
		for (let more = 3; more === 3; ) {
			more = peek(2);
			bit += 2;
			for (let i = 0; i < more; i++) chances.push(0);
			if (chances.length > most + 1 || bit > end * 8) throw wrong("has codes that do not exist");
		}
	}
	if (left < 0 || chances.length > most + 1) throw wrong("has chances that do not add up");
	return [tableOf(accuracy, chances), (bit + 7) >> 3];
}

/** Bits from the last one that is set down to the first byte. */
class Backwards {
	readonly #input: Uint8Array;
	readonly #start: number;
	/** Bits in front of the one that comes next; below zero where more was read than there is. */
	left: number;

	constructor(input: Uint8Array, start: number, end: number) {
		this.#input = input;
		this.#start = start;
		const last = end > start ? (input[end - 1] ?? 0) : 0;
		if (last === 0) throw new Unreadable(end - 1, "The bits of the sequences have no end mark.");
		this.left = (end - start) * 8 - (Math.clz32(last) - 24) - 1;
	}

	/** Up to 31 bits, the highest first. */
	read(count: number): number {
		let value = 0;
		for (let i = 0; i < count; i++) {
			this.left--;
			const byte = this.left < 0 ? 0 : (this.#input[this.#start + (this.left >> 3)] ?? 0);
			value = value * 2 + ((byte >> (this.left & 7)) & 1);
		}
		return value;
	}
}

/** One of the three states that go through a block. */
class State {
	readonly #table: Table;
	#at: number;

	constructor(table: Table, bits: Backwards) {
		this.#table = table;
		this.#at = bits.read(table.accuracy);
	}

	get code(): number {
		return this.#table.codes[this.#at] ?? 0;
	}

	go(bits: Backwards): void {
		const { bits: more, bases } = this.#table;
		this.#at = (bases[this.#at] ?? 0) + bits.read(more[this.#at] ?? 0);
	}
}

/**
 * The sequences section of a block.
 * @param before bytes that the blocks in front of it decode to
 * @param literals bytes that its literals section decodes to
 * @throws Unreadable
 */
export function sequencesOf(
	input: Uint8Array,
	start: number,
	end: number,
	{ before, literals }: { readonly before: number; readonly literals: number },
	carried: Carried,
): SequencesTold {
	const byte = (at: number): number => {
		if (at < end) return input[at] as number;
		throw new Unreadable(at, "The block ends before its sequences.");
	};
	const first = byte(start);
	const [count, head] =
		first < 128
			? [first, 1]
			: first < 255
				? [((first - 128) << 8) + byte(start + 1), 2]
				: [byte(start + 1) + (byte(start + 2) << 8) + 0x7f00, 3];
	if (count === 0) {
		if (start + head < end)
			throw new Unreadable(
				start + head,
				"There are no sequences, and something stands behind them.",
			);
		return { count, taken: 0, copied: 0 };
	}
	const word = byte(start + head);
	if (word & 3) throw new Unreadable(start + head, "Reserved bits of the section are set.");
	let at = start + head + 1;
	const modes = SECTIONS.map((section, i): Mode => {
		const mode = MODES[(word >> (6 - 2 * i)) & 3] as Mode;
		if (mode === "usual") carried.tables[i] = section.usual;
		if (mode === "one code") {
			const code = byte(at);
			if (code > section.most)
				throw new Unreadable(at, `There is no such code of ${section.what}.`);
			carried.tables[i] = onlyCode(code);
			at++;
		}
		if (mode === "own table") [carried.tables[i], at] = readTable(input, at, end, section);
		if (!carried.tables[i])
			throw new Unreadable(start + head, `No block before has a table of ${section.what}.`);
		return mode;
	});
	const bits = new Backwards(input, at, end);
	const [lengths, distances, copies] = carried.tables.map(
		(table) => new State(table as Table, bits),
	) as [State, State, State];
	let taken = 0;
	let copied = 0;
	for (let i = 0; i < count; i++) {
		const { code } = distances;
		const said = 2 ** code + bits.read(code);
		const length = (COPIES.bases[copies.code] ?? 0) + bits.read(COPIES.bits[copies.code] ?? 0);
		const own = (LITERALS.bases[lengths.code] ?? 0) + bits.read(LITERALS.bits[lengths.code] ?? 0);
		const distance = distanceOf(carried.distances, said, own === 0);
		taken += own;
		if (taken > literals)
			throw new Unreadable(at, `Sequence ${i + 1} takes more literals than there are.`);
		if (distance < 1 || distance > before + taken + copied)
			throw new Unreadable(at, `Sequence ${i + 1} copies from in front of the output.`);
		copied += length;
		if (bits.left < 0) throw new Unreadable(at, `Sequence ${i + 1} is cut off.`);
		if (i + 1 === count) break;
		lengths.go(bits);
		copies.go(bits);
		distances.go(bits);
	}
	if (bits.left !== 0) throw new Unreadable(at, "Bits are left behind the last sequence.");
	return { count, modes: modes as [Mode, Mode, Mode], taken, copied };
}

/** The first three numbers stand for the last three distances; without literals, for others of them. */
function distanceOf(last: [number, number, number], said: number, shifted: boolean): number {
	if (said > 3) {
		last.unshift(said - 3);
		last.pop();
		return said - 3;
	}
	const which = said - 1 + (shifted ? 1 : 0);
	const distance = which === 3 ? last[0] - 1 : (last[which] as number);
	if (which > 0) {
		last.splice(which === 1 ? 1 : 2, 1);
		last.unshift(distance);
	}
	return distance;
}
