/** A line of limited speed that several answers share, as a household shares its connection. */
import { setTimeout as sleep } from "node:timers/promises";

export class Line {
	/** When the line will have sent all it was given, in ms. */
	#free = 0;

	/** Resolves when `bytes` more have gone through at `rate` bytes per second. */
	async send(bytes: number, rate: number): Promise<void> {
		const now = performance.now();
		// Time adds up exactly; only the wake-up is as coarse as a timer.
		this.#free = Math.max(now, this.#free) + (bytes / rate) * 1000;
		await sleep(this.#free - now);
	}
}
