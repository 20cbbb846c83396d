import fc from "fast-check";
import { expect, test } from "vitest";
import { countText, doneText, percentText, sizeText, storedText } from "./words";

test("whole numbers are grouped as Intl groups them", () => {
	const intl = new Intl.NumberFormat("en-US");
	fc.assert(fc.property(fc.maxSafeInteger(), (n) => countText(n) === intl.format(n)));
	expect(countText(0)).toBe("0");
	expect(countText(2n ** 64n)).toBe("18,446,744,073,709,551,616");
});

test("sizes keep three digits, whatever the unit; what is exact has no zeros behind", () => {
	const K = 1024;
	const sizes = [0, 999, 1023, 9.994 * K, 9.995 * K, 99.949 * K, 99.95 * K, 1023.4 * K, 1023.5 * K];
	expect(sizes.map(sizeText)).toEqual([
		"0 B",
		"999 B",
		"1023 B",
		"9.99 KiB",
		"10.0 KiB",
		"99.9 KiB",
		"100 KiB",
		"1023 KiB",
		"1.00 MiB",
	]);
	const exact = [K, 4 * K, 1.5 * K, 12.25 * K, 64 * K, K * K, 2 ** 63];
	expect(exact.map(sizeText)).toEqual([
		"1 KiB",
		"4 KiB",
		"1.5 KiB",
		"12.3 KiB",
		"64 KiB",
		"1 MiB",
		"8 EiB",
	]);
	expect(sizeText(Number.NaN)).toBe("unknown");
});

test("one wording for what is stored", () => {
	expect(storedText(1_200_000, 3_400_000)).toBe("1.14 MiB, 35 % of size");
	expect(storedText(0, 0)).toBe("0 B");
	expect(storedText(25_700, 25_700)).toBe("25.1 KiB, not compressed");
	expect(storedText(undefined, 5e18)).toBe("claims 4.34 EiB, more than the image can hold");
});

test("a small share is no zero, and what is not all is not 100 %", () => {
	const shares = [0, 1e-9, 0.00004, 0.0001, 0.00123, 0.00994, 0.00996, 0.0344, 0.0996, 0.354];
	const texts = ["0", "<0.01", "<0.01", "0.01", "0.12", "0.99", "1", "3.4", "10", "35"];
	expect(shares.map(percentText)).toEqual(texts.map((text) => `${text} %`));
	const most = [0.9949, 0.9962, 0.9996, 0.999999, 1, 1.004, 3.2];
	const words = ["99", "99.6", ">99.9", ">99.9", "100", "100", "320"];
	expect(most.map(percentText)).toEqual(words.map((text) => `${text} %`));
	expect([0, 0.009, 0.356, 0.999, 1].map(doneText)).toEqual([
		"0 %",
		"0 %",
		"35 %",
		"99 %",
		"100 %",
	]);
});
