/** The table of taken units against a plain map. */
import { expect, test } from "vitest";
import { MAX_DECODED } from "../erofs/map/extent";
import { chance, pick } from "../testing/shuffled";
import { formOf, TakenUnits } from "./taken-units";

/** Where units begin: at blocks, at any byte, far apart, and where the lower halves are all alike. */
const PLACES: Readonly<Record<string, (n: number) => number>> = {
	blocks: (n) => 4096 * n,
	bytes: (n) => n,
	"far apart": (n) => 2 ** 37 * n,
	"alike below": (n) => 2 ** 32 * n + 4096,
};

test.each(Object.entries(PLACES))("takes each length of a unit once: %s", (_, place) => {
	const random = chance(3);
	const taken = new TakenUnits(4096 * 20_000, 4096, true);
	const known = new Map<number, number>();
	for (let i = 0; i < 60_000; i++) {
		const start = place(pick(random, 30_000));
		const length = pick(random, 2) + 1;
		expect(taken.take(start, length)).toBe(known.get(start) !== length);
		known.set(start, length);
	}
});

/** Block from which on less is kept of each. */
const FAR = 2 ** 22;

test.each([
	...Object.entries(PLACES).map(([name, place]) => [name, place, false] as const),
	["far behind", (n: number) => 4096 * (FAR + n), true] as const,
])("twice at most, where less is kept: %s", (_, place, isShared) => {
	const random = chance(4);
	const taken = new TakenUnits(4096 * (isShared ? FAR + 20_000 : 20_000), 4096, isShared);
	const times = new Map<string, number>();
	for (let i = 0; i < 60_000; i++) {
		const start = place(pick(random, 30_000));
		const length = pick(random, 2) + 1;
		const key = `${start} ${length}`;
		const before = times.get(key) ?? 0;
		if (taken.take(start, length)) times.set(key, before + 1);
		// Of one place only the form taken last is known.
		else expect(before).toBeGreaterThan(0);
		if (before === 0) expect(times.get(key)).toBe(1);
	}
});

test("units of one form differ from those of all others", () => {
	const lengths = [1, 2, 4096, MAX_DECODED - 1, MAX_DECODED];
	const algorithms = Array.from({ length: 16 }, (_, i) => i);
	const forms = lengths.flatMap((length) =>
		algorithms.flatMap((algorithm) => [
			formOf(length, algorithm, 0),
			formOf(length, algorithm, 16),
		]),
	);
	expect(new Set(forms).size).toBe(forms.length);
	expect(Math.max(...forms)).toBeLessThan(2 ** 32);
	expect(Math.min(...forms)).toBeGreaterThan(0);
});
