/** Who looks at the compressed units of a check: threads beside this one, where there is much to decode. */
import { deviceSpace } from "../base/space";
import { unitRules } from "../checks/streams";
import { batchOf, lookHere, type UnitPlaces, unitsHere } from "../checks/unit-places";
import type { UnitRules } from "../checks/units";
import type { Image } from "../erofs/image";
import { bytesOf, type PoolOptions } from "./choose";
import type { UnitWork } from "./unit-calls";
import { type UnitEars, type UnitThread, UnitThreads } from "./unit-threads";

export interface UnitOptions<Given> extends Pick<PoolOptions<Given>, "recipe"> {
	/** Absent where none can be started. @throws whatever keeps one from being started */
	readonly start: ((work: UnitWork<Given>, ears: UnitEars) => UnitThread) | undefined;
	/** As many as are wanted beside this one. */
	readonly threads: number;
	readonly signal?: AbortSignal | undefined;
}

/**
 * Stored bytes that take about a tenth of a second to decode, by algorithm: for fewer a thread, which
 * takes a third of that to start, comes too late.
 */
const WORTH_A_THREAD: readonly number[] = [96, 3, 16, 48].map((mib) => mib << 20);
const MOST_THREADS = 8;

/** The slowest that the image may use is taken for the one that it does. */
function worthAThread({ algorithms }: UnitRules): number {
	const declared = WORTH_A_THREAD.filter((_, id) => algorithms & (1 << id));
	return Math.min(Number.POSITIVE_INFINITY, ...declared);
}

/** Its threads begin to start when there is something to decode. */
export function unitPlacesFor<Given>(
	image: Image,
	{ recipe, start, threads, signal }: UnitOptions<Given>,
): UnitPlaces & { close?(): void } {
	const rules = unitRules(image);
	const most = Math.floor(bytesOf(image) / worthAThread(rules));
	const count = Math.min(threads, most, MOST_THREADS);
	if (!recipe || !start || count < 1) return unitsHere(image, signal);
	const places = new UnitThreads({
		count,
		start: (who, ears, shared) =>
			start({ who, recipe, rules, ...(shared ? { shared } : {}) }, ears),
		here: lookHere(image, signal),
		spaces: [image.primary.space, ...recipe.devices.map((_, slot) => deviceSpace(slot + 1))],
		batch: batchOf(image.primary.source),
	});
	signal?.addEventListener("abort", places.close, { once: true });
	return places;
}
