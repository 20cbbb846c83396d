/** Long work that never waits for bytes must still hear when it is interrupted. */
const INTERVAL_MS = 50;

/** A function to call often: about every 50 ms it lets the program look at what has happened. */
export function breather(): () => Promise<void> | undefined {
	let last = performance.now();
	return () => {
		if (performance.now() - last < INTERVAL_MS) return undefined;
		return new Promise((resolve) => {
			setImmediate(() => {
				last = performance.now();
				resolve();
			});
		});
	};
}
