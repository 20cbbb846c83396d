/**
 * Chooses the map reader for an inode's data layout. Maps are synchronous; who cannot be sure
 * that the index is in memory takes {@link loadMap}, {@link extentAt} and {@link extents}.
 */
import { checkCancelled, corrupt, Failure } from "../../base/errors";
import { ignoreFindings, type Report } from "../../base/finding";
import { Missing, Resident, withBytes } from "../../base/resident";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { undeclaredLz4 } from "../superblock";
import { chunkMap } from "./chunk";
import { tooLarge } from "./compact";
import { teller } from "./damage";
import { encodedMap } from "./encoded";
import type { Extent, ExtentMap } from "./extent";
import { flatMap } from "./flat";
import { fragmentExtent } from "./fragment";
import { readHeader } from "./header";
import { IndexedMap } from "./indexed";

/**
 * @param bytes those of the inode's home
 * @param report takes what is wrong with the map and does not keep it from being followed, now
 *        and whenever an extent is looked up; each of it once
 * @throws Missing
 * @throws Failure `corrupt` when the inode or its map is damaged as a whole,
 *         `unsupported` when it uses something unknown.
 */
export function openMap(
	image: Image,
	inode: Inode,
	bytes: Resident,
	report: Report = ignoreFindings,
): ExtentMap {
	if (inode.trouble) throw corrupt(inode.trouble.make());
	switch (inode.layout) {
		case LAYOUT.FLAT_PLAIN:
		case LAYOUT.FLAT_INLINE:
			return flatMap(image, inode);
		case LAYOUT.CHUNK_BASED:
			return chunkMap(image, inode, bytes);
		default:
			// Nothing is stored then, not even a header.
			if (inode.size === 0) return emptyMap;
			return noticeLz4(image, compressedMap(image, inode, bytes, report), report);
	}
}

const emptyMap: ExtentMap = {
	at: (offset) => {
		throw new Failure({ kind: "bug", message: `An empty file has no byte ${offset}.` });
	},
};

function compressedMap(image: Image, inode: Inode, bytes: Resident, report: Report): ExtentMap {
	const header = readHeader(image, inode, bytes, report);
	const tell = teller(inode, report);
	if (header.wholeFragment !== undefined) {
		const range = { start: 0, end: inode.size };
		const offset = header.wholeFragment;
		return { at: () => fragmentExtent(image, inode, header, range, offset, header.at) };
	}
	if (header.recordSize !== undefined) return encodedMap(image, inode, header, bytes, tell);
	const large = tooLarge(inode, header);
	if (large) throw corrupt(large);
	return new IndexedMap(image, inode, header, bytes, tell);
}

/** Where the superblock declares no algorithm, says so of the first unit that has one. */
function noticeLz4({ facts }: Image, map: ExtentMap, report: Report): ExtentMap {
	if (!facts.undeclaredLz4) return map;
	let said = false;
	return {
		at(offset, before) {
			const extent = map.at(offset, before);
			if (extent.kind === "compressed" && !said) report(undeclaredLz4);
			said ||= extent.kind === "compressed";
			return extent;
		},
	};
}

/** The map of an inode whose bytes need not be in memory. @throws Failure as {@link openMap} */
export function loadMap(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
	report: Report = ignoreFindings,
): Promise<ExtentMap> {
	const bytes = new Resident(inode.home);
	return withBytes(() => openMap(image, inode, bytes, report), signal);
}

/** The extent that holds file byte `offset`. @throws Failure as `ExtentMap.at` */
export const extentAt = (map: ExtentMap, offset: number, signal?: AbortSignal): Promise<Extent> =>
	withBytes(() => map.at(offset), signal);

/** Extents looked up between two waits, at most. */
const BATCH = 256;

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
	let last: Extent | undefined;
	for (let offset = from; offset < to; ) {
		checkCancelled(signal);
		const before = last;
		const at = offset;
		const batch = await withBytes(() => extentsInMemory(map, at, to, before), signal);
		yield* batch;
		last = batch.at(-1);
		offset = last?.end ?? to;
	}
}

/** At least one, and as many more as need nothing that would have to be waited for. */
function extentsInMemory(map: ExtentMap, from: number, to: number, before?: Extent): Extent[] {
	const list: Extent[] = [];
	let last = before;
	for (let offset = from; offset < to && list.length < BATCH; offset = last.end) {
		try {
			last = map.at(offset, last);
		} catch (error) {
			// What stops the list here is met again, by who goes on.
			if (list.length > 0 && (error instanceof Missing || error instanceof Failure)) break;
			throw error;
		}
		if (last.end <= offset) {
			throw new Failure({ kind: "bug", message: `The map does not advance at byte ${offset}.` });
		}
		list.push(last);
	}
	return list;
}
