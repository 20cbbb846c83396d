import fc from "fast-check";
import { expect, test } from "vitest";
import { countText, percentText, sizeText, storedText } from "./words";

test("whole numbers are grouped as Intl groups them", () => {
	const intl = new Intl.NumberFormat("en-US");
	fc.assert(fc.property(fc.maxSafeInteger(), (n) => countText(n) === intl.format(n)));
	expect(countText(0)).toBe("0");
	expect(countText(2n ** 64n)).toBe("18,446,744,073,709,551,616");
});

test("sizes keep three digits, whatever the unit", () => {
	const texts = [0, 999, 1000, 9994, 9995, 99_949, 99_950, 999_499, 999_500, 2 ** 63].map(sizeText);
	expect(texts).toEqual([
		"0 B",
		"999 B",
		"1.00 KB",
		"9.99 KB",
		"10.0 KB",
		"99.9 KB",
		"100 KB",
		"999 KB",
		"1.00 MB",
		"9.22 EB",
	]);
	expect(sizeText(Number.NaN)).toBe("unknown");
});

test("one wording for what is stored", () => {
	expect(storedText(1_200_000, 3_400_000)).toBe("1.20 MB, 35 % of size");
	expect(storedText(0, 0)).toBe("0 B");
	expect(storedText(25_700, 25_700)).toBe("25.7 KB, not compressed");
	expect(storedText(undefined, 5e18)).toBe("claims 5.00 EB, more than the image can hold");
	expect(percentText(0.0001)).toBe("<1 %");
});
