import fc from "fast-check";
import { expect, test } from "vitest";
import { exact } from "../base/exact";
import { Adder, halvesOf, Narrow, Wide } from "./columns";
import { NidIndex } from "./nid-index";

const unsigned = fc.oneof(
	fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
	fc.bigInt({ min: 0n, max: 99n }),
);

test("numbers of 64 bits come back as they were, also when the column has grown since", () => {
	fc.assert(
		fc.property(fc.array(unsigned, { maxLength: 20 }), (numbers) => {
			const column = new Wide(2);
			for (const [row, n] of numbers.entries()) {
				if (row >= column.low.length) column.resize(row * 2);
				const { low, high } = halvesOf(n);
				if (row % 2) column.set(row, low, high);
				else column.setExact(row, exact(n));
			}
			for (const [row, n] of numbers.entries()) {
				expect(column.unsigned(row)).toBe(exact(n));
				expect(column.signed(row)).toBe(exact(BigInt.asIntN(64, n)));
				expect(column.big(row)).toBe(n);
				expect(column.halves(row)).toEqual(halvesOf(n));
			}
		}),
	);
});

test("narrow numbers come back as they were, also when the column has grown since", () => {
	const numbers = fc.oneof(fc.nat(99), fc.nat(2 ** 17), fc.nat(2 ** 48 - 1));
	fc.assert(
		fc.property(fc.array(numbers, { maxLength: 20 }), (all) => {
			const column = new Narrow(2);
			// A row may be set again.
			for (const first of [[...all].reverse(), all])
				for (const [row, n] of first.entries()) {
					if (row >= column.low.length) column.resize(row * 2);
					column.set(row, n);
				}
			expect(all.map((_, row) => column.at(row))).toEqual(all);
		}),
	);
});

test("the upper halves take no memory before one is needed", () => {
	const column = new Wide(1000);
	for (let row = 0; row < 1000; row++) column.set(row, 2 ** 32 - 1, 0);
	expect(column.byteLength).toBe(4000);
	column.set(7, 1, 1);
	expect(column.unsigned(7)).toBe(2 ** 32 + 1);
	expect(column.unsigned(8)).toBe(2 ** 32 - 1);
	expect(column.byteLength).toBe(8000);
});

test("sums lose nothing", () => {
	fc.assert(
		fc.property(fc.array(fc.tuple(unsigned, fc.boolean()), { maxLength: 50 }), (terms) => {
			const column = new Wide(terms.length);
			const adder = new Adder();
			let expected = 0n;
			for (const [row, [n, isPlus]] of terms.entries()) {
				column.setExact(row, exact(n));
				adder.add(column, row, isPlus ? 1 : -1);
				expected += isPlus ? n : -n;
			}
			expect(adder.sum).toBe(exact(expected));
		}),
	);
	for (const high of [0, 2 ** 32 - 1]) {
		for (const times of [1, -1] as const) {
			const column = new Wide(1);
			column.set(0, 2 ** 32 - 1, high);
			const adder = new Adder();
			for (let i = 0; i < 3_000_000; i++) adder.add(column, 0, times);
			expect(adder.sum).toBe(exact(BigInt(times) * 3_000_000n * column.big(0)));
		}
	}
});

test("every nid has the row it was given, and no other has one", () => {
	const nids = fc.uniqueArray(
		fc.oneof(fc.nat(3000), fc.nat(2 ** 31 - 1), fc.constant(2 ** 32 - 1)),
		{ maxLength: 600 },
	);
	fc.assert(
		fc.property(nids, fc.nat(400), (list, room) => {
			const column = new Wide(room);
			const index = new NidIndex(room);
			for (const [row, low] of list.entries()) {
				if (row >= column.low.length) {
					column.resize(row * 2 + 1);
					index.resize(row * 2 + 1);
				}
				const high = row % 3 === 0 ? 2 ** 31 : 0;
				expect(index.find(column, low, high)).toBe(-1);
				column.set(row, low, high);
				index.add(column, row);
			}
			for (const [row, low] of list.entries()) {
				const high = row % 3 === 0 ? 2 ** 31 : 0;
				expect(index.find(column, low, high)).toBe(row);
				expect(index.find(column, low, high ^ 1)).toBe(-1);
			}
		}),
	);
});
