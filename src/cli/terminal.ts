/**
 * Standard output and standard error. Output waits for slow readers, so that memory stays
 * small, and ends quietly when the reader has gone (`… | head`).
 */
import { setMaxListeners } from "node:events";
import { cancelled, type Failure } from "../base/errors";
import type { OnProgress, Progress } from "../base/progress";
import { countText, sizeText } from "../base/words";
import { breather } from "./breathe";
import { unwritable } from "./trouble";

export interface Terminal {
	/** Bytes or text for standard output; done when `bytes` may be used for something else. */
	out(bytes: Uint8Array | string): Promise<void>;
	/** One line on standard error. */
	err(line: string): void;
	/** Takes the progress away. */
	clear(): void;
	/** Shows how far long work is, where somebody watches. */
	readonly progress: OnProgress;
	/** Fires when the user interrupts, or nobody reads the output any more. */
	readonly signal: AbortSignal;
}

/** Where a terminal writes; process.stdout and process.stderr, or a test's arrays. */
export interface Streams {
	readonly stdout: NodeJS.WritableStream;
	readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
	/** Milliseconds of a monotonic clock. */
	now(): number;
}

const PROGRESS_INTERVAL_MS = 100;
const CLEAR_LINE = "\r\x1b[K";

export class StreamTerminal implements Terminal {
	readonly #streams: Streams;
	readonly #stop = new AbortController();
	/** Files are written without a wait: who does nothing else must hear all the same that it is interrupted. */
	readonly #breathe = breather();
	#shown = false;
	#last = Number.NEGATIVE_INFINITY;
	/** Something is on standard output. */
	hasWritten = false;
	/** The reader of standard output went away. */
	deserted = false;
	/** Standard output cannot be written. */
	trouble: Failure | undefined;

	constructor(streams: Streams) {
		this.#streams = streams;
		// Each read under way listens, and there are many; Node would take that for a leak.
		setMaxListeners(0, this.signal);
		streams.stdout.on("error", (error: NodeJS.ErrnoException) => this.#lose(error));
		// Nobody can be told; the exit status still says how it ended.
		streams.stderr.on("error", () => {});
	}

	get signal(): AbortSignal {
		return this.#stop.signal;
	}

	/** Ends running work at its next step. */
	interrupt(): void {
		this.#stop.abort();
	}

	/** @throws Failure `io` when the output cannot be written, `cancelled` when nobody wants it. */
	out(bytes: Uint8Array | string): Promise<void> {
		if (this.signal.aborted) return Promise.reject(this.trouble ?? cancelled());
		this.hasWritten = true;
		return new Promise((resolve, reject) => {
			this.#streams.stdout.write(bytes, (error) => {
				if (!error) return resolve(this.#breathe());
				this.#lose(error);
				reject(this.trouble ?? cancelled());
			});
		});
	}

	#lose(error: NodeJS.ErrnoException): void {
		if (error.code === "EPIPE") this.deserted = true;
		else this.trouble ??= unwritable("Standard output", error);
		this.#stop.abort();
	}

	err(line: string): void {
		this.clear();
		this.#streams.stderr.write(`${line}\n`);
	}

	readonly progress: OnProgress = (progress) => {
		const { stderr, now } = this.#streams;
		if (!stderr.isTTY || now() - this.#last < PROGRESS_INTERVAL_MS) return;
		this.#last = now();
		this.#shown = true;
		stderr.write(CLEAR_LINE + progressText(progress));
	};

	clear(): void {
		if (this.#shown) this.#streams.stderr.write(CLEAR_LINE);
		this.#shown = false;
	}
}

const amount = (n: number, unit: Progress["unit"]): string =>
	unit === "bytes" ? sizeText(n) : `${countText(n)} ${unit}`;

function progressText({ phase, done, total, unit }: Progress): string {
	const of = total === undefined ? "" : ` of ${amount(total, unit)}`;
	return `${phase}: ${amount(done, unit)}${of}`;
}
