/** Chooses the map reader for an inode's data layout. */
import { corrupt, Failure } from "../../base/errors";
import { ignoreFindings, type Report } from "../../base/finding";
import { span } from "../../base/range";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { mapHeader } from "../structs/zmap";
import { chunkMap } from "./chunk";
import { compactIndex } from "./compact";
import { encodedMap } from "./encoded";
import type { Extent, ExtentMap } from "./extent";
import { flatMap } from "./flat";
import { fullIndex } from "./full";
import { type Header, readHeader } from "./header";
import { fragmentExtent, indexedMap } from "./indexed";

/**
 * @throws Failure `corrupt` when the inode or its map is damaged as a whole,
 *         `unsupported` when it uses something unknown.
 */
export async function openMap(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
	report: Report = ignoreFindings,
): Promise<ExtentMap> {
	if (inode.trouble) throw corrupt(inode.trouble);
	switch (inode.layout) {
		case LAYOUT.FLAT_PLAIN:
		case LAYOUT.FLAT_INLINE:
			return flatMap(image, inode);
		case LAYOUT.CHUNK_BASED:
			return chunkMap(image, inode);
		default:
			return compressedMap(image, inode, await readHeader(image, inode, signal, report));
	}
}

function compressedMap(image: Image, inode: Inode, header: Header): ExtentMap {
	if (header.wholeFragment !== undefined) {
		const range = { start: 0, end: inode.size };
		const offset = header.wholeFragment;
		return { at: async () => fragmentExtent(image, inode, range, offset, header.at) };
	}
	if (header.recordSize !== undefined) return encodedMap(image, inode, header);
	if (header.compact && header.lclusterBits > 14) throw tooLarge(header, inode.nid);
	const index = header.compact ? compactIndex(inode, header) : fullIndex(inode, header);
	return indexedMap(image, inode, header, index);
}

const tooLarge = (header: Header, nid: bigint): Failure =>
	corrupt({
		code: "z-clusterbits",
		severity: "error",
		text: "Compact indexes cannot describe logical clusters this large.",
		structure: mapHeader.name,
		field: "h_clusterbits",
		seen: `2^${header.lclusterBits} bytes`,
		allowed: "at most 2^14",
		at: span(header.at.space, header.at.start + 7, header.at.end),
		nid,
	});

/**
 * Extents of file bytes [from, to), in order. The walk ends: each extent must
 * reach beyond the one before.
 */
export async function* extents(
	map: ExtentMap,
	from: number,
	to: number,
	signal?: AbortSignal,
): AsyncGenerator<Extent, void, void> {
	let offset = from;
	while (offset < to) {
		const extent = await map.at(offset, signal);
		if (extent.end <= offset) {
			throw new Failure({ kind: "bug", message: `The map does not advance at byte ${offset}.` });
		}
		yield extent;
		offset = extent.end;
	}
}
