/** Work that can be done a little at a time: it yields where it may pause, and returns what it made. */
export type Steps<T> = Generator<void, T, void>;

/** All of it, without a pause. */
export function atOnce<T>(steps: Iterator<unknown, T>): T {
	for (;;) {
		const step = steps.next();
		if (step.done) return step.value;
	}
}
