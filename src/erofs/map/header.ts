/**
 * The 8-byte map header of a compressed inode (struct z_erofs_map_header) and
 * what its bits decide. It lies at the next multiple of 8 behind the xattrs.
 */
import { type Exact, exact } from "../../base/exact";
import { ignoreFindings, type Report } from "../../base/finding";
import { roundUp, type Span, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { check, decode } from "../../schema/struct";
import { contextCache } from "../contexts";
import type { Image } from "../image";
import type { BodyInode } from "../inode";
import type { Facts } from "../structs/facts";
import { LAYOUT } from "../structs/inode";
import { ADVISE, type MapContext, mapHeader } from "../structs/zmap";

export interface Header {
	readonly at: Span;
	readonly compact: boolean;
	readonly advise: number;
	/** Algorithm of HEAD1 and HEAD2 units. */
	readonly algorithms: readonly [number, number];
	readonly lclusterBits: number;
	/** Bytes of the inline tail unit, when INLINE_PCLUSTER is set and no fragment wins. */
	readonly inlineSize?: number;
	/** Low 32 bits of the packed offset of the tail, when FRAGMENT_PCLUSTER is set. */
	readonly fragmentOffset?: number;
	readonly interlaced: boolean;
	/** Encoded extents instead of indexes: bytes of a record, and how many when the header says. */
	readonly recordSize?: number;
	readonly recordCount?: number;
	/** The whole file is a piece of the packed inode, from this byte on. */
	readonly wholeFragment?: Exact;
	readonly context: MapContext;
}

const contextOf = contextCache<Omit<MapContext, keyof Facts>, MapContext>(
	(f) =>
		[f.compact, f.extents, f.inline, f.fragment, f.counted, f.wholeFragment].reduce(
			(key, flag, bit) => key | (flag ? 1 << bit : 0),
			0,
		),
	(facts, flags) => ({ ...facts, ...flags }),
);

const WHOLE_FRAGMENT_BIT = 1n << 63n;

/** First byte of the header, in the inode's home. */
export const headerStart = (inode: BodyInode): number => roundUp(inode.bodyEnd, 8);

/** @throws Missing, or Failure `corrupt` when the header is outside its container. */
export function readHeader(
	{ facts }: Pick<Image, "facts">,
	inode: BodyInode,
	bytes: Resident,
	report: Report = ignoreFindings,
): Header {
	const start = headerStart(inode);
	bytes.about = { structure: mapHeader.name, nid: inode.nid };
	return parseHeader(facts, inode, bytes.slice(start, start + mapHeader.size), report);
}

/** The header in `bytes`, the 8 bytes at {@link headerStart}. */
export function parseHeader(
	facts: Facts,
	inode: BodyInode,
	bytes: Uint8Array,
	report: Report = ignoreFindings,
): Header {
	const start = headerStart(inode);
	const at = span(inode.home.space, start, start + mapHeader.size);
	const h = decode(mapHeader, bytes);
	const compact = inode.layout === LAYOUT.COMPRESSED_COMPACT;
	const whole = (h.whole_fragment & WHOLE_FRAGMENT_BIT) !== 0n;
	// Of a whole fragment all bits but the highest are its offset.
	const advise = whole ? 0 : h.h_advise;
	const extents = !compact && (advise & ADVISE.EXTENTS) !== 0;
	const recordSize = 4 << ((advise >> 1) & 3);
	const counted = extents && recordSize >= 16;
	const fragment = (advise & ADVISE.FRAGMENT_PCLUSTER) !== 0;
	const inline = !fragment && (advise & ADVISE.INLINE_PCLUSTER) !== 0;
	const context = contextOf(facts, {
		compact,
		extents,
		inline,
		fragment,
		counted,
		wholeFragment: whole,
	});
	check(mapHeader, { bytes, offset: 0, space: at.space, start, nid: inode.nid }, context, report);
	return {
		at,
		compact,
		advise,
		algorithms: [h.h_algorithmtype & 15, h.h_algorithmtype >> 4],
		lclusterBits: facts.blkszbits + (h.h_clusterbits & 15),
		interlaced: (advise & ADVISE.INTERLACED_PCLUSTER) !== 0,
		context,
		...(inline ? { inlineSize: h.h_idata_size } : {}),
		...(fragment ? { fragmentOffset: h.h_fragmentoff } : {}),
		...(extents ? { recordSize } : {}),
		...(counted ? { recordCount: h.h_extents_hi * 2 ** 32 + h.h_extents_lo } : {}),
		...(whole ? { wholeFragment: exact(h.whole_fragment ^ WHOLE_FRAGMENT_BIT) } : {}),
	};
}
