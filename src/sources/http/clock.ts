/** Time and chance, so that tests of waiting need not wait. */
import { cancelled } from "../../base/errors";

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
	/** @throws Failure `cancelled` as soon as the signal fires. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Calls `ring` after `ms`, unless the returned function is called before. */
	alarm(ms: number, ring: () => void): () => void;
	/** 0 <= random < 1 */
	random(): number;
}

export const realClock: Clock = {
	now: () => Date.now(),
	random: () => Math.random(),
	alarm(ms, ring) {
		const timer = setTimeout(ring, ms);
		return () => clearTimeout(timer);
	},
	sleep: (ms, signal) =>
		new Promise((resolve, reject) => {
			const stop = () => {
				clearTimeout(timer);
				reject(cancelled());
			};
			const timer = setTimeout(() => {
				signal?.removeEventListener("abort", stop);
				resolve();
			}, ms);
			if (signal?.aborted) stop();
			signal?.addEventListener("abort", stop, { once: true });
		}),
};
