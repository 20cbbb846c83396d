/**
 * The page's end of the conversation: typed calls that can be cancelled and
 * report progress. Knows nothing about any method.
 */
import { cancelled, Failure } from "../base/errors";
import type { OnProgress } from "../base/progress";
import type { Event, MethodName, Params, Reply, Request, Result } from "./protocol";

/** The part of a Worker (or MessagePort) this needs. */
export interface Channel {
	postMessage(message: Request): void;
	onmessage: ((event: { data: Reply }) => void) | null;
	onerror?: ((event: { message?: string }) => void) | null;
	onmessageerror?: ((event: unknown) => void) | null;
	terminate?(): void;
}

export interface CallOptions<K extends MethodName> {
	readonly signal?: AbortSignal;
	readonly onProgress?: OnProgress;
	readonly onEvent?: (event: Event<K>) => void;
}

/** Milliseconds between two pings, and how many are left unanswered before a worker is given up. */
export const PING_EVERY = 5000;
export const MOST_UNANSWERED = 6;

interface Waiting {
	resolve(value: unknown): void;
	reject(error: Failure): void;
	onProgress?: OnProgress | undefined;
	onEvent?: ((event: never) => void) | undefined;
	cleanUp(): void;
}

export interface Client {
	/** @throws Failure whatever the worker threw, or `cancelled` at once when the signal fires. */
	call<K extends MethodName>(
		method: K,
		params: Params<K>,
		options?: CallOptions<K>,
	): Promise<Result<K>>;
	/** Ends the worker; every waiting call fails as cancelled. */
	close(): void;
}

export function connect(channel: Channel): Client {
	const waiting = new Map<number, Waiting>();
	let nextId = 1;
	/** Why nothing can be asked any more. */
	let stopped: Failure | undefined;
	let unanswered = 0;
	let timer: ReturnType<typeof setInterval> | undefined;

	/** A worker whose memory is full, or that hangs, says nothing: it is asked as long as one waits for it. */
	const ping = () => {
		if (waiting.size === 0) {
			clearInterval(timer);
			timer = undefined;
			unanswered = 0;
		} else if (unanswered === MOST_UNANSWERED) {
			channel.terminate?.();
			crashed(`it has not answered for ${(MOST_UNANSWERED * PING_EVERY) / 1000} seconds`);
		} else {
			unanswered++;
			channel.postMessage({ type: "ping", id: 0 });
		}
	};

	const failAll = (error: Failure) => {
		for (const call of waiting.values()) {
			call.cleanUp();
			call.reject(error);
		}
		waiting.clear();
	};
	const crashed = (message: string) => {
		stopped = new Failure({
			kind: "bug",
			code: "decoder-stopped",
			message: `The decoder stopped: ${message}`,
			hint: "Open the image again; please report this if it repeats.",
		});
		failAll(stopped);
	};
	channel.onerror = (event) => crashed(event.message ?? "unknown error");
	channel.onmessageerror = () => crashed("a message could not be read");

	channel.onmessage = ({ data: reply }) => {
		unanswered = 0;
		const call = waiting.get(reply.id);
		if (!call) return; // a late answer to a cancelled call
		if (reply.type === "pong") return;
		if (reply.type === "progress") return call.onProgress?.(reply.progress);
		if (reply.type === "event") return call.onEvent?.(reply.event as never);
		waiting.delete(reply.id);
		call.cleanUp();
		if (reply.type === "result") call.resolve(reply.value);
		else call.reject(new Failure(reply.info));
	};

	return {
		call(method, params, options = {}) {
			const { signal, onProgress, onEvent } = options;
			if (signal?.aborted) return Promise.reject(cancelled());
			if (stopped) return Promise.reject(stopped);
			timer ??= setInterval(ping, PING_EVERY);
			const id = nextId++;
			return new Promise((resolve, reject) => {
				const onAbort = () => {
					waiting.delete(id);
					channel.postMessage({ type: "cancel", id });
					reject(cancelled());
				};
				signal?.addEventListener("abort", onAbort, { once: true });
				waiting.set(id, {
					resolve: resolve as (value: unknown) => void,
					reject,
					onProgress,
					onEvent,
					cleanUp: () => signal?.removeEventListener("abort", onAbort),
				});
				channel.postMessage({ type: "call", id, method, params });
			});
		},
		close() {
			channel.terminate?.();
			clearInterval(timer);
			failAll(cancelled());
		},
	};
}
