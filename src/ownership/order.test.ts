import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Order, type Placed } from "./order";

type Ranges = readonly (readonly [start: number, length: number])[];

const placed = (ranges: Ranges): Placed => ({
	startOf: (thing) => ranges[thing]?.[0] ?? 0,
	endOf: (thing) => (ranges[thing]?.[0] ?? 0) + (ranges[thing]?.[1] ?? 0),
});

const numbers = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);
const orderOf = (ranges: Ranges) => Order.sorted(placed(ranges), numbers(ranges.length));

/** A few that reach far over many that do not. */
const ranges = fc.array(fc.tuple(fc.nat(5000), fc.oneof(fc.nat(20), fc.nat(3000))), {
	maxLength: 1200,
});

describe("an order", () => {
	it("is by start, and by number where starts are equal", () => {
		const { things } = orderOf([
			[30, 1],
			[10, 1],
			[30, 5],
			[0, 1],
		]);
		expect([...things]).toEqual([3, 1, 0, 2]);
	});

	it("leaves out what says nothing more than the one in front of it", () => {
		const all: Ranges = [
			[10, 5],
			[10, 1],
			[0, 1],
			[10, 5],
			[10, 5],
			[0, 1],
		];
		const isRepeat = (a: number, b: number) => all[a]?.join() === all[b]?.join();
		const order = Order.sorted(placed(all), numbers(all.length), isRepeat);
		expect([...order.things]).toEqual([2, 0, 1, 3]);
		expect([...order.overlapping(12, 13)]).toEqual([0, 3]);
	});

	it("holds for many things and starts of up to 53 bits", () => {
		const starts = numbers(10_000).map((i) => (i * 7919) % 10_007);
		const far = [...starts].map((start): [number, number] => [start * 2 ** 38 + start, 1]);
		const { things } = orderOf(far);
		const sorted = [...numbers(far.length)].sort((a, b) => (far[a]?.[0] ?? 0) - (far[b]?.[0] ?? 0));
		expect([...things]).toEqual(sorted);
	});

	it("keeps the order of what starts together, wherever that is", () => {
		const starts = fc.array(fc.nat(300), { minLength: 1, maxLength: 3000 });
		fc.assert(
			fc.property(starts, fc.constantFrom(1, 2 ** 31, 2 ** 44), (some, unit) => {
				const all = some.map((start): [number, number] => [start * unit, 1]);
				const key = (i: number) => some[i] as number;
				const sorted = [...numbers(all.length)].sort((a, b) => key(a) - key(b) || a - b);
				expect([...orderOf(all).things]).toEqual(sorted);
			}),
		);
	});

	it("finds what overlaps a range, however far it reaches", () => {
		fc.assert(
			fc.property(ranges, fc.nat(6000), fc.integer({ min: 1, max: 300 }), (all, from, length) => {
				const found = [...orderOf(all).overlapping(from, from + length)].sort((a, b) => a - b);
				const expected = [...numbers(all.length)].filter((i) => {
					const [start, size] = all[i] as readonly [number, number];
					return start < from + length && start + size > from;
				});
				expect(found).toEqual(expected);
			}),
		);
	});

	it("knows how far those in front of a byte reach", () => {
		fc.assert(
			fc.property(ranges, fc.nat(6000), (all, at) => {
				const ends = all.filter(([start]) => start < at).map(([start, length]) => start + length);
				expect(orderOf(all).reachBefore(at)).toBe(Math.max(0, ...ends));
			}),
		);
	});

	it("passes over groups that end before the range", () => {
		const many: [number, number][] = [[0, 1_000_000]];
		for (let i = 0; i < 100_000; i++) many.push([i, 1]);
		let asked = 0;
		const { startOf, endOf } = placed(many);
		const counted = {
			startOf,
			endOf(thing: number) {
				asked++;
				return endOf(thing);
			},
		};
		const order = Order.sorted(counted, numbers(many.length));
		const first = [...order.overlapping(0, 1)];
		expect(first).toEqual([0, 1]);
		asked = 0;
		expect([...order.overlapping(99_000, 99_002)]).toEqual([0, 99_001, 99_002]);
		expect(asked).toBeLessThan(1024);
	});
});
