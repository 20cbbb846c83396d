/**
 * The worker's end of the conversation: runs one handler per method, passes
 * cancellation and throttled progress, and turns any throw into data.
 */
import { cancelled, Failure, failureInfo } from "../base/errors";
import type { OnProgress, Progress } from "../base/progress";
import type { HandlersOf } from "./method";
import type { Api, MethodName, Reply, Request } from "./protocol";

/** Every method must be here; the compiler says which is missing. */
export type Handlers = HandlersOf<Api>;

export interface Port {
	postMessage(message: Reply, transfer: Transferable[]): void;
}

const PROGRESS_INTERVAL_MS = 100;

/** Buffers of the typed arrays in a message, to be moved instead of copied. */
function transferables(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
	if (ArrayBuffer.isView(value)) {
		// A view of part of a larger (cached) buffer must be copied, never moved.
		if (value.buffer instanceof ArrayBuffer && value.byteLength === value.buffer.byteLength) {
			found.add(value.buffer);
		}
	} else if (Array.isArray(value)) {
		if (typeof value[0] === "object") for (const item of value) transferables(item, found);
	} else if (value !== null && typeof value === "object" && value.constructor === Object) {
		for (const item of Object.values(value)) transferables(item, found);
	}
	return found;
}

/** @param now milliseconds of a monotonic clock, used only to throttle progress. */
export function serve(handlers: Handlers, port: Port, now: () => number) {
	const running = new Map<number, AbortController>();

	const post = (reply: Reply) => {
		const body =
			reply.type === "result" ? reply.value : reply.type === "event" ? reply.event : null;
		port.postMessage(reply, [...transferables(body)]);
	};

	const throttled = (id: number): OnProgress => {
		let last = Number.NEGATIVE_INFINITY;
		/** Came too soon, and is told later if nothing newer is by then: work may stand still behind it. */
		let held: Progress | undefined;
		const isDue = () => now() - last >= PROGRESS_INTERVAL_MS;
		const tell = (progress: Progress) => {
			held = undefined;
			last = now();
			post({ type: "progress", id, progress });
		};
		const tellHeld = () => {
			if (held && isDue() && running.has(id)) tell(held);
		};
		return (progress) => {
			if (isDue() || progress.done === progress.total) return tell(progress);
			if (!held) setTimeout(tellHeld, PROGRESS_INTERVAL_MS);
			held = progress;
		};
	};

	async function run(id: number, method: MethodName, params: unknown): Promise<void> {
		const abort = new AbortController();
		running.set(id, abort);
		try {
			const handler = handlers[method] as Handlers[MethodName] | undefined;
			if (!handler) throw new Failure({ kind: "bug", message: `Unknown method ${method}.` });
			const value = await handler(params as never, {
				signal: abort.signal,
				progress: throttled(id),
				emit: (event: unknown) => post({ type: "event", id, event }),
			});
			post({ type: "result", id, value });
		} catch (error) {
			const info = abort.signal.aborted ? cancelled().info : failureInfo(error);
			post({ type: "failure", id, info });
		} finally {
			running.delete(id);
		}
	}

	return (request: Request): void => {
		if (request.type === "ping") post({ type: "pong", id: request.id });
		else if (request.type === "cancel") running.get(request.id)?.abort();
		else void run(request.id, request.method, request.params);
	};
}
