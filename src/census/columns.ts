/** Columns that grow: a tree of a million names cannot be a million objects. */
import { type Exact, exact, fromHalves } from "../base/exact";

export type Column =
	| Uint8Array<ArrayBuffer>
	| Uint16Array<ArrayBuffer>
	| Uint32Array<ArrayBuffer>
	| Float64Array<ArrayBuffer>;

export interface ColumnType<T extends Column> {
	readonly BYTES_PER_ELEMENT: number;
	new (length: number): T;
	new (buffer: ArrayBuffer, first: number, length: number): T;
}

/** Where new columns are: of zeros. What grows leaves it. */
export interface Room {
	make<T extends Column>(type: ColumnType<T>, length: number): T;
	/** Whether a column is there still: then it cannot be given back. */
	holds(column: Column): boolean;
}

/** Each has memory of its own. */
export const ownRoom: Room = {
	make: (type, length) => new type(length),
	holds: () => false,
};

/** The column with room for `length` rows; what does not fit any more is cut off. */
export function resized<T extends Column>(column: T, length: number): T {
	const make = column.constructor as new (length: number) => T;
	const next = new make(length);
	next.set(column.subarray(0, length));
	return next;
}

/** Of a number of 64 bits, each 0 to 2^32 - 1. */
export interface Halves {
	readonly low: number;
	readonly high: number;
}

export const halvesOf = (n: bigint): Halves => ({
	low: Number(BigInt.asUintN(32, n)),
	high: Number(BigInt.asUintN(32, n >> 32n)),
});

/** Rows to make room for, so that growing row by row copies each row only a few times. */
export const roomFor = (rows: number): number => Math.ceil(rows * 1.5) + 64;

/** Whether a column has so much more room than rows that copying it is worth while. */
export const isLoose = (room: number, rows: number): boolean => room > rows * 1.02;

/**
 * Whole numbers of 64 bits in halves. Nearly all of them have an upper half of zero: that column
 * is there only from the first row on that needs it.
 */
export class Wide {
	low: Uint32Array<ArrayBuffer>;
	high: Uint32Array<ArrayBuffer> | undefined;

	constructor(rows: number, room = ownRoom) {
		this.low = room.make(Uint32Array, rows);
	}

	/** `low`: 0 to 2^32 - 1. `high`: the same, or signed. */
	set(row: number, low: number, high: number): void {
		this.low[row] = low;
		if (high === 0 && !this.high) return;
		this.high ??= new Uint32Array(this.low.length);
		this.high[row] = high;
	}

	setExact(row: number, n: Exact): void {
		if (typeof n === "number") this.set(row, n >>> 0, Math.floor(n / 2 ** 32) >>> 0);
		else {
			const { low, high } = halvesOf(n);
			this.set(row, low, high);
		}
	}

	/** Upper half as it is in bits, 0 to 2^32 - 1. */
	highAt(row: number): number {
		return this.high?.[row] ?? 0;
	}

	halves(row: number): Halves {
		return { low: this.low[row] as number, high: this.highAt(row) };
	}

	unsigned(row: number): Exact {
		return fromHalves(this.highAt(row), this.low[row] as number);
	}

	signed(row: number): Exact {
		return fromHalves(this.highAt(row) | 0, this.low[row] as number);
	}

	big(row: number): bigint {
		return BigInt(this.unsigned(row));
	}

	resize(rows: number): void {
		this.low = resized(this.low, rows);
		this.high &&= resized(this.high, rows);
	}

	get byteLength(): number {
		return this.low.byteLength + (this.high?.byteLength ?? 0);
	}
}

/** What {@link Narrow} has in its lower part. */
const NARROW = 2 ** 16;

/** Whole numbers from 0 up to 2^48, nearly all of them below 65,536, as a {@link Wide}. */
export class Narrow {
	low: Uint16Array<ArrayBuffer>;
	high: Uint32Array<ArrayBuffer> | undefined;

	constructor(rows: number, room = ownRoom) {
		this.low = room.make(Uint16Array, rows);
	}

	set(row: number, n: number): void {
		this.low[row] = n;
		if (n < NARROW && !this.high) return;
		this.high ??= new Uint32Array(this.low.length);
		this.high[row] = n / NARROW;
	}

	at(row: number): number {
		return (this.low[row] as number) + (this.high ? (this.high[row] as number) * NARROW : 0);
	}

	resize(rows: number): void {
		this.low = resized(this.low, rows);
		this.high &&= resized(this.high, rows);
	}

	get byteLength(): number {
		return this.low.byteLength + (this.high?.byteLength ?? 0);
	}
}

export const sumOfBytes = (columns: readonly { readonly byteLength: number }[]): number =>
	columns.reduce((sum, { byteLength }) => sum + byteLength, 0);

/** Where halves would lose digits, and their carry is due. */
export const FULL = 2 ** 52;

/** Sums numbers of such columns, exactly. */
export class Adder {
	#low = 0;
	#high = 0;
	/** What the upper half has carried: millions of the largest numbers are more than it can hold. */
	#carried = 0n;

	add(column: Wide, row: number, times: 1 | -1 = 1): void {
		this.#low += times * (column.low[row] as number);
		this.#high += times * column.highAt(row);
		if (Math.abs(this.#low) >= FULL) {
			const carry = Math.floor(this.#low / 2 ** 32);
			this.#low -= carry * 2 ** 32;
			this.#high += carry;
		}
		if (Math.abs(this.#high) < FULL) return;
		this.#carried += BigInt(this.#high);
		this.#high = 0;
	}

	get sum(): Exact {
		return exact(((this.#carried + BigInt(this.#high)) << 32n) + BigInt(this.#low));
	}
}
