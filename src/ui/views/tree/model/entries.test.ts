import { expect, test } from "vitest";
import type { BelowColumns } from "../../../../worker/protocol";
import { shareOf, sizeOf, storedOf, withBelow } from "./entries";
import { listing } from "./testing";

/** Of the entries below, number 0 is the directory. */
const BELOW: BelowColumns = {
	nid: BigUint64Array.of(0n, 7n),
	inodes: Uint32Array.of(3, 1),
	links: Uint32Array.of(0, 0),
	size: BigUint64Array.of(2n ** 60n + 1n, 5n),
	stored: BigUint64Array.of(2n ** 59n, 5n),
};

test("sizes of directories say what is below them, once that is known", () => {
	const own = listing([
		{ name: "dir/", size: 41, stored: 41 },
		{ name: "file", size: 10, stored: 5 },
	]);
	const before = withBelow(own, undefined);
	expect([sizeOf(before, 0), storedOf(before, 0), shareOf(before, 0)]).toEqual([
		undefined,
		undefined,
		undefined,
	]);
	const after = withBelow(before, BELOW);
	expect(sizeOf(after, 0)).toBe(2n ** 60n + 1n);
	expect(storedOf(after, 0)).toBe(2n ** 59n);
	expect(shareOf(after, 0)).toBeCloseTo(0.5);
	expect([sizeOf(after, 1), storedOf(after, 1)]).toEqual([10, 5]);
});

test("a directory that was not entered stays unknown", () => {
	const entries = withBelow(listing(["a", "b/"]), BELOW);
	expect(sizeOf(entries, 1)).toBeUndefined();
});
