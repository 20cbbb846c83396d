/** Serial numbers that several inodes have, against a set. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Serials } from "./serials";

const NUMBERS = fc.oneof(fc.nat(40), fc.nat(100_000), fc.constantFrom(2 ** 27, 2 ** 32 - 1));

test("the first that is repeated, and how many are", () => {
	fc.assert(
		fc.property(fc.array(NUMBERS, { maxLength: 200 }), (inos) => {
			const serials = new Serials();
			const met = new Set<number>();
			const repeated: { row: number; ino: number }[] = [];
			for (const [row, ino] of inos.entries()) {
				serials.add(row, ino);
				if (ino !== 0 && met.has(ino)) repeated.push({ row, ino });
				met.add(ino);
			}
			const { first, repeated: count } = serials;
			expect({ first, count }).toEqual({ first: repeated[0], count: repeated.length });
		}),
	);
});
