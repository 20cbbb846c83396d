/** The same small step for each of many things, with as few waits as possible. */
import { checkCancelled, type Failure, isDamage } from "../base/errors";
import { Missing, withBytes } from "../base/resident";
import type { Pace } from "../census/pace";

/** Steps between two looks at the signal and at the clock of who calls. */
const BATCH = 256;

export type { Pace };

export interface StepOptions extends Pace {
	/**
	 * Called before steps [from, to): throws Missing for what they need as far as that is known, so
	 * that it is fetched together.
	 */
	prepare?(from: number, to: number): void;
	/** What is damaged is passed over. */
	damaged?(why: Failure, i: number): void;
}

/** @returns `more` to be called with the same number again */
export type Step = (i: number) => "more" | undefined;

/**
 * Calls `step` with 0 to count - 1; again from its beginning when it throws Missing, once the
 * bytes are there. @throws Failure `io`, `cancelled`
 */
export async function forEach(
	count: number,
	step: Step,
	{ signal, breathe, prepare, damaged }: StepOptions = {},
): Promise<void> {
	const forgiving = (i: number) => {
		try {
			return step(i);
		} catch (error) {
			if (!isDamage(error)) throw error;
			damaged?.(error, i);
			return undefined;
		}
	};
	/** Up to here steps are taken one by one: bytes that some of them need cannot be had. */
	let careful = 0;
	for (let done = 0; done < count; ) {
		checkCancelled(signal);
		const from = done;
		const to = Math.min(from + (from < careful ? 1 : BATCH), count);
		try {
			done = await withBytes(() => {
				if (from >= careful) prepare?.(from, to);
				return stepsFrom(from, to, forgiving);
			}, signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			if (from < careful) {
				damaged?.(error, from);
				done = to;
			} else careful = to;
		}
		const pause = breathe?.();
		if (pause) await pause;
	}
}

/**
 * The same with only what is in memory: a step that needs more, or meets damage, ends there.
 * @throws Failure `io`, `cancelled`
 */
export async function forEachInMemory(
	count: number,
	step: Step,
	{ signal, breathe }: Pace = {},
): Promise<void> {
	for (let i = 0; i < count; i++) {
		try {
			while (step(i) === "more");
		} catch (error) {
			if (!(error instanceof Missing || isDamage(error))) throw error;
		}
		if (i % BATCH < BATCH - 1) continue;
		checkCancelled(signal);
		await breathe?.();
	}
}

/**
 * As many steps up to `to` as need nothing that must be waited for, one at least.
 * @returns the step to go on with
 */
function stepsFrom(from: number, to: number, step: Step): number {
	for (let i = from; i < to; i++) {
		try {
			if (step(i) === "more") return i;
		} catch (error) {
			if (error instanceof Missing && i > from) return i;
			throw error;
		}
	}
	return to;
}
