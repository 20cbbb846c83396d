/** Comparing all that is in the open file with the checksums that wrappers have of it. */
import type { SumsResult } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { oneTask } from "./task";

const task = oneTask<SumsResult>(undefined);

export const startSums = (file: OpenFile): Promise<boolean> =>
	task.run(file, (context) => file.client.call("sums", {}, context));

export const { stop: stopSums, useTask: useSums } = task;
