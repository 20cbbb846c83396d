/** The checks that the user asks for: of the whole image, or of a part. Each can be stopped. */
import type { CheckLevel, CheckResult } from "../../worker/protocol";
import type { OpenFile } from "./image";
import { findOwners, useOwners } from "./owners";
import { startSurvey } from "./survey";
import { oneTask } from "./task";

const whole = oneTask<CheckResult, CheckLevel>("structure");
/** Kept of it: the path of the part. */
const part = oneTask<CheckResult, string>("/");

export async function startCheck(file: OpenFile, level: CheckLevel): Promise<boolean> {
	part.stop();
	let isWhole = false;
	const isDone = await whole.run(
		file,
		async (context) => {
			const result = await file.client.call("check", { level }, context);
			isWhole = !result.stopped;
			return result;
		},
		level,
	);
	if (isDone && isWhole && file.facts.remote) void tellRead(file);
	return isDone;
}

/** A check of a remote image has read all metadata, and it is kept: to hear so fetches nothing more. */
async function tellRead(file: OpenFile): Promise<void> {
	if (await findOwners(file)) await startSurvey(file);
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

/** Damaged inodes of which nothing is told so far: a search for owners left them to a check. */
export function useUntold(file: OpenFile): number {
	const untold = useOwners(file).result?.untold ?? 0;
	const check = useCheck(file).result;
	return check && !check.stopped ? 0 : untold;
}
