/**
 * One request, once: sends it, watches for stalls, hands head and body to the caller, tells the
 * observer, and turns every way to fail into a row of the table of cases. What an answer means
 * is judged elsewhere (judge.ts), trying again too (retry.ts).
 */
import { cancelled, failureInfo } from "../../base/errors";
import type { Range } from "../../base/range";
import { type Answer, answerOf } from "./answer";
import { type Clock, realClock } from "./clock";
import { type Environment, thisEnvironment } from "./environment";
import { HttpFailure } from "./failure";
import { Gate } from "./gate";
import type { NetworkObserver } from "./observer";
import { Watchdog } from "./watchdog";

/** Time without any byte until a request counts as stalled. */
const STALL_MS = 15_000;

export interface HttpOptions {
	readonly observer?: NetworkObserver;
	/** Tries per read without progress between them. Default 5. */
	readonly attempts?: number;
	/** Requests at once. Default 6, what browsers allow per host over HTTP/1.1. */
	readonly parallel?: number;
	/** What tests replace. */
	readonly fetch?: typeof fetch;
	readonly clock?: Clock;
	readonly environment?: Environment;
}

export interface Exchange {
	readonly url: string;
	/** Absent: the whole file. */
	readonly range?: Range;
	readonly reason: string;
	readonly attempt: number;
	readonly signal?: AbortSignal | undefined;
	/** The head is all that is wanted: the body is not read. */
	readonly headOnly?: boolean;
	/** Judges the head; throws to refuse the answer, whose body is then not read. */
	accept(answer: Answer): void;
	/** Takes a piece of the body; throws to refuse the rest. */
	take?(piece: Uint8Array): void | Promise<void>;
	/** Judges the whole when the body has ended properly. */
	finish?(answer: Answer): void;
}

/** What is known of a request while it runs. */
interface Running {
	readonly started: number;
	readonly stop: AbortController;
	answer?: Answer;
	latency?: number;
	bytes: number;
	stalled: boolean;
	/** Ended from the network log. */
	dismissed: boolean;
}

export class Transport {
	readonly clock: Clock;
	readonly environment: Environment;
	readonly fetch: typeof fetch;
	readonly attempts: number;
	readonly #observer: NetworkObserver | undefined;
	readonly #gate: Gate;
	#lastId = 0;

	constructor(options: HttpOptions = {}) {
		this.clock = options.clock ?? realClock;
		this.environment = options.environment ?? thisEnvironment;
		this.fetch = options.fetch ?? ((input, init) => fetch(input, init));
		this.attempts = options.attempts ?? 5;
		this.#observer = options.observer;
		this.#gate = new Gate(options.parallel ?? 6);
	}

	/**
	 * @returns the answer, once its body has been taken to the end.
	 * @throws HttpFailure, `cancelled`, and whatever `accept`, `take` and `finish` throw.
	 */
	async run(exchange: Exchange): Promise<Answer> {
		const leave = await this.#gate.enter(exchange.signal);
		const { url, range, reason, attempt, signal } = exchange;
		const stop = new AbortController();
		const abort = () => stop.abort();
		const started = this.clock.now();
		const running: Running = { started, stop, bytes: 0, stalled: false, dismissed: false };
		const id = ++this.#lastId;
		const dismiss = () => {
			running.dismissed = true;
			abort();
		};
		const about = { id, url, reason, attempt, at: started, abort: dismiss };
		this.#observer?.started(range ? { ...about, range } : about);
		signal?.addEventListener("abort", abort, { once: true });
		if (signal?.aborted) abort();
		try {
			const answer = await this.#exchange(exchange, running, id);
			this.#end(id, running);
			return answer;
		} catch (error) {
			const failure = this.#explain(error, exchange, running);
			const { code, kind } = failureInfo(failure);
			this.#end(id, running, code ?? kind);
			throw failure;
		} finally {
			signal?.removeEventListener("abort", abort);
			// Also stops the body of an answer that was refused.
			stop.abort();
			leave();
		}
	}

	async #exchange(exchange: Exchange, running: Running, id: number): Promise<Answer> {
		const { url, range, signal } = exchange;
		const watchdog = new Watchdog(this.clock, STALL_MS, () => {
			running.stalled = true;
			running.stop.abort();
		});
		try {
			// A single plain Range is the only header that needs no CORS preflight. Browser caches
			// handle ranges unreliably, and we have a cache of our own.
			const response = await onNetwork(
				this.fetch(url, {
					...(range ? { headers: { Range: `bytes=${range.start}-${range.end - 1}` } } : {}),
					cache: "no-store",
					signal: running.stop.signal,
				}),
			);
			watchdog.feed();
			running.latency = this.clock.now() - running.started;
			running.answer = answerOf(response, url, this.clock.now());
			exchange.accept(running.answer);
			if (exchange.headOnly) return running.answer;
			const reader = response.body?.getReader();
			while (reader) {
				const { value } = await onNetwork(reader.read());
				watchdog.feed();
				if (signal?.aborted) throw cancelled();
				if (!value) break;
				running.bytes += value.length;
				this.#observer?.received(id, value.length);
				await exchange.take?.(value);
			}
			exchange.finish?.(running.answer);
			return running.answer;
		} finally {
			watchdog.stop();
		}
	}

	/** The failure for anything thrown on the way. */
	#explain(error: unknown, { url, signal }: Exchange, running: Running): unknown {
		if (signal?.aborted) return cancelled();
		// Whoever waits for it did not stop it, and has to be told.
		if (running.dismissed) return new HttpFailure("http-stopped", { url }, error);
		if (running.stalled) return new HttpFailure("http-stalled", { url }, error);
		// Not ours to explain: a judgement of the caller, or a fault in the program.
		if (!(error instanceof NetworkError)) return error;
		const { cause } = error;
		if (!this.environment.online()) return new HttpFailure("http-offline", { url }, cause);
		if (!running.answer) {
			return new HttpFailure("http-unreachable", { url, detail: causeOf(cause) }, cause);
		}
		// A body that cannot be decoded looks like a broken connection, unless we see the header.
		const code = running.answer.encoded ? "http-encoded" : "http-cut";
		return new HttpFailure(code, { url }, cause);
	}

	#end(id: number, running: Running, error?: string): void {
		const { answer, bytes, latency, started } = running;
		this.#observer?.ended({
			id,
			bytes,
			ms: this.clock.now() - started,
			...(answer ? { status: answer.status } : {}),
			...(latency === undefined ? {} : { latency }),
			...(error === undefined ? {} : { error }),
		});
	}
}

/** Marks what fetch itself throws: one kind of TypeError for everything that goes wrong. */
class NetworkError extends Error {}

const onNetwork = <T>(work: Promise<T>): Promise<T> =>
	work.catch((cause) => {
		throw new NetworkError("network", { cause });
	});

/** Node tells the reason (`ECONNREFUSED`) in the cause of the cause; browsers tell nothing. */
function causeOf(error: unknown): string {
	const cause = error instanceof Error ? error.cause : undefined;
	return cause instanceof Error && "code" in cause ? String(cause.code) : "";
}
