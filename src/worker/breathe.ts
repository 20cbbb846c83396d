/**
 * Long work in the worker must let messages in (a cancel, a newer request).
 * Awaiting a resolved promise does not: only a new task does.
 */
import { checkCancelled } from "../base/errors";

const INTERVAL_MS = 24;

const { port1, port2 } = new MessageChannel();
let waiting: (() => void)[] = [];
port1.onmessage = () => {
	const ready = waiting;
	waiting = [];
	for (const go of ready) go();
};

/** Resolves in a new task; unlike a timer it is not slowed down when nested. */
export const nextTask = (): Promise<void> =>
	new Promise((resolve) => {
		waiting.push(resolve);
		port2.postMessage(null);
	});

/** A function to call often: gives way about every 24 ms and throws `cancelled` when asked to stop. */
export function breather(signal: AbortSignal): () => Promise<void> | undefined {
	let last = performance.now();
	return () => {
		if (performance.now() - last < INTERVAL_MS) return undefined;
		return nextTask().then(() => {
			last = performance.now();
			checkCancelled(signal);
		});
	};
}
