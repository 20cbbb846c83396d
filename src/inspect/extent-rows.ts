/** The extents of a file as columns, a page at a time. */
import { findingOf, isDamage } from "../base/errors";
import type { Finding } from "../base/finding";
import type { SpaceId } from "../base/range";
import { countText } from "../base/words";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { lclusterIndex } from "../erofs/structs/zmap";
import { EXTENT_KINDS, NO_ALGORITHM } from "./names";

/** Extents in logical order, one array a column. */
export interface ExtentColumns {
	readonly count: number;
	/** Logical bytes [start, start + length) of the file. */
	readonly start: Float64Array<ArrayBuffer>;
	readonly length: Float64Array<ArrayBuffer>;
	/** Index into EXTENT_KINDS. */
	readonly kind: Uint8Array<ArrayBuffer>;
	/** Algorithm id, 255 for none. */
	readonly algorithm: Uint8Array<ArrayBuffer>;
	/** The contents lie in bytes [at, at + size) of space spaces[space[i]]; NaN and 0 for holes. */
	readonly at: Float64Array<ArrayBuffer>;
	readonly size: Float64Array<ArrayBuffer>;
	/** Bytes they occupy in the image: of the packed inode, which is compressed itself, a share. */
	readonly stored: Float64Array<ArrayBuffer>;
	readonly space: Uint8Array<ArrayBuffer>;
	/**
	 * The entries of the map that describe the extent, in the inode's own space: from its first one
	 * to that of the next extent, or as many as the last one can have at most. NaN for none.
	 */
	readonly recordStart: Float64Array<ArrayBuffer>;
	readonly recordEnd: Float64Array<ArrayBuffer>;
	/** 1: the extent uses only the first part of what the stored bytes decode to. */
	readonly partial: Uint8Array<ArrayBuffer>;
}

export interface ExtentPage {
	readonly extents: ExtentColumns;
	readonly spaces: readonly SpaceId[];
	/** Exact end of the last extent, when that reaches further than `start + length` counts. */
	readonly beyond?: bigint;
	/** Logical offset to continue at; absent on the last page. */
	readonly next?: number;
	readonly findings: readonly Finding[];
	/** Why the list ends early, when it does. */
	readonly stopped?: string;
}

/** At most `limit` extents from logical byte `from` on. A damaged map ends the list with a finding. */
export async function extentPage(
	image: Image,
	inode: Inode,
	from: number,
	limit: number,
	signal?: AbortSignal,
): Promise<ExtentPage> {
	const list: Extent[] = [];
	const findings: Finding[] = [];
	let after: Extent | undefined;
	let stopped: string | undefined;
	try {
		// What is wrong with the map as a whole belongs to the first page.
		let telling = from === 0;
		const map = await loadMap(image, inode, signal, (found) => telling && findings.push(found));
		telling = true;
		for await (const extent of extents(map, from, inode.size, signal)) {
			if (list.length === limit) {
				after = extent;
				break;
			}
			list.push(extent);
		}
		if (!after) stopped = restOf(inode, list.at(-1));
	} catch (error) {
		if (!isDamage(error)) throw error;
		stopped = error.message;
		const found = findingOf(error);
		if (found) findings.push(found);
	}
	const beyond = list.at(-1)?.beyond;
	const spaces = [...new Set(list.flatMap((e) => (e.at ? [e.at.space] : [])))];
	return {
		extents: {
			...toColumns(list, spaces, image.packedDensity),
			...recordColumns(list, after, stopped === undefined ? image.facts.blockSize : undefined),
		},
		spaces,
		findings,
		...(beyond === undefined ? {} : { beyond }),
		...(after ? { next: after.start } : {}),
		...(stopped === undefined ? {} : { stopped }),
	};
}

/** What is behind the last extent that can be looked up; undefined when nothing is. */
function restOf({ i_size }: Inode, last: Extent | undefined): string | undefined {
	const end = last?.beyond ?? last?.end ?? 0;
	return end < i_size
		? `What lies behind byte ${countText(end)}, to byte ${countText(i_size)}, is further than is counted here.`
		: undefined;
}

function toColumns(
	list: readonly Extent[],
	spaces: readonly SpaceId[],
	packedDensity = 0,
): Omit<ExtentColumns, "recordStart" | "recordEnd"> {
	const number = (of: (e: Extent) => number) => Float64Array.from(list, of);
	const byte = (of: (e: Extent) => number) => Uint8Array.from(list, of);
	return {
		count: list.length,
		start: number((e) => e.start),
		length: number((e) => e.end - e.start),
		kind: byte((e) => EXTENT_KINDS.indexOf(e.kind)),
		algorithm: byte((e) => e.algorithm ?? NO_ALGORITHM),
		at: number((e) => e.at?.start ?? Number.NaN),
		size: number(sizeOf),
		stored: number((e) =>
			e.kind === "fragment" ? Math.round(sizeOf(e) * packedDensity) : sizeOf(e),
		),
		space: byte((e) => (e.at ? spaces.indexOf(e.at.space) : 0)),
		partial: byte((e) => (e.partial ? 1 : 0)),
	};
}

/** Bytes of an entry for a block, at most. */
const INDEX_SIZE = lclusterIndex.size;

/**
 * @param after the extent behind those
 * @param blockSize of an image whose map ends with them when there is none behind them: then the
 *        last extent has an entry for each block at most
 */
function recordColumns(
	list: readonly Extent[],
	after: Extent | undefined,
	blockSize: number | undefined,
): Pick<ExtentColumns, "recordStart" | "recordEnd"> {
	const endOf = ({ start, end, record }: Extent, i: number): number => {
		if (!record) return Number.NaN;
		const next = list[i + 1] ?? after;
		if (next) return Math.max(record.end, next.record?.start ?? 0);
		const blocks = blockSize === undefined ? 0 : Math.ceil((end - start) / blockSize);
		return record.end + blocks * INDEX_SIZE;
	};
	return {
		recordStart: Float64Array.from(list, ({ record }) => record?.start ?? Number.NaN),
		recordEnd: Float64Array.from(list, endOf),
	};
}

const sizeOf = ({ at }: Extent): number => (at ? at.end - at.start : 0);
