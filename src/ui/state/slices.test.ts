import { afterEach, expect, test, vi } from "vitest";
import { madeInSlices } from "./slices";

afterEach(() => void vi.restoreAllMocks());

/** Steps of so many milliseconds, by a clock that nothing else moves. */
function clocked(ms: number) {
	let now = 0;
	vi.spyOn(performance, "now").mockImplementation(() => now);
	return function* (numbers: readonly number[]) {
		let sum = 0;
		for (const number of numbers) {
			now += ms;
			sum += number;
			yield;
		}
		return sum;
	};
}

const turns = (count: number) => Array.from({ length: count }, () => 1);

test("what takes long pauses after each slice, and what was made before stays until it is done", async () => {
	const steps = clocked(2);
	let of: readonly number[] = [1];
	const { store, follow } = madeInSlices({ none: -1, of: () => [of] as const, steps });
	await follow();
	expect(store.getState()).toBe(1);

	of = turns(30);
	const pause = vi.spyOn(globalThis, "setTimeout");
	const work = follow();
	expect(store.getState()).toBe(1);
	await work;
	expect(store.getState()).toBe(30);
	// A slice of 5 ms ends with the third step of 2.
	expect(pause).toHaveBeenCalledTimes(10);
});

test("what changes meanwhile is made after that, and nothing is made twice of the same", async () => {
	const steps = vi.fn(clocked(2));
	let of = turns(10);
	const { store, follow } = madeInSlices({ none: -1, of: () => [of] as const, steps });
	const first = follow();
	of = turns(11);
	void follow();
	of = turns(12);
	await Promise.all([first, follow()]);
	expect(store.getState()).toBe(12);
	expect(steps).toHaveBeenCalledTimes(2);
	await follow();
	expect(steps).toHaveBeenCalledTimes(2);
});

test("what takes no time is there at once", () => {
	const of = [turns(3)] as const;
	const { store, follow } = madeInSlices({ none: -1, of: () => of, steps: clocked(0) });
	void follow();
	expect(store.getState()).toBe(3);
});
