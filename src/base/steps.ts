import { checkCancelled } from "./errors";

/** Work that can be done a little at a time: it yields where it may pause, and returns what it made. */
export type Steps<T> = Generator<void, T, void>;

/** All of it, without a pause. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}

/** What goes on while long work is done. */
interface Pace {
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: (() => Promise<void> | undefined) | undefined;
}

/** Work in steps, to its end, with a chance to be stopped after each. @throws Failure `cancelled` */
export async function atPace<Step, T>(
	steps: Iterator<Step, T>,
	{ signal, breathe }: Pace,
	told?: (step: Step) => void,
): Promise<T> {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
		checkCancelled(signal);
		told?.(step.value);
		const pause = breathe?.();
		if (pause) await pause;
	}
}
