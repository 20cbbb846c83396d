/** Claims of contents: stored bytes, and the maps that lead to them. */
import type { Claim, Kind, Place } from "./claims";
import { contentsOf } from "./contents";
import { directoryBlocks } from "./directory";
import { extentTableOf } from "./extents";
import { type Inode, isCompressed, isDirectory } from "./inode";
import { readMapHeader } from "./map-header";
import { chunkMapOf, type Run, runsOf } from "./runs";
import { roundUp } from "./space";
import type { Unit } from "./unit";
import { hasExtents, readIndex, unitsOf } from "./units";
import { resolve, type Volume } from "./volume";

export function contentClaims(volume: Volume, inode: Inode): Claim[] {
	const claims = isCompressed(inode)
		? [...mapClaims(volume, inode), ...unitClaims(volume, inode)]
		: [...chunkMapClaims(volume, inode), ...runClaims(volume, inode)];
	return claims.map((claim) => ({ ...claim, nids: [inode.nid] }));
}

/** The name of the space with the decoded contents of a compressed directory. */
export const fileSpace = ({ nid }: Inode): string => `file:${nid}`;

/** A claim whose owner is known later. */
type Part = Omit<Claim, "nids">;

const part = (kind: Kind, { space, start, end }: Place): Part => ({ space, start, end, kind });

/** Contents of the packed inode and the metabox are not those of a file. */
function kindOfData(volume: Volume, { nid }: Inode, kind: Kind): Kind {
	if (nid === volume.packedNid) return "packed-data";
	return nid === volume.metaboxNid ? "metabox-data" : kind;
}

function chunkMapClaims(volume: Volume, inode: Inode): Part[] {
	if (inode.layout !== "chunks" || inode.size === 0n) return [];
	const { at, count, entrySize } = chunkMapOf(volume, inode);
	const space = inode.home.name;
	return [
		part("padding", { space, start: inode.end, end: at }),
		part("chunk-map", { space, start: at, end: at + count * entrySize }),
	];
}

function runClaims(volume: Volume, inode: Inode): Part[] {
	const runs = runsOf(volume, inode);
	const elsewhere = kindOfData(
		volume,
		inode,
		inode.layout === "chunks" ? "chunk-data" : "plain-data",
	);
	const inline = kindOfData(volume, inode, "inline-data");
	const data = isDirectory(inode)
		? directoryParts(volume, inode).flatMap(({ kind, ...range }) =>
				placesOf(runs, range).map((place) => part(kind, place)),
			)
		: runs.map((run) => part(run.inline ? inline : elsewhere, run));
	const rests = runs.filter((run) => !run.inline).map((run) => restOfBlock(volume, run));
	return [...data, ...rests];
}

/** Where a range of a file is stored. */
function placesOf(runs: readonly Run[], { start, end }: Omit<Place, "space">): Place[] {
	return runs.flatMap((run) => {
		const toStored = run.start - run.logical;
		const from = Math.max(start + toStored, run.start);
		const to = Math.min(end + toStored, run.end);
		return from < to ? [{ space: run.space, start: from, end: to }] : [];
	});
}

const restOfBlock = ({ blockSize }: Volume, { space, end }: Place): Part => ({
	...part("padding", { space, start: end, end: roundUp(end, blockSize) }),
	rest: true,
});

/** The contents of a directory, in offsets of the file. */
function directoryParts(volume: Volume, inode: Inode): Part[] {
	const space = fileSpace(inode);
	const blocks = directoryBlocks(contentsOf(volume, inode), volume.blockSize);
	return blocks.flatMap(({ start, end, dirents }) => {
		const namesAt = dirents[0]?.nameStart ?? end;
		const namesEnd = dirents.at(-1)?.nameEnd ?? end;
		return [
			part("dirent", { space, start, end: namesAt }),
			part("dir-name", { space, start: namesAt, end: namesEnd }),
			part("padding", { space, start: namesEnd, end }),
		];
	});
}

function mapClaims(volume: Volume, inode: Inode): Part[] {
	if (inode.size === 0n) return [];
	const header = readMapHeader(volume, inode);
	const here = (kind: Kind, start: number, end: number) =>
		part(kind, { space: inode.home.name, start, end });
	const head = [here("padding", inode.end, header.at), here("map-header", header.at, header.end)];
	if (header.wholeFileFragment !== undefined) return head;
	if (hasExtents(inode, header)) {
		const { at, baseAt = at, recordSize, count } = extentTableOf(inode, header);
		return [
			...head,
			here("padding", header.end, baseAt),
			here("extent-base", baseAt, at),
			here("extent-record", at, at + recordSize * count),
		];
	}
	const index = readIndex(volume, inode, header);
	const kind = inode.layout === "full" ? "lcluster-index-full" : "lcluster-index-compact";
	return [...head, here("padding", header.end, index.at), here(kind, index.at, index.end)];
}

function unitClaims(volume: Volume, inode: Inode): Part[] {
	const stored = unitsOf(volume, inode).flatMap((unit) => unitParts(volume, inode, unit));
	return isDirectory(inode) ? [...stored, ...directoryParts(volume, inode)] : stored;
}

function unitParts(volume: Volume, inode: Inode, unit: Unit): Part[] {
	switch (unit.where) {
		case "nowhere":
			return [];
		case "packed":
			return [part("fragment", { space: "packed", start: unit.at, end: unit.at + unit.length })];
		case "inline": {
			const place = { space: inode.home.name, start: unit.at, end: unit.at + unit.size };
			return [part(kindOfData(volume, inode, "ztail-inline-pcluster"), place)];
		}
		case "blocks": {
			const kind = kindOfData(volume, inode, "pcluster");
			const places = resolve(volume, 0, unit.at, unit.size);
			const rests = unit.byteGranular ? places.map((place) => restOfBlock(volume, place)) : [];
			return [...places.map((place) => part(kind, place)), ...rests];
		}
	}
}
