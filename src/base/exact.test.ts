import fc from "fast-check";
import { expect, test } from "vitest";
import { clamped, compareExact, type Exact, exact, fromHalves, product, sum } from "./exact";

const EDGE = 2n ** 53n;
/** Whole numbers of all sizes, many of them where numbers cease to be exact. */
const anySize = fc.oneof(
	fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }),
	fc.bigInt({ min: EDGE - 3n, max: EDGE + 3n }),
	fc.bigInt({ min: -EDGE - 3n, max: -EDGE + 3n }),
	fc.bigInt({ min: -10n, max: 10n }),
);

/** A number exactly where numbers are exact. */
function expectExact(found: Exact, value: bigint): void {
	expect(BigInt(found)).toBe(value);
	expect(typeof found).toBe(value < EDGE && value > -EDGE ? "number" : "bigint");
}

test("every whole number has one exact form, and is compared and printed by its value", () => {
	fc.assert(
		fc.property(anySize, anySize, (a, b) => {
			expectExact(exact(a), a);
			expect(String(exact(a))).toBe(String(a));
			expect(compareExact(exact(a), exact(b))).toBe(a < b ? -1 : a > b ? 1 : 0);
			expect(exact(a) === exact(b)).toBe(a === b);
		}),
	);
});

test("sums and products are exact", () => {
	fc.assert(
		fc.property(anySize, anySize, (a, b) => {
			expectExact(sum(exact(a), exact(b)), a + b);
			expectExact(product(exact(a), exact(b)), a * b);
		}),
	);
});

test("halves make a whole without loss, unsigned and signed", () => {
	fc.assert(
		fc.property(anySize, (n) => {
			const low = Number(BigInt.asUintN(32, n));
			const unsigned = BigInt.asUintN(64, n);
			const signed = BigInt.asIntN(64, n);
			expectExact(fromHalves(Number(unsigned >> 32n), low), unsigned);
			expectExact(fromHalves(Number(signed >> 32n), low), signed);
		}),
	);
});

test("positions end where numbers are exact", () => {
	expect(clamped(5)).toBe(5);
	expect(clamped(EDGE)).toBe(Number.MAX_SAFE_INTEGER);
	expect(clamped(-EDGE)).toBe(-Number.MAX_SAFE_INTEGER);
});
