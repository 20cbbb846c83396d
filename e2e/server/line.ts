/** A line of limited speed that several answers share, as a household shares its connection. */
import { setTimeout as sleep } from "node:timers/promises";

export class Line {
	/** When the line will have sent all it was given, in ms. */
	#free = 0;
	/** Settles when it has, which is later on a busy machine. */
	#sent: Promise<void> = Promise.resolve();

	/**
	 * Resolves when `bytes` more have gone through at `rate` bytes per second.
	 * @param ready when the bytes were there to be sent: for the next piece of a body, the end
	 *        of the one before, so that a late wake-up of this process costs the line nothing
	 * @returns when they were through, in ms
	 */
	async send(bytes: number, rate: number, ready = performance.now()): Promise<number> {
		const through = Math.max(ready, this.#free) + (bytes / rate) * 1000;
		this.#free = through;
		this.#sent = Promise.all([this.#sent, until(through)]).then(() => {});
		await this.#sent;
		return through;
	}
}

async function until(time: number): Promise<void> {
	const wait = time - performance.now();
	if (wait > 0) await sleep(wait);
}
