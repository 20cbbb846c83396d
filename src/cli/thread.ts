/** The program of a thread: opens the image by its recipe, and does the tasks it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import { type FailureInfo, failureInfo } from "../base/errors";
import { perform } from "../pool/inline";
import type { TaskCall } from "../tasks/index";
import { open, type Recipe } from "./open";
import { sha256 } from "./sha256";

export type ThreadReply = { readonly result: unknown } | { readonly why: FailureInfo };

// Who wants the thread to end, ends it; who asked for its work tells how far that is.
const terminal = { signal: new AbortController().signal, progress: () => {} };
const opened = open({ ...(workerData as Recipe), terminal });
// Who asks for a task hears of it.
opened.catch(() => {});

async function answer(call: TaskCall): Promise<ThreadReply> {
	try {
		const { image } = await opened;
		return { result: await perform(call, image, { newHasher: sha256 }) };
	} catch (error) {
		return { why: failureInfo(error) };
	}
}

parentPort?.on("message", async (call: TaskCall) => parentPort?.postMessage(await answer(call)));
