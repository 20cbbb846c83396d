/** The program of a thread: opens the image by its recipe, and does the tasks it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import { openRecipe, type Recipe } from "../pool/recipe";
import { replyTo } from "../pool/thread";
import type { TaskCall } from "../tasks/index";
import { keepYoungSpaceSmall } from "./engine";
import { localFile } from "./node-file";
import { sha256 } from "./sha256";

keepYoungSpaceSmall();

const opened = openRecipe(workerData as Recipe<string>, localFile);
// Who asks for a task hears of it.
opened.catch(() => {});

parentPort?.on("message", async (call: TaskCall) =>
	parentPort?.postMessage(await replyTo(call, opened, { newHasher: sha256 })),
);
