import fc from "fast-check";
import { expect, test } from "vitest";
import { sorted } from "./sorted";
import { atOnce } from "./steps";

test("sorts as arrays do, equal ones in their order", () => {
	fc.assert(
		fc.property(fc.array(fc.nat(20)), (values) => {
			const compare = (a: number, b: number) => (values[a] as number) - (values[b] as number);
			const rows = values.map((_, i) => i).sort(compare);
			expect([...atOnce(sorted(values.length, compare))]).toEqual(rows);
		}),
	);
});

test("pauses, and compares what is in order once", () => {
	const count = 50_000;
	const at = (compare: (a: number, b: number) => number) => {
		let compared = 0;
		let pauses = 0;
		const steps = sorted(count, (a, b) => {
			compared++;
			return compare(a, b);
		});
		while (!steps.next().done) pauses++;
		return { compared, pauses };
	};
	expect(at((a, b) => a - b).compared).toBe(count - 1);
	expect(at((a, b) => b - a).pauses).toBeGreaterThan(100);
});
