/** Who looks at the compressed units of a check: threads beside this one, where there is much to decode. */
import { type UnitPlaces, unitsHere } from "../checks/decoding";
import { unitRules } from "../checks/streams";
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

/** Bytes of the image and its devices for each thread: of fewer most is decoded before it has begun. */
const WORTH_A_THREAD = 32 << 20;
const MOST_THREADS = 8;

/** Its threads have begun to start when it returns. */
export function unitPlacesFor<Given>(
	image: Image,
	{ recipe, start, threads, signal }: UnitOptions<Given>,
): UnitPlaces & { close?(): void } {
	const here = unitsHere(image, signal);
	const rules = unitRules(image);
	const most = rules.algorithms === 0 ? 0 : Math.floor(bytesOf(image) / WORTH_A_THREAD);
	const count = Math.min(threads, most, MOST_THREADS);
	if (!recipe || !start || count < 1) return here;
	const begin = (who: number, ears: UnitEars) => start({ who, recipe, rules }, ears);
	const places = new UnitThreads(count, begin, here.look);
	signal?.addEventListener("abort", places.close, { once: true });
	return places;
}
