/** The checks that the user asks for: of the whole image, or of a part. Each can be stopped. */
import type { CheckLevel, CheckResult } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { oneTask } from "./task";

const whole = oneTask<CheckResult, CheckLevel>("structure");
/** Kept of it: the path of the part. */
const part = oneTask<CheckResult, string>("/");

export function startCheck(file: OpenFile, level: CheckLevel): Promise<boolean> {
	part.stop();
	return whole.run(file, (context) => file.client.call("check", { level }, context), level);
}

/** Structures and contents of a file, or of all that is below a directory. */
export function startPartCheck(file: OpenFile, path: string): Promise<boolean> {
	whole.stop();
	const params = { level: "contents", path } as const;
	return part.run(file, (context) => file.client.call("check", params, context), path);
}

export function stopCheck(): void {
	whole.stop();
	part.stop();
}

export const useCheck = whole.useTask;
export const usePartCheck = part.useTask;
