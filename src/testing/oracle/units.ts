/** The units of a compressed file, from whichever kind of map it has. */
import { readCompactIndex } from "./compact-index";
import { extentUnits } from "./extents";
import { readFullIndex } from "./full-index";
import type { Inode } from "./inode";
import { type Index, indexedUnits } from "./lclusters";
import { advise, type MapHeader, readMapHeader } from "./map-header";
import type { Unit } from "./unit";
import type { Volume } from "./volume";

export const hasExtents = ({ layout }: Inode, header: MapHeader): boolean =>
	layout === "full" && (header.advise & advise.EXTENTS) !== 0;

export const readIndex = (volume: Volume, inode: Inode, header: MapHeader): Index =>
	inode.layout === "full" ? readFullIndex(inode, header) : readCompactIndex(volume, inode, header);

/** In order; together they are the whole file. An empty file has no map. */
export function unitsOf(volume: Volume, inode: Inode): Unit[] {
	const { blockSize } = volume;
	if (inode.size === 0n) return [];
	const header = readMapHeader(volume, inode);
	const whole = header.wholeFileFragment;
	if (whole !== undefined)
		return [{ where: "packed", logical: 0, length: Number(inode.size), at: whole }];
	if (hasExtents(inode, header)) return extentUnits(inode, header, blockSize);
	return indexedUnits(inode, header, readIndex(volume, inode, header), blockSize);
}
