/** Threads of the browser that help the worker with what reads everything. */
import type { Image } from "../erofs/image";
import { poolFor } from "../pool/choose";
import type { Pool, Runner } from "../pool/pool";
import type { Recipe } from "../pool/recipe";
import { runnerOver } from "../pool/thread";

const spawnThread = (recipe: Recipe<File>): Runner =>
	runnerOver(({ reply, broken }) => {
		const thread = new Worker(new URL("./thread.ts", import.meta.url), { type: "module" });
		thread.onmessage = ({ data }) => reply(data);
		thread.onerror = ({ message }) => broken(`broke: ${message}`);
		thread.onmessageerror = () => broken("said what cannot be read");
		thread.postMessage(recipe);
		return { post: (call) => thread.postMessage(call), end: () => thread.terminate() };
	});

/** Does the work with a pool, which ends with it. @param signal ends what threads do at once */
export async function withPool<T>(
	{ image, recipe }: { readonly image: Image; readonly recipe: Recipe<File> | undefined },
	signal: AbortSignal,
	work: (pool: Pool) => Promise<T>,
): Promise<T> {
	// Where a worker cannot start threads, as in some browsers and in tests, it does all itself.
	const spawn = typeof Worker === "undefined" ? undefined : spawnThread;
	const threads = spawn ? navigator.hardwareConcurrency : 1;
	const pool = poolFor(image, { recipe, spawn, threads, context: { signal } });
	try {
		return await work(pool);
	} finally {
		pool.close();
	}
}
