/** To a byte that stores contents: through the map of who owns it. */
import { contains, type Span } from "../base/range";
import { countText } from "../base/words";
import type { Inode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extents, loadMap } from "../erofs/map/open";
import { FT } from "../erofs/structs/dirent";
import { toContents } from "./contents";
import type { Walker } from "./walker";

/** Extents looked through for the one that holds a byte. */
const MOST_EXTENTS = 1_000_000;

/** @returns false when no extent of the inode is stored there: damage, or a rest of a block */
export async function toStoredByte(w: Walker, inode: Inode, at: Span): Promise<boolean> {
	const extent = await extentAround(w, inode, at);
	if (!extent?.at) return false;
	const n = firstByteOf(extent, extent.at, at.start);
	w.goal = extent.kind === "compressed" ? { nid: inode.nid, at } : undefined;
	await toContents(w, inode, Math.min(n, extent.end - 1));
	if (extent.kind !== "compressed" && n >= extent.end) {
		w.add({
			at: [at],
			text: `Behind byte ${countText(extent.end - 1)} of the contents the rest of the unit's blocks is not used.`,
		});
	}
	return true;
}

/** The byte of the contents that is stored at `offset`; of a compressed unit its first. */
function firstByteOf({ kind, start, cut = 0 }: Extent, at: Span, offset: number): number {
	if (kind === "compressed") return start;
	const size = at.end - at.start;
	return start + ((offset - at.start - cut + size) % size);
}

async function extentAround(w: Walker, inode: Inode, byte: Span): Promise<Extent | undefined> {
	if (inode.type === FT.UNKNOWN || !inode.context.hasData) return undefined;
	const map = await loadMap(w.image, inode, w.signal);
	let seen = 0;
	for await (const extent of extents(map, 0, inode.size, w.signal)) {
		const { at } = extent;
		if (at?.space === byte.space && contains(at, byte.start)) return extent;
		if (++seen === MOST_EXTENTS) return undefined;
	}
	return undefined;
}
