/** Stored bytes of contents, from whichever device holds them. */
import { corrupt, Failure } from "../base/errors";
import type { Span } from "../base/range";
import type { ByteSource } from "../base/source";
import { beyondDevice } from "./devices";
import { type Image, sourceOf } from "./image";
import type { Inode } from "./inode";
import { placeField } from "./map/culprit";
import type { Extent } from "./map/extent";

/** Stored bytes `at` of an extent. @throws Failure as {@link storedIn} */
export async function readStored(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const source = await storedIn(image, inode, extent, at, signal);
	return source.peek?.(at.start, at.end) ?? source.read(at.start, at.end, signal);
}

/**
 * What holds the stored bytes `at` of an extent, all of them.
 * @throws Failure `corrupt` when they reach beyond the end of their device.
 */
export async function storedIn(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<ByteSource> {
	const source = sourceOf(image, at.space);
	if (!source) throw new Failure({ kind: "bug", message: `Unknown space ${at.space}.`, at });
	if (at.start < 0 || at.end > source.size) {
		const culprit = await placeField(image, inode, extent, source.size, signal);
		// Of the whole extent, however little of it is read.
		const { at: whole = at } = extent;
		const found = beyondDevice(culprit, whole.start, whole.end, source.size);
		throw corrupt({ ...found, leadsTo: whole });
	}
	return source;
}
