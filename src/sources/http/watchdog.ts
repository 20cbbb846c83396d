/** Notices when nothing happens for too long. */
import type { Clock } from "./clock";

/** Barks when it was not fed for a while. */
export class Watchdog {
	readonly #set: () => void;
	#clear: () => void = () => {};

	constructor(clock: Clock, ms: number, bark: () => void) {
		this.#set = () => {
			this.#clear = clock.alarm(ms, bark);
		};
		this.#set();
	}

	feed(): void {
		this.#clear();
		this.#set();
	}

	stop(): void {
		this.#clear();
	}
}
