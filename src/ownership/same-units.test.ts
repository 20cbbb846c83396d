/** Units that are met again, against a map. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { SameUnits } from "./same-units";

const BLOCK = 4096;
const BLOCKS = 40;

const units = fc.array(
	fc.tuple(
		fc.oneof(
			fc.nat(BLOCKS * 2).map((block) => block * BLOCK),
			fc.nat(BLOCKS * BLOCK),
		),
		fc.oneof(
			fc.integer({ min: 1, max: 3 }).map((blocks) => blocks * BLOCK),
			fc.nat(2 * BLOCK),
		),
		fc.boolean(),
	),
	{ maxLength: 200 },
);

test("the first one of whole blocks is known again, and no other", () => {
	fc.assert(
		fc.property(units, (all) => {
			const same = new SameUnits(BLOCKS * BLOCK, BLOCK);
			const first = new Map<number, string>();
			for (const [start, length, isCompressed] of all) {
				const form = `${length} ${isCompressed}`;
				const isWhole = start % BLOCK === 0 && length % BLOCK === 0 && length > 0;
				const isKept = isWhole && start < BLOCKS * BLOCK;
				expect(same.meet(start, length, isCompressed)).toBe(isKept && first.get(start) === form);
				if (isKept && !first.has(start)) first.set(start, form);
			}
		}),
	);
});
