/**
 * Which field of a map is to be looked at when an extent cannot be right. Asked only then, so
 * that extents, of which a file can have a million, need not carry it.
 */
import type { Culprit } from "../../base/finding";
import { roundUp, type Span, span } from "../../base/range";
import { Resident, withBytes } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import { type Image, sourceOf } from "../image";
import { type Inode, inodeField } from "../inode";
import { chunkBlock, chunkIndex } from "../structs/chunk";
import { extent4, extent8, extent32, extentBase } from "../structs/encoded-extent";
import { LAYOUT } from "../structs/inode";
import { lclusterIndex, mapHeader } from "../structs/zmap";
import { compactIndex } from "./compact";
import { type Extent, MAX_PCLUSTER } from "./extent";
import { fullIndex } from "./full";
import { type Header, readHeader } from "./header";
import type { LclusterField } from "./lcluster";
import { recordTable } from "./records";

/** Where the address of stored contents is written down. */
export async function addressField(
	image: Image,
	inode: Inode,
	extent: Extent,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { kind, record, at } = extent;
	const { nid } = inode;
	/** The smallest address that has a high half: none of a device that ends in front of it is right. */
	const isHigh = (high: number) =>
		at !== undefined && at.start >= high && (sourceOf(image, at.space)?.size ?? 0) <= high;
	// What lies behind the inode has no address; it begins where the inode and its map end.
	if (kind === "inline") return inodeField(inode, "i_size");
	if (!record) return inodeField(inode, "startblk_lo");
	if (inode.layout === LAYOUT.CHUNK_BASED) {
		return { ...chunkField(record, isHigh(HIGH * image.facts.blockSize)), nid };
	}
	const header = await headerOf(image, inode, signal);
	const isTail = header.inlineSize !== undefined && extent.end === inode.size;
	return { ...(isTail ? tailField(header) : unitField(inode, header, record, isHigh(HIGH))), nid };
}

/** A tail behind the index has no address, but a length. */
const tailField = ({ at }: Header): Culprit =>
	fieldAt(mapHeader, "h_idata_size", at.space, at.start);

/** What the high half of an address counts. */
const HIGH = 2 ** 32;

/** @param high whether its high half alone makes the address what it is */
export function chunkField({ space, start, end }: Span, high: boolean): Culprit {
	return end - start === chunkBlock.size
		? fieldAt(chunkBlock, "blkaddr", space, start)
		: fieldAt(chunkIndex, high ? "startblk_hi" : "startblk_lo", space, start);
}

/**
 * Where the address of a compressed unit is written down: in its record, or what that counts from.
 * @param high as of {@link chunkField}
 */
export function unitField(inode: Inode, header: Header, record: Span, high: boolean): Culprit {
	const { space, start, end } = record;
	if (header.compact) {
		// A pack ends with the address of its first unit; the others lie behind it.
		const at = span(space, end - 4, end);
		return { structure: "compact lcluster pack", field: "blkaddr", at };
	}
	if (header.recordSize === undefined) return fieldAt(lclusterIndex, "blkaddr", space, start);
	switch (header.recordSize) {
		case extent4.size: {
			const base = recordTable(inode, header).start - extentBase.size;
			return fieldAt(extentBase, "pstart", space, base);
		}
		case extent8.size:
			return fieldAt(extent8, "pstart_lo", space, start);
		default:
			return fieldAt(extent32, high ? "pstart_hi" : "pstart_lo", space, start);
	}
}

/**
 * Where the address of stored contents that reach beyond `end` of their device is written down; or
 * their length, when they begin in front of it and are more than so many file bytes can be stored in.
 */
export async function placeField(
	image: Image,
	inode: Inode,
	extent: Extent,
	end: number,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { kind, at } = extent;
	const room = Math.min(MAX_PCLUSTER, roundUp(extent.end - extent.start, image.facts.blockSize));
	const isTooLong = kind === "compressed" && at && at.start < end && at.end - at.start > room;
	return (isTooLong ? lengthField : addressField)(image, inode, extent, signal);
}

/** Where the length of a compressed unit is written down: in its record, or in the entry behind its head. */
export async function lengthField(
	image: Image,
	inode: Inode,
	extent: Extent,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { nid } = inode;
	const { record, start } = extent;
	const header = await headerOf(image, inode, signal);
	const isTail = header.inlineSize !== undefined && extent.end === inode.size;
	if (isTail) return { ...tailField(header), nid };
	if (header.recordSize !== undefined && record) {
		return { ...fieldAt(extent32, "plen", record.space, record.start), nid };
	}
	const next = Math.floor(start / 2 ** header.lclusterBits) + 1;
	return entryField(inode, header, next, "delta[0]", signal);
}

/** Where it is written down that a compressed unit ends: where the next one begins, or in the size of the file. */
export async function endField(
	image: Image,
	inode: Inode,
	extent: Extent,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { nid } = inode;
	const { record, end } = extent;
	if (end >= inode.size) return inodeField(inode, "i_size");
	const header = await headerOf(image, inode, signal);
	const { recordSize } = header;
	if (recordSize === undefined || !record) {
		const next = Math.floor(end / 2 ** header.lclusterBits);
		return entryField(inode, header, next, "clusterofs", signal);
	}
	if (recordTable(inode, header).fixed !== undefined)
		return { ...fieldAt(mapHeader, "h_clusterbits", header.at.space, header.at.start), nid };
	return { ...fieldAt(extent32, "lstart_lo", record.space, record.start + recordSize), nid };
}

/** A field of the entry of a logical cluster. */
async function entryField(
	inode: Inode,
	header: Header,
	lcn: number,
	field: LclusterField,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { nid, home } = inode;
	const index = (header.compact ? compactIndex : fullIndex)(inode, header, new Resident(home));
	const found = await withBytes(() => index.where(field, index.load(lcn)), signal);
	return { ...found, at: span(home.space, found.at.start, found.at.end), nid };
}

/** Where the algorithm of a compressed extent is written down. */
export async function algorithmField(
	image: Image,
	inode: Inode,
	{ record }: Extent,
	signal?: AbortSignal,
): Promise<Culprit> {
	const { nid } = inode;
	const header = await headerOf(image, inode, signal);
	if (header.recordSize !== undefined && record) {
		return { ...fieldAt(extent32, "plen", record.space, record.start), nid };
	}
	return { ...fieldAt(mapHeader, "h_algorithmtype", header.at.space, header.at.start), nid };
}

const headerOf = (image: Image, inode: Inode, signal?: AbortSignal): Promise<Header> => {
	const bytes = new Resident(inode.home);
	return withBytes(() => readHeader(image, inode, bytes), signal);
};
