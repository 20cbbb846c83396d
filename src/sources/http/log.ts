/**
 * Remembers what the network did for an open file: a bounded list of requests, the map of
 * bytes that were fetched, and sums. Listens as an observer, is read by the Network panel.
 */
import type { Range } from "../../base/range";
import { Intervals } from "../intervals";
import type { NetworkObserver, RequestEnded, RequestStarted } from "./observer";

export interface LoggedRequest {
	readonly id: number;
	/** Bytes asked for; `end` is 0 for the download of a whole file. */
	readonly start: number;
	readonly end: number;
	readonly reason: string;
	readonly attempt: number;
	readonly state: "waiting" | "done" | "failed" | "cancelled";
	readonly status?: number;
	/** Bytes of the body so far. */
	readonly bytes: number;
	/** Milliseconds from the making of the log to the start of the request. */
	readonly began: number;
	/** Milliseconds to the first sign of an answer, and to the end. */
	readonly latency?: number;
	readonly took?: number;
	/** Code of the failure. */
	readonly error?: string;
}

type Entry = { -readonly [key in keyof LoggedRequest]: LoggedRequest[key] } & {
	readonly abort: () => void;
};

export interface NetworkTotals {
	/** Requests sent, also those that failed. */
	readonly requests: number;
	/** Bytes of all bodies, also of those that were refused or cut. */
	readonly bytes: number;
	readonly failed: number;
	/** Mean milliseconds to the first sign of an answer; undefined before the first. */
	readonly latency: number | undefined;
}

export class NetworkLog implements NetworkObserver {
	readonly #began: number;
	readonly #capacity: number;
	/** Oldest first; a Map, because events name the request by id. */
	readonly #entries = new Map<number, Entry>();
	readonly #fetched = new Intervals();
	#requests = 0;
	#bytes = 0;
	#failed = 0;
	#answers = 0;
	#latency = 0;

	/** `began`: ms since 1970. `capacity`: most requests remembered. */
	constructor(began: number, capacity = 500) {
		this.#began = began;
		this.#capacity = capacity;
	}

	/** Newest last. */
	get requests(): LoggedRequest[] {
		return [...this.#entries.values()].map(({ abort: _, ...request }) => request);
	}

	/** Bytes of the file that have come over the network, merged and ascending. */
	get fetched(): readonly Range[] {
		return this.#fetched.ranges;
	}

	get totals(): NetworkTotals {
		return {
			requests: this.#requests,
			bytes: this.#bytes,
			failed: this.#failed,
			latency: this.#answers > 0 ? this.#latency / this.#answers : undefined,
		};
	}

	/** Ends a request under way; does nothing for any other. */
	abort(id: number): void {
		const entry = this.#entries.get(id);
		if (entry?.state === "waiting") entry.abort();
	}

	started({ id, range, reason, attempt, at, abort }: RequestStarted): void {
		this.#requests += 1;
		const { start, end } = range ?? { start: 0, end: 0 };
		const began = at - this.#began;
		this.#entries.set(id, {
			id,
			start,
			end,
			reason,
			attempt,
			state: "waiting",
			bytes: 0,
			began,
			abort,
		});
		if (this.#entries.size > this.#capacity) this.#dropOldest();
	}

	received(id: number, bytes: number): void {
		this.#bytes += bytes;
		const entry = this.#entries.get(id);
		if (entry) entry.bytes += bytes;
	}

	ended({ id, status, bytes, latency, ms, error }: RequestEnded): void {
		if (latency !== undefined) {
			this.#answers += 1;
			this.#latency += latency;
		}
		const wasCancelled = error === "cancelled" || error === "http-stopped";
		if (error !== undefined && !wasCancelled) this.#failed += 1;
		const entry = this.#entries.get(id);
		if (!entry) return;
		entry.state = error === undefined ? "done" : wasCancelled ? "cancelled" : "failed";
		entry.took = ms;
		if (status !== undefined) entry.status = status;
		if (latency !== undefined) entry.latency = latency;
		if (error !== undefined) entry.error = error;
		else if (entry.end > 0) this.#fetched.add(entry.start, entry.start + bytes);
	}

	/** A request under way stays, or its end would find nothing. */
	#dropOldest(): void {
		for (const [id, { state }] of this.#entries) {
			if (state === "waiting") continue;
			this.#entries.delete(id);
			return;
		}
	}
}
