/** A check of the open image or a part of its tree. What it finds is told as it is met. */
import { run } from "../checks/run";
import { findPlace } from "../export/place";
import { rootOf } from "../export/tree";
import { hashBy } from "../pool/digests";
import { breather } from "./breathe";
import type { Context } from "./method";
import type { CheckResult, Params } from "./protocol";
import { forReason } from "./reason";
import type { Session } from "./session";
import { withPool } from "./threads";
import { withUnitThreads } from "./unit-threads";

export async function checkImage(
	session: Session,
	{ level, path }: Params<"check">,
	{ signal, progress }: Context,
): Promise<CheckResult> {
	const image = forReason(session.image, "check");
	const start = path === undefined ? rootOf(image) : await findPlace(image, path, signal);
	const opened = { ...session, image };
	const { stopped, checked } = await withPool(opened, signal, (pool) =>
		withUnitThreads(opened, signal, (units) =>
			run(image, {
				start,
				level,
				signal,
				onProgress: progress,
				onFinding: session.log.add,
				units,
				hash: hashBy(pool),
				tree: () => session.surveyor.taken(signal, progress),
				owners: async () => (await session.owners.join(signal)).ownership,
				breathe: breather(signal),
			}),
		),
	);
	return { checked, ...(stopped ? { stopped: stopped.info } : {}) };
}
