/** Who works on the shares of a command that reads everything: threads, where there is much to read. */
import { availableParallelism } from "node:os";
import type { Image } from "../erofs/image";
import { inlinePool } from "../pool/inline";
import { type Pool, poolOf, type Runner } from "../pool/pool";
import { isAddress, type Recipe } from "./open";
import { sha256 } from "./sha256";

/** Starts a thread that opens the image by its recipe. */
export type SpawnThread = (recipe: Recipe) => Runner;

interface PoolOptions {
	/** Absent for an image that only this program can have open. */
	readonly recipe: Recipe | undefined;
	/** Absent where no threads can be started. */
	readonly spawn: SpawnThread | undefined;
	/** As many as the machine can run when left out. */
	readonly threads: number | undefined;
	readonly signal: AbortSignal;
}

/** Bytes of the image and its devices; what is smaller is read before a thread has begun. */
const WORTH_THREADS = 8 << 20;
/** Each needs memory of its own. */
const MOST_THREADS = 8;

export function poolFor(image: Image, { recipe, spawn, threads, signal }: PoolOptions): Pool {
	const size = Math.min(threads ?? availableParallelism(), MOST_THREADS);
	if (!recipe || !spawn || size < 2 || isRemote(recipe) || bytesOf(image) < WORTH_THREADS) {
		return inlinePool(image, { newHasher: sha256, signal });
	}
	const pool = poolOf(size, () => spawn(recipe));
	signal.addEventListener("abort", pool.close, { once: true });
	return pool;
}

/** What one has fetched from an address, all the others would fetch again. */
const isRemote = ({ image, devices }: Recipe): boolean => [image, ...devices].some(isAddress);

const bytesOf = ({ primary, devices }: Image): number =>
	devices.reduce((sum, { source }) => sum + (source?.size ?? 0), primary.source.size);
