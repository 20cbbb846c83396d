/** Pieces of the packed inode (format section 14.2). */
import { corrupt } from "../../base/errors";
import { clamped, type Exact, sum } from "../../base/exact";
import type { Culprit } from "../../base/finding";
import { type Range, type Span, span } from "../../base/range";
import { fieldAt } from "../../schema/struct";
import { fault } from "../faults";
import type { Image } from "../image";
import { type Inode, inodeField } from "../inode";
import { extent32 } from "../structs/encoded-extent";
import { mapHeader } from "../structs/zmap";
import { sbField } from "../superblock";
import type { Extent } from "./extent";
import type { Header } from "./header";

/**
 * File bytes `range`, which lie in the packed inode from byte `offset` on: as many bytes there.
 * @throws Failure `corrupt` when the image has no packed inode, or it is too short.
 */
export function fragmentExtent(
	image: Image,
	inode: Inode,
	header: Header,
	{ start, end }: Range,
	offset: Exact,
	record: Span,
): Extent {
	const { packed } = image;
	const stop = sum(offset, end - start);
	const isPacked = inode.nid === image.superblock.packed_nid;
	if (packed && !isPacked && stop <= packed.source.size) {
		const at = span(packed.space, clamped(offset), clamped(stop));
		return { start, end, kind: "fragment", at, record };
	}
	throw corrupt({
		...fault("fragment"),
		text: isPacked
			? fault("packed-in-itself").text
			: !packed
				? "The tail of the file is in the packed inode, but the image has none that can be read."
				: "The tail of the file lies beyond the end of the packed inode.",
		...(isPacked
			? recordField(inode, header, record)
			: culprit(image, inode, header, { start, end }, record)),
		seen: `packed bytes ${offset} to ${stop}`,
		allowed: packed && !isPacked ? `within ${packed.source.size} bytes` : "no fragments",
	});
}

function culprit(
	{ packed }: Image,
	inode: Inode,
	header: Header,
	{ start, end }: Range,
	record: Span,
): Culprit {
	if (!packed) return { ...sbField("packed_nid"), nid: inode.nid };
	// Wherever it began, it could not fit.
	if (end - start > packed.source.size) return inodeField(inode, "i_size");
	return recordField(inode, header, record);
}

/** What says that a part is in the packed inode, and where. */
function recordField(
	{ nid }: Inode,
	{ at, wholeFragment, recordSize }: Header,
	record: Span,
): Culprit {
	if (recordSize !== undefined) {
		return { ...fieldAt(extent32, "plen", record.space, record.start), nid };
	}
	const field = wholeFragment === undefined ? "h_fragmentoff" : "whole_fragment";
	return { ...fieldAt(mapHeader, field, at.space, at.start), nid };
}
