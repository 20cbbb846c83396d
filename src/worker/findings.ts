/**
 * What is wrong with the open file, whoever met it: one log, told to the page as it grows. It is
 * told before any call ends, so that with an answer the page knows what was found on the way to it.
 */

import { abortable } from "../base/errors";
import type { Finding } from "../base/finding";
import { FindingLog } from "../base/finding-log";
import type { Found } from "./protocol";

/** Milliseconds between two messages, and how many more for each finding that the page has to sort. */
const PAUSE = 50;
const PAUSE_EACH = 1 / 20;
/** Findings of one message: the page takes each in one go. */
const MOST_AT_ONCE = 500;

export class FindingStream {
	readonly log = new FindingLog((finding) => this.#take(finding));
	#pending: Finding[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#emit: (found: Found) => void = () => {};

	/** Tells all that is known and all that comes. @throws Failure `cancelled`, at the end */
	listen(emit: (found: Found) => void, signal: AbortSignal): Promise<never> {
		this.#emit = emit;
		this.#pending = [...this.log.findings];
		this.flush();
		return abortable(new Promise<never>(() => {}), signal);
	}

	#take(finding: Finding): void {
		this.#pending.push(finding);
		const wait = PAUSE + this.log.count * PAUSE_EACH;
		this.#timer ??= setTimeout(() => this.flush(), wait);
	}

	/** Tells now what has not been told. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		const { more } = this.log;
		const pending = this.#pending;
		this.#pending = [];
		for (let i = 0; i < pending.length; i += MOST_AT_ONCE)
			this.#emit({ findings: pending.slice(i, i + MOST_AT_ONCE), more });
	}
}
