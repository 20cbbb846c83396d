/** Work that can be done a little at a time: it yields where it may pause, and returns what it made. */
export type Steps<T> = Generator<void, T, void>;

/** All of it, without a pause. */
export function atOnce<T>(steps: Steps<T>): T {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
	}
}
