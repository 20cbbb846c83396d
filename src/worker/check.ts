/** A check of the whole open image. What it finds is told as it is met, and as a whole at its end. */
import type { Finding } from "../base/finding";
import { run } from "../checks/run";
import { breather } from "./breathe";
import type { CheckResult, Params } from "./protocol";
import { forReason } from "./reason";
import type { Context } from "./server";
import type { Session } from "./session";

const ROOT = Uint8Array.of(0x2f);

export async function checkImage(
	{ image }: Session,
	{ level }: Params<"check">,
	{ signal, progress, emit }: Context<"check">,
): Promise<CheckResult> {
	const { rootNid } = image.facts;
	const breathe = breather(signal);
	let pending: Finding[] = [];
	const { stopped, ...result } = await run(forReason(image, "check"), {
		start: { nid: rootNid, path: ROOT, parent: rootNid },
		level,
		signal,
		onProgress: progress,
		onFinding: (finding) => pending.push(finding),
		breathe() {
			const pause = breathe();
			if (pause && pending.length > 0) {
				emit(pending);
				pending = [];
			}
			return pause;
		},
	});
	return { ...result, ...(stopped ? { stopped: stopped.info } : {}) };
}
