/** Pieces of the packed inode (format section 14.2). */
import { corrupt } from "../../base/errors";
import { type Range, type Span, span } from "../../base/range";
import type { Image } from "../image";
import type { Inode } from "../inode";
import type { Extent } from "./extent";

/**
 * File bytes `range`, which lie in the packed inode from byte `offset` on: as many bytes there.
 * @throws Failure `corrupt` when the image has no packed inode, or it is too short.
 */
export function fragmentExtent(
	image: Image,
	inode: Inode,
	{ start, end }: Range,
	offset: number,
	record: Span,
): Extent {
	const { packed, packedNid } = image;
	const stop = offset + (end - start);
	if (packed && inode.nid !== packedNid && stop <= packed.source.size) {
		const at = span(packed.space, offset, stop);
		return { start, end, kind: "fragment", at, record };
	}
	throw corrupt({
		code: "fragment",
		severity: "error",
		text: !packed
			? "The tail of the file is in the packed inode, but the image has none that can be read."
			: inode.nid === packedNid
				? "The packed inode refers to itself."
				: "The tail of the file lies beyond the end of the packed inode.",
		structure: "z_erofs_map_header",
		field: "h_fragmentoff",
		seen: `packed bytes ${offset} to ${stop}`,
		allowed: packed ? `within ${packed.source.size} bytes` : "no fragments",
		at: record,
		nid: inode.nid,
	});
}
