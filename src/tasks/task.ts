/**
 * Long work on an open image that can be done anywhere: here, in a worker, in a thread. What goes
 * in and what comes out is plain data, so that it can be sent; the image is opened where the work
 * is done. A task is a share of some whole work, small enough that nobody waits long for it.
 */
import type { Image } from "../erofs/image";
import type { Hasher } from "../export/digest";

/** What a place has to offer, beyond the image. */
export interface TaskContext {
	/** SHA-256, where there is a faster one than our own. */
	readonly newHasher?: () => Hasher;
	readonly signal?: AbortSignal;
	/** Called often; what it returns is waited for. */
	readonly breathe?: () => Promise<void> | undefined;
}

export interface Task<Params, Result> {
	/** @throws Failure when bytes cannot be had; what is damaged is part of the result. */
	run(image: Image, params: Params, context: TaskContext): Promise<Result>;
}
