/** Stored bytes of contents, from whichever device holds them. */
import { corrupt, Failure } from "../base/errors";
import type { Span } from "../base/range";
import { type Image, sourceOf } from "./image";
import type { Inode } from "./inode";

/**
 * Stored bytes.
 * @throws Failure `corrupt` when they reach beyond the end of their device.
 */
export async function readStored(
	image: Image,
	inode: Inode,
	at: Span,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const source = sourceOf(image, at.space);
	if (!source) throw new Failure({ kind: "bug", message: `Unknown space ${at.space}.`, at });
	if (at.start < 0 || at.end > source.size) {
		throw corrupt({
			code: "data-beyond-end",
			severity: "error",
			text: "The contents lie beyond the end of the device: the image is truncated or an address is wrong.",
			structure: "data",
			seen: `bytes ${at.start} to ${at.end}`,
			allowed: `within ${source.size} bytes`,
			at,
			nid: inode.nid,
		});
	}
	return source.peek?.(at.start, at.end) ?? source.read(at.start, at.end, signal);
}
