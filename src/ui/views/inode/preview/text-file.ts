/**
 * A text file that is read a step at a time, as far as somebody looks. Holds the
 * bytes and tells subscribers when more of them are there; the reader is given
 * from outside.
 */
import { Failure, type FailureInfo, failureInfo, isCancelled } from "../../../../base/errors";
import type { BytesResult, TextEncoding } from "../../../../worker/protocol";
import { TextLines } from "./lines.model";

/** Bytes read in one step while somebody scrolls. */
export const STEP = 256 * 1024;

/** Bytes read in one step while the whole file is searched. */
export const STRIDE = 1024 * 1024;

/** Bytes of a file that are kept for its preview at most. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Rows that are kept at most: their height in pixels stays below 2^24, where
 * browsers still place them exactly.
 */
export const MOST_ROWS = 800_000;

const ENDED: FailureInfo = {
	kind: "io",
	message: "The contents end before their size is reached.",
};

export type Missing = BytesResult["missing"][number];

export type Read = (start: number, end: number, signal: AbortSignal) => Promise<BytesResult>;

export class TextFile {
	readonly lines: TextLines;
	readonly missing: Missing[] = [];
	/** Bytes of the whole file. */
	readonly size: number;
	#version = 0;
	#error: FailureInfo | undefined;
	#loading = false;
	readonly #abort = new AbortController();
	readonly #read: Read;
	readonly #listeners = new Set<() => void>();

	constructor(head: BytesResult, size: number, read: Read, encoding: TextEncoding = "utf-8") {
		this.lines = new TextLines(encoding);
		this.size = size;
		this.#read = read;
		this.#take(head);
	}

	/** All that will ever be shown is there. */
	get done(): boolean {
		return this.lines.size >= Math.min(this.size, MOST_BYTES) || this.lines.rows >= MOST_ROWS;
	}

	/** The file goes on beyond what a preview keeps. */
	get cut(): boolean {
		return this.done && this.lines.size < this.size;
	}

	get error(): FailureInfo | undefined {
		return this.#error;
	}

	/** Reads the next step, unless one is under way or everything is there. */
	async more(step = STEP): Promise<void> {
		if (this.#loading || this.done || this.#abort.signal.aborted) return;
		this.#loading = true;
		const start = this.lines.size;
		const end = Math.min(this.size, start + step, MOST_BYTES);
		try {
			const result = await this.#read(start, end, this.#abort.signal);
			if (result.bytes.length === 0) throw new Failure(ENDED);
			this.#take(result);
			this.#error = undefined;
		} catch (error) {
			if (!isCancelled(error)) this.#error = failureInfo(error);
		}
		this.#loading = false;
		this.#tell();
	}

	close(): void {
		this.#abort.abort();
		this.#listeners.clear();
	}

	/** Changes whenever anything else does. */
	readonly version = (): number => this.#version;

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	#take(result: BytesResult): void {
		this.lines.append(result.bytes, result.missing);
		this.missing.push(...result.missing);
	}

	#tell(): void {
		this.#version++;
		for (const listener of this.#listeners) listener();
	}
}
