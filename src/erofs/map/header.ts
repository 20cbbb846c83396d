/**
 * The 8-byte map header of a compressed inode (struct z_erofs_map_header) and
 * what its bits decide. It lies at the next multiple of 8 behind the xattrs.
 */
import { type Exact, exact } from "../../base/exact";
import { ignoreFindings, type Report } from "../../base/finding";
import { roundUp, type Span, span } from "../../base/range";
import type { Resident } from "../../base/resident";
import { check, isSound } from "../../schema/struct";
import { contextCache } from "../contexts";
import type { Image } from "../image";
import type { BodyInode } from "../inode";
import type { Facts } from "../structs/facts";
import { LAYOUT } from "../structs/inode";
import { ADVISE, type MapContext, mapHeader } from "../structs/zmap";

/** What of an inode its map follows from. */
export type MapInode = Omit<BodyInode, "type" | "xattrSize" | "raw" | "trouble" | "context"> & {
	readonly context: Facts;
};

export interface Header {
	readonly at: Span;
	readonly compact: boolean;
	readonly advise: number;
	/** Algorithm of HEAD1 and HEAD2 units. */
	readonly algorithms: readonly [number, number];
	readonly lclusterBits: number;
	/** Bytes of the inline tail unit, when INLINE_PCLUSTER is set and no fragment wins. */
	readonly inlineSize: number | undefined;
	/** Low 32 bits of the packed offset of the tail, when FRAGMENT_PCLUSTER is set. */
	readonly fragmentOffset: number | undefined;
	readonly interlaced: boolean;
	/** Encoded extents instead of indexes: bytes of a record, and how many when the header says. */
	readonly recordSize: number | undefined;
	readonly recordCount: number | undefined;
	/** The whole file is a piece of the packed inode, from this byte on. */
	readonly wholeFragment: Exact | undefined;
	readonly context: MapContext;
}

const contextOf = contextCache<Omit<MapContext, keyof Facts>, MapContext>(
	(f) =>
		(f.compact ? 1 : 0) |
		(f.extents ? 2 : 0) |
		(f.inline ? 4 : 0) |
		(f.fragment ? 8 : 0) |
		(f.counted ? 16 : 0) |
		(f.wholeFragment ? 32 : 0),
	(facts, flags) => ({ ...facts, ...flags }),
);

const WHOLE_FRAGMENT_BIT = 1n << 63n;
/** The highest bit of a byte. */
const HIGHEST = 0x80;

/** Constants, as looking them up for each of a million inodes would take longer than all else. */
const {
	whole_fragment: WHOLE,
	h_fragmentoff: FRAGMENT,
	h_idata_size: IDATA,
	h_extents_lo: EXTENTS_LO,
	h_advise: ADVISES,
	h_extents_hi: EXTENTS_HI,
	h_algorithmtype: ALGORITHMS,
	h_clusterbits: BITS,
} = mapHeader.at;

/** First byte of the header, in the inode's home. */
export const headerStart = (inode: MapInode): number => roundUp(inode.bodyEnd, 8);

/** Of an inode with an lcluster index. */
export const lclusterCount = ({ size }: Pick<MapInode, "size">, { lclusterBits }: Header): number =>
	Math.ceil(size / 2 ** lclusterBits);

/** @throws Missing, or Failure `corrupt` when the header is outside its container. */
export function readHeader(
	{ facts }: Pick<Image, "facts">,
	inode: MapInode,
	bytes: Resident,
	report: Report = ignoreFindings,
): Header {
	const start = headerStart(inode);
	const { size } = mapHeader;
	bytes.about = { structure: mapHeader.name, nid: inode.nid };
	const p = bytes.seek(start, size);
	const { view } = bytes;
	const at = span(inode.home.space, start, start + size);
	const compact = inode.layout === LAYOUT.COMPRESSED_COMPACT;
	const isWhole = (view.getUint8(p + WHOLE + 7) & HIGHEST) !== 0;
	// Of a whole fragment all bits but the highest are its offset.
	const advise = isWhole ? 0 : view.getUint16(p + ADVISES, true);
	const extents = !compact && (advise & ADVISE.EXTENTS) !== 0;
	const recordSize = 4 << ((advise >> 1) & 3);
	const counted = extents && recordSize >= 16;
	const fragment = (advise & ADVISE.FRAGMENT_PCLUSTER) !== 0;
	const inline = !fragment && (advise & ADVISE.INLINE_PCLUSTER) !== 0;
	const flags = { compact, extents, inline, fragment, counted, wholeFragment: isWhole };
	const context = contextOf(facts, flags);
	if (report !== ignoreFindings && !isSound(mapHeader, view, p, context)) {
		const place = { bytes: bytes.slice(start, start + size), offset: 0, space: at.space, start };
		check(mapHeader, { ...place, nid: inode.nid }, context, report);
	}
	const algorithms = view.getUint8(p + ALGORITHMS);
	const high = counted ? view.getUint16(p + EXTENTS_HI, true) : 0;
	return {
		at,
		compact,
		advise,
		algorithms: [algorithms & 15, algorithms >> 4],
		lclusterBits: facts.blkszbits + (view.getUint8(p + BITS) & 15),
		interlaced: (advise & ADVISE.INTERLACED_PCLUSTER) !== 0,
		context,
		inlineSize: inline ? view.getUint16(p + IDATA, true) : undefined,
		fragmentOffset: fragment ? view.getUint32(p + FRAGMENT, true) : undefined,
		recordSize: extents ? recordSize : undefined,
		recordCount: counted ? high * 2 ** 32 + view.getUint32(p + EXTENTS_LO, true) : undefined,
		wholeFragment: isWhole
			? exact(view.getBigUint64(p + WHOLE, true) ^ WHOLE_FRAGMENT_BIT)
			: undefined,
	};
}
