/**
 * Whole numbers of 64 bits, without loss. JavaScript's numbers are exact to 2^53 - 1; the format
 * has sizes, times and addresses beyond. An Exact is a number where numbers are exact, and a
 * bigint only beyond: so equal values are `===`, `<` compares any two of them rightly, `String`
 * has every digit, and the compiler keeps them out of sums with plain numbers.
 */
export type Exact = number | bigint;

/** What positions, ranges and lengths of arrays can count to. */
export const MOST_EXACT = Number.MAX_SAFE_INTEGER;

export const exact = (n: bigint): Exact => (n >= -MOST_EXACT && n <= MOST_EXACT ? Number(n) : n);

/** As far as numbers go: for positions in something that cannot reach further. */
export const clamped = (n: Exact): number =>
	typeof n === "number" ? n : n < 0n ? -MOST_EXACT : MOST_EXACT;

/** A position or a length: of what lies beyond anything that exists, one that does so too. */
export const asPosition = (n: bigint): number => clamped(exact(n));

export function sum(a: Exact, b: Exact): Exact {
	if (typeof a === "number" && typeof b === "number") {
		const n = a + b;
		if (Number.isSafeInteger(n)) return n;
	}
	return exact(BigInt(a) + BigInt(b));
}

export function product(a: Exact, b: Exact): Exact {
	if (typeof a === "number" && typeof b === "number") {
		const n = a * b;
		if (Number.isSafeInteger(n)) return n;
	}
	return exact(BigInt(a) * BigInt(b));
}

/** How many whole times `unit`, above 0, is in `n`, at least 0. */
export function quotient(n: Exact, unit: Exact): Exact {
	if (typeof n === "number" && typeof unit === "number") return Math.floor(n / unit);
	return exact(BigInt(n) / BigInt(unit));
}

/** How many runs of `unit`, a power of two, `n` bytes make, the last of which need not be full. */
export function runsOf(n: Exact, unit: number): Exact {
	if (typeof n === "number") return Math.ceil(n / unit);
	const size = BigInt(unit);
	return exact((n + size - 1n) / size);
}

export const smaller = (a: Exact, b: Exact): Exact => (b < a ? b : a);
export const larger = (a: Exact, b: Exact): Exact => (b > a ? b : a);

export const compareExact = (a: Exact, b: Exact): number => (a < b ? -1 : a > b ? 1 : 0);

/** The low 32 bits. */
export const lowHalf = (n: Exact): number =>
	typeof n === "number" ? n % 2 ** 32 : Number(BigInt.asUintN(32, n));

/** The number of 64 bits with these halves; `high` may be negative, `low` is not. No bigint is made for small ones. */
export const fromHalves = (high: number, low: number): Exact =>
	high < 2 ** 21 && high > -(2 ** 21)
		? high * 2 ** 32 + low
		: exact((BigInt(high) << 32n) | BigInt(low));
