/** A check of the whole open image. What it finds is told as it is met. */
import { run } from "../checks/run";
import { breather } from "./breathe";
import type { CheckResult, Params } from "./protocol";
import { forReason } from "./reason";
import type { Context } from "./server";
import type { Session } from "./session";

const ROOT = Uint8Array.of(0x2f);

export async function checkImage(
	{ image, log }: Session,
	{ level }: Params<"check">,
	{ signal, progress }: Context<"check">,
): Promise<CheckResult> {
	const { rootNid } = image.facts;
	const { stopped, checked } = await run(forReason(image, "check"), {
		start: { nid: rootNid, path: ROOT, parent: rootNid },
		level,
		signal,
		onProgress: progress,
		onFinding: log.add,
		breathe: breather(signal),
	});
	return { checked, ...(stopped ? { stopped: stopped.info } : {}) };
}
