/** What the test server was asked and what it sent. */
import type { IncomingMessage } from "node:http";
import type { Faults } from "./faults";
import { Line } from "./line";

export interface ServedRequest {
	readonly method: string;
	/** Path and query. */
	readonly address: string;
	readonly range: string | undefined;
	status: number;
	/** Bytes of the body sent. */
	bytes: number;
	/** True when nothing more will be sent. */
	ended: boolean;
}

/** Where answers for an address wait, and until when. */
export interface Hold {
	/** Bytes of the body to send before; undefined: not even the headers. */
	readonly at: number | undefined;
	readonly over: Promise<void>;
}

export class RequestBook {
	/** Every request for a file, in order. */
	readonly requests: ServedRequest[] = [];
	preflights = 0;
	readonly #counts = new Map<string, number>();
	readonly #orders = new Map<string, Faults>();
	readonly #lines = new Map<string, Line>();
	readonly #holds = new Map<string, Hold>();

	get bytesSent(): number {
		return this.requests.reduce((sum, { bytes }) => sum + bytes, 0);
	}

	/** Notes a request. `count`: how many there were before for the same address. */
	note(request: IncomingMessage): { served: ServedRequest; count: number } {
		const { method = "", url: address = "/" } = request;
		const { range } = request.headers;
		const served: ServedRequest = { method, address, range, status: 0, bytes: 0, ended: false };
		this.requests.push(served);
		const count = this.#counts.get(address) ?? 0;
		this.#counts.set(address, count + 1);
		return { served, count };
	}

	/** Faults of an address from now on; counting for it begins anew. */
	order(address: string, faults: Faults): void {
		this.#orders.set(address, faults);
		this.#counts.delete(address);
	}

	/** What was ordered for an address, if anything. */
	ordered(address: string): Faults | undefined {
		return this.#orders.get(address);
	}

	/** Answers for an address wait from now on. @returns ends that, also for those that wait */
	hold(address: string, at: number | undefined): () => void {
		let release = () => {};
		const over = new Promise<void>((done) => {
			release = done;
		});
		this.#holds.set(address, { at, over });
		return () => {
			this.#holds.delete(address);
			release();
		};
	}

	holdOf(address: string): Hold | undefined {
		return this.#holds.get(address);
	}

	/** The line that all answers for an address share. */
	lineOf(address: string): Line {
		const line = this.#lines.get(address) ?? new Line();
		this.#lines.set(address, line);
		return line;
	}

	reset(): void {
		this.requests.length = 0;
		this.preflights = 0;
		this.#counts.clear();
		this.#orders.clear();
		this.#lines.clear();
		this.#holds.clear();
	}
}
