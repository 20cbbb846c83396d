/** Threads of Node as places of a pool. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { cancelled, Failure } from "../base/errors";
import type { Runner } from "../pool/pool";
import type { Recipe } from "./open";
import type { ThreadReply } from "./thread";

/** Beside the program, in the same folder. */
const SCRIPT = join(fileURLToPath(import.meta.url), "../thread.js");

export function spawnThread(recipe: Recipe): Runner {
	const worker = new Worker(SCRIPT, { workerData: recipe });
	let isAlive = true;
	/** Ends what is running, if anything is. */
	let fail: (why: Failure) => void = () => {};
	const end = (why: Failure) => {
		isAlive = false;
		fail(why);
	};
	worker.on("error", (cause) => {
		end(new Failure({ kind: "bug", message: `A thread broke: ${cause.message}.` }, { cause }));
	});
	worker.on("exit", () => end(new Failure({ kind: "bug", message: "A thread ended early." })));
	return {
		get isAlive() {
			return isAlive;
		},
		run: (call) =>
			new Promise((resolve, reject) => {
				fail = reject;
				worker.once("message", (reply: ThreadReply) => {
					if ("why" in reply) reject(new Failure(reply.why));
					else resolve(reply.result);
				});
				worker.postMessage(call);
			}),
		stop() {
			end(cancelled());
			void worker.terminate();
		},
	};
}
