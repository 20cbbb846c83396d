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

export class RequestBook {
	/** Every request for a file, in order. */
	readonly requests: ServedRequest[] = [];
	preflights = 0;
	readonly #counts = new Map<string, number>();
	readonly #orders = new Map<string, Faults>();
	readonly #lines = new Map<string, Line>();

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
	}
}
