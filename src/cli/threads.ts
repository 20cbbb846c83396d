/** Threads of Node as places of a pool. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { Runner } from "../pool/pool";
import type { Recipe } from "../pool/recipe";
import { runnerOver } from "../pool/thread";

const SCRIPT = join(fileURLToPath(import.meta.url), "../../bin/thread.js");

export const spawnThread = (recipe: Recipe<string>): Runner =>
	runnerOver(({ reply, broken }) => {
		const worker = new Worker(SCRIPT, { workerData: recipe });
		worker.on("message", reply);
		worker.on("error", ({ message }) => broken(`broke: ${message}`));
		worker.on("exit", () => broken("ended early"));
		return { post: (call) => worker.postMessage(call), end: () => void worker.terminate() };
	});
