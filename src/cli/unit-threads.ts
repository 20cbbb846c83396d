/** Starts threads of Node that look at compressed units. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { UnitWork } from "../pool/unit-calls";
import type { UnitEars, UnitThread } from "../pool/unit-threads";

/** Beside the program. */
const SCRIPT = join(fileURLToPath(import.meta.url), "../unit-thread.cjs");

/** It makes no objects to speak of. */
const MEMORY = { maxOldGenerationSizeMb: 16, maxYoungGenerationSizeMb: 2, stackSizeMb: 1 };

export function startUnitThread(work: UnitWork<string>, { reply, broken }: UnitEars): UnitThread {
	const worker = new Worker(SCRIPT, { workerData: work, resourceLimits: MEMORY });
	worker.on("message", reply);
	worker.on("error", broken);
	worker.on("exit", broken);
	return { post: (call) => worker.postMessage(call), end: () => void worker.terminate() };
}
