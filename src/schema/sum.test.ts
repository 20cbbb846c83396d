/** What is written is what it comes to, for sums of every form. */
import { expect, test } from "vitest";
import { worked } from "../testing/arithmetic";
import {
	known,
	minus,
	mod,
	numberText,
	type Operand,
	over,
	placeText,
	plus,
	roundedUp,
	type Term,
	times,
} from "./sum";

test("sums read as people write them", () => {
	const inode = plus(times(known(53, "inode number"), 32), known(0, "start of the metadata"));
	expect(placeText(inode)).toBe("inode number 53 × 32 + start of the metadata 0 = 0x6a0");
	expect(numberText(over(known(40000, "byte"), 4096))).toBe("byte 40000 ÷ 4096 = 9");
	expect(roundedUp(plus(known(1576, "end"), 3), 8)).toMatchObject({
		text: "end 1576 + 3, rounded up to 8",
		value: 1584,
	});
	expect(times(plus(1, 2), minus(9, 4)).text).toBe("(1 + 2) × (9 − 4)");
	expect(minus(9, minus(4, 1))).toMatchObject({ text: "9 − (4 − 1)", value: 6 });
	expect(over(12, times(2, 3))).toMatchObject({ text: "12 ÷ (2 × 3)", value: 2 });
});

test("numbers of 64 bits stay exact", () => {
	const far = 2n ** 63n + 1n;
	expect(times(known(far, "block"), 4096).value).toBe(far * 4096n);
	expect(minus(far, far).value).toBe(0);
	expect(mod(far, 4096).value).toBe(1);
	expect(placeText(known(far))).toBe("9223372036854775809 = 0x8000000000000001");
});

test("any sum comes to what its text does", () => {
	let state = 7;
	const next = (below: number) => {
		state = (state * 48271) % 0x7fffffff;
		return state % below;
	};
	const two = [plus, times, over, mod, minus];
	const any = (depth: number): Operand => {
		if (depth === 0) return next(2) ? known(1 + next(5000), "number") : 1 + next(50);
		const left = any(depth - 1);
		const work = two[next(two.length)] as (a: Operand, b: Operand) => Term;
		// Divisors are above 0, and what is divided is not below it.
		if (work === over || work === mod) return work(positive(left), 1 + next(9));
		const made = work(left, any(next(depth)));
		return next(4) ? made : roundedUp(positive(made), 1 + next(64));
	};
	for (let i = 0; i < 2000; i++) {
		const { text, value } = positive(any(1 + next(4)));
		expect(worked(text), text).toBe(BigInt(value));
	}
});

function positive(operand: Operand): Term {
	const term = typeof operand === "object" ? operand : known(operand);
	return term.value < 0 ? minus(0, term) : term;
}
