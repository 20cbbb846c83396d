/** A check of the open image or a part of its tree. What it finds is told as it is met. */
import { type CheckOptions, run } from "../checks/run";
import type { UnitPlaces } from "../checks/unit-places";
import { findPlace } from "../export/place";
import { rootOf } from "../export/tree";
import { hashBy } from "../pool/digests";
import type { Pool } from "../pool/pool";
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
	const check = (pool: Pool, units: UnitPlaces, owners: Partial<CheckOptions>) =>
		run(image, {
			start,
			level,
			signal,
			onProgress: progress,
			onFinding: session.log.add,
			units,
			hash: hashBy(pool),
			tree: (follower) => session.surveyor.taken(signal, progress, follower),
			...owners,
			breathe: breather(signal),
		});
	const { stopped, checked } = await withPool(opened, signal, (pool) =>
		withUnitThreads(opened, signal, (units) =>
			path === undefined
				? session.owners.during(signal, (owners) => check(pool, units, owners))
				: check(pool, units, {}),
		),
	);
	return { checked, ...(stopped ? { stopped: stopped.info } : {}) };
}
