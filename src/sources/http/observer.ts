/** What the network does, told as it happens; the Network panel listens. */
import type { Range } from "../../base/range";

export interface RequestStarted {
	/** Unique within one opened file. */
	readonly id: number;
	readonly url: string;
	/** Absent for the download of a whole file. */
	readonly range?: Range;
	/** Which structure asked, or why. */
	readonly reason: string;
	/** 1 for the first try. */
	readonly attempt: number;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** Ends this request; whoever waits for it gets `http-stopped`. */
	readonly abort: () => void;
}

export interface RequestEnded {
	readonly id: number;
	/** Absent when there was no answer. */
	readonly status?: number;
	/** Body bytes that arrived, after any decoding on the way. */
	readonly bytes: number;
	/** Milliseconds from the start to the first sign of an answer. */
	readonly latency?: number;
	/** Milliseconds from the start to the end. */
	readonly ms: number;
	/** Code of the failure; `cancelled` when nobody wanted it any more, `http-stopped` when told so. */
	readonly error?: string;
}

export interface NetworkObserver {
	started(request: RequestStarted): void;
	/** More of the body has come. */
	received(id: number, bytes: number): void;
	ended(request: RequestEnded): void;
}
