/** A check of the whole open image. What it finds is told as it is met. */
import { run } from "../checks/run";
import { unitsBy } from "../pool/units";
import { breather } from "./breathe";
import type { CheckResult, Params } from "./protocol";
import { forReason } from "./reason";
import type { Context } from "./server";
import type { Session } from "./session";
import { withPool } from "./threads";

const ROOT = Uint8Array.of(0x2f);

export async function checkImage(
	session: Session,
	{ level }: Params<"check">,
	{ signal, progress }: Context<"check">,
): Promise<CheckResult> {
	const image = forReason(session.image, "check");
	const { rootNid } = image.facts;
	const { stopped, checked } = await withPool({ ...session, image }, signal, (pool) =>
		run(image, {
			start: { nid: rootNid, path: ROOT, parent: rootNid },
			level,
			signal,
			onProgress: progress,
			onFinding: session.log.add,
			units: unitsBy(pool),
			owners: async () => (await session.owners.join(signal)).ownership,
			breathe: breather(signal),
		}),
	);
	return { checked, ...(stopped ? { stopped: stopped.info } : {}) };
}
