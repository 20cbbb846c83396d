/** Long work that never waits for bytes must still hear when it is interrupted. */
const INTERVAL_MS = 50;

/** A function to call often: about every 50 ms it lets the program look at what has happened. */
export function breather(): () => Promise<void> | undefined {
	// Not `performance`: Node loads that when it is first asked for, which takes longer than all this.
	let last = Date.now();
	return () => {
		if (Date.now() - last < INTERVAL_MS) return undefined;
		return new Promise((resolve) => {
			setImmediate(() => {
				last = Date.now();
				resolve();
			});
		});
	};
}
