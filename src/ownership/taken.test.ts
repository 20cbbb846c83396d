import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Taken } from "./taken";

it("knows what is free, to who only goes forward", () => {
	const range = fc.tuple(fc.nat(200), fc.integer({ min: 1, max: 30 }));
	fc.assert(
		fc.property(fc.array(range, { maxLength: 40 }), fc.array(range), (ranges, questions) => {
			const taken = new Taken();
			const bytes = new Set<number>();
			for (const [start, length] of ranges) {
				taken.add({ start, end: start + length });
				for (let byte = start; byte < start + length; byte++) bytes.add(byte);
			}
			for (const [start, length] of questions.sort(([a], [b]) => a - b)) {
				const all = Array.from({ length }, (_, i) => start + i);
				const isFree = !all.some((byte) => bytes.has(byte));
				expect(taken.isFree({ start, end: start + length })).toBe(isFree);
			}
		}),
	);
});
