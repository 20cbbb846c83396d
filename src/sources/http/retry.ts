/** Trying again: only what is transient, not for ever, and later each time. */
import { type Clock, realClock } from "./clock";
import { HttpFailure } from "./failure";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 8_000;
/** Servers may ask for more than a person would wait; then the person decides. */
const LONGEST_ASKED_WAIT_MS = 30_000;
/** A try that brought this many bytes was no failure of the address: counting starts anew. */
const PROGRESS_BYTES = 64 * 1024;

export interface RetryOptions {
	/** Tries without progress. */
	readonly attempts: number;
	readonly clock?: Clock;
	readonly signal?: AbortSignal | undefined;
	/** Bytes that have arrived for good so far. */
	readonly progress?: () => number;
	/** Called before a wait of so many milliseconds. */
	readonly onWait?: (ms: number) => void;
}

/** Runs `work` until it succeeds. Passes 1 for the first try, then 2, and so on. */
export async function retrying<T>(
	work: (attempt: number) => Promise<T>,
	{ attempts, clock = realClock, signal, progress = () => 0, onWait }: RetryOptions,
): Promise<T> {
	let counted = progress();
	for (let attempt = 1, failed = 1; ; attempt++, failed++) {
		try {
			return await work(attempt);
		} catch (error) {
			if (progress() - counted >= PROGRESS_BYTES) {
				failed = 1;
				counted = progress();
			}
			const wait = failed < attempts ? waitBefore(error, failed, clock) : undefined;
			if (wait === undefined) throw error;
			onWait?.(wait);
			await clock.sleep(wait, signal);
		}
	}
}

/** Milliseconds until the next try, or undefined when there should be none. */
function waitBefore(error: unknown, failed: number, clock: Clock): number | undefined {
	if (!(error instanceof HttpFailure && error.transient)) return undefined;
	const usual = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (failed - 1));
	const asked = error.waitMs ?? 0;
	if (asked > LONGEST_ASKED_WAIT_MS) return undefined;
	// Jitter: many readers cut off together must not come back together.
	return Math.max(asked, usual / 2) + (clock.random() * usual) / 2;
}
