/**
 * What is made of very much that changes: a few milliseconds at a time, so that no frame waits for
 * it, and what was made before is shown until then.
 */
import { createStore, type StoreApi } from "zustand";
import type { Steps } from "../../base/steps";

/** Milliseconds of work between two chances to draw. */
const SLICE = 5;

export interface Made<T> {
	readonly store: StoreApi<T>;
	/** To be called when it may have to be made anew. @returns once it is as new as what it is made of */
	follow(): Promise<void>;
}

interface Making<I extends readonly unknown[], T> {
	/** What there is before the first was made. */
	readonly none: T;
	/** What it is made of: of the same parts it is not made twice. */
	of(): I;
	steps(...of: I): Steps<T>;
}

export function madeInSlices<I extends readonly unknown[], T>(making: Making<I, T>): Made<T> {
	const store = createStore<T>()(() => making.none);
	let of: I | undefined;
	let isAtWork = false;
	let work = Promise.resolve();
	const make = async () => {
		isAtWork = true;
		try {
			for (let now = making.of(); !isSame(now, of); now = making.of()) {
				of = now;
				const steps = making.steps(...now);
				let made = inSlice(steps);
				while (!made) {
					await new Promise((go) => setTimeout(go));
					made = inSlice(steps);
				}
				store.setState(made.value, true);
			}
		} finally {
			isAtWork = false;
		}
	};
	return {
		store,
		follow() {
			if (!isAtWork) work = make();
			return work;
		},
	};
}

const isSame = (now: readonly unknown[], before: readonly unknown[] | undefined): boolean =>
	now.every((part, i) => part === before?.[i]);

/** @returns undefined when that took longer than a slice */
function inSlice<T>(steps: Steps<T>): { readonly value: T } | undefined {
	const until = performance.now() + SLICE;
	do {
		const { done, value } = steps.next();
		if (done) return { value };
	} while (performance.now() < until);
	return undefined;
}
