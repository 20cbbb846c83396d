/**
 * A small file of the user, held in memory as a whole: what goes through all of it need not wait for
 * any byte then, while a browser takes half a millisecond to read even the smallest part of a file.
 */
import { checkCancelled, isCancelled } from "../base/errors";
import type { ByteSource } from "../base/source";
import { type BlobLike, blobSource } from "./blob";
import { checkInside } from "./check";
import { memorySource } from "./memory";

/** @throws Failure `io` when it cannot be read, `cancelled` */
export async function heldFile(blob: BlobLike, signal?: AbortSignal): Promise<ByteSource> {
	const { id, label, size, read } = blobSource(blob);
	const bytes = await read(0, size, signal);
	const readNow = (start: number, end: number) => {
		checkInside({ label, size }, start, end);
		return bytes.subarray(start, end);
	};
	return {
		...memorySource(bytes, label),
		id,
		readNow,
		fill: (start, into) => into.set(readNow(start, start + into.length)),
	};
}

/**
 * @param patience in milliseconds: a disk may take longer for all of it than for what is looked at first
 * @returns undefined when it takes longer; what goes on being read then, the system keeps for who reads
 *          parts of it next
 * @throws Failure as {@link heldFile}
 */
export async function heldWithin(
	patience: number,
	blob: BlobLike,
	signal: AbortSignal,
): Promise<ByteSource | undefined> {
	const waiting = new AbortController();
	const stop = () => waiting.abort();
	checkCancelled(signal);
	signal.addEventListener("abort", stop);
	const timer = setTimeout(stop, patience);
	try {
		return await heldFile(blob, waiting.signal);
	} catch (error) {
		if (isCancelled(error) && !signal.aborted) return undefined;
		throw error;
	} finally {
		clearTimeout(timer);
		signal.removeEventListener("abort", stop);
	}
}
