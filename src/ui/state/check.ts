/** The check that the user asks for: all structures, or contents too. It can be stopped. */
import type { CheckLevel, CheckResult } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { oneTask } from "./task";

const task = oneTask<CheckResult, CheckLevel>("structure");

export const startCheck = (file: OpenFile, level: CheckLevel): Promise<boolean> =>
	task.run(file, (context) => file.client.call("check", { level }, context), level);

export const { stop: stopCheck, useTask: useCheck } = task;
