/** Lets a few through at a time; the others wait in the order they came. */
import { cancelled, checkCancelled } from "../../base/errors";

export class Gate {
	#free: number;
	readonly #waiting: (() => void)[] = [];

	constructor(width: number) {
		this.#free = width;
	}

	/** Resolves when there is room; call the result once to make room again. */
	async enter(signal?: AbortSignal): Promise<() => void> {
		checkCancelled(signal);
		if (this.#free > 0) this.#free -= 1;
		else await this.#turn(signal);
		return () => {
			const next = this.#waiting.shift();
			if (next) next();
			else this.#free += 1;
		};
	}

	#turn(signal?: AbortSignal): Promise<void> {
		return new Promise((resolve, reject) => {
			const go = () => {
				signal?.removeEventListener("abort", stop);
				resolve();
			};
			const stop = () => {
				this.#waiting.splice(this.#waiting.indexOf(go), 1);
				reject(cancelled());
			};
			signal?.addEventListener("abort", stop, { once: true });
			this.#waiting.push(go);
		});
	}
}
