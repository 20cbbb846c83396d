/** Work that is done once for all who ask for it, and told to each of them as it goes on. */
import { abortable, checkCancelled } from "../base/errors";
import type { OnProgress } from "../base/progress";

interface Running<T> {
	readonly promise: Promise<T>;
	readonly abort: AbortController;
}

export class Shared<T> {
	readonly #work: (signal: AbortSignal, tell: OnProgress) => Promise<T>;
	readonly #staysAlone: boolean;
	#result: T | undefined;
	#running: Running<T> | undefined;
	/** Settled when nobody does it any more. */
	#rest: Promise<unknown> = Promise.resolve();
	readonly #waiters = new Set<OnProgress>();

	/** @param staysAlone goes on when nobody waits for it any more; else it is stopped */
	constructor(work: (signal: AbortSignal, tell: OnProgress) => Promise<T>, staysAlone = false) {
		this.#work = work;
		this.#staysAlone = staysAlone;
	}

	/** Undefined until it is done. */
	get result(): T | undefined {
		return this.#result;
	}

	get isRunning(): boolean {
		return this.#running !== undefined;
	}

	/**
	 * Joins who does it, or does it.
	 * @throws Failure as the work, after which the next who asks begins anew; `cancelled` for this
	 *   caller only: it goes on for the others
	 */
	async join(signal: AbortSignal, onProgress: OnProgress = () => {}): Promise<T> {
		if (this.#result !== undefined) return this.#result;
		checkCancelled(signal);
		const waiter: OnProgress = (progress) => onProgress(progress);
		this.#waiters.add(waiter);
		try {
			this.#running ??= this.#start();
			return await abortable(this.#running.promise, signal);
		} finally {
			this.#waiters.delete(waiter);
			if (this.#waiters.size === 0 && !this.#staysAlone) this.stop();
		}
	}

	/** Nobody needs it any more; what is being stopped is not joined by the next caller. */
	stop(): void {
		this.#running?.abort.abort();
		this.#running = undefined;
	}

	#start(): Running<T> {
		const abort = new AbortController();
		const promise = this.#rest.then(() => this.#do(abort.signal));
		this.#rest = promise
			.catch(() => {}) // whoever waits hears of it
			.finally(() => {
				if (this.#running?.abort === abort) this.#running = undefined;
			});
		return { promise, abort };
	}

	async #do(signal: AbortSignal): Promise<T> {
		const tell: OnProgress = (progress) => {
			for (const waiter of this.#waiters) waiter(progress);
		};
		this.#result = await this.#work(signal, tell);
		return this.#result;
	}
}
