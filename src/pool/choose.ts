/** Who does the tasks of work that reads everything: threads, where there is much to read. */
import type { Image } from "../erofs/image";
import type { TaskContext } from "../tasks/task";
import { inlinePool } from "./inline";
import { type Pool, poolOf, type Runner } from "./pool";
import type { Recipe } from "./recipe";

export interface PoolOptions<Given> {
	/** Absent for an image that only this thread can have open. */
	readonly recipe: Recipe<Given> | undefined;
	/** Starts a thread that opens the image by its recipe; absent where none can be started. */
	readonly spawn: ((recipe: Recipe<Given>) => Runner) | undefined;
	/** As many as are wanted, and the machine can run. */
	readonly threads: number;
	/** For tasks that are done here; its signal closes the pool. */
	readonly context: TaskContext;
}

/** Bytes of the image and its devices; what is smaller is read before a thread has begun. */
const WORTH_THREADS = 8 << 20;
/** Each needs memory of its own. */
const MOST_THREADS = 8;

export function poolFor<Given>(
	image: Image,
	{ recipe, spawn, threads, context }: PoolOptions<Given>,
): Pool {
	const size = Math.min(threads, MOST_THREADS);
	if (!recipe || !spawn || size < 2 || bytesOf(image) < WORTH_THREADS) {
		return inlinePool(image, context);
	}
	const pool = poolOf(size, () => spawn(recipe));
	context.signal?.addEventListener("abort", pool.close, { once: true });
	return pool;
}

export const bytesOf = ({ primary, devices }: Image): number =>
	devices.reduce((sum, { source }) => sum + (source?.size ?? 0), primary.source.size);
