/**
 * What the contents of files occupy, byte by byte: each byte of each space knows how often it is
 * used, and by which groups of files. Slow, and nothing of it is the program's.
 */
import { contentClaims } from "./content-claims";
import { hasContents, type Inode, isCompressed, isDirectory, readInode } from "./inode";
import { runsOf } from "./runs";
import { readTree } from "./tree";
import type { Unit } from "./unit";
import { unitsOf } from "./units";
import { spaceNamed, type Volume } from "./volume";

export interface Occupied {
	exclusive: number;
	shared: number;
}

export interface UnitSums {
	units: number;
	physical: number;
	logical: number;
}

export interface Occupation {
	/** By nid, of all that have a name. */
	readonly files: ReadonlyMap<bigint, Occupied>;
	/** By the first part of the path of a directory; what is in the root itself: `/`. */
	readonly folders: ReadonlyMap<string, Occupied>;
	/** By algorithm id. */
	readonly units: ReadonlyMap<number, UnitSums>;
}

const CONTENTS: ReadonlySet<string> = new Set([
	"pcluster",
	"ztail-inline-pcluster",
	"plain-data",
	"chunk-data",
	"inline-data",
	"packed-data",
	"metabox-data",
	"fragment",
]);

/** Besides contents, what directories consist of. */
const ENTRIES: ReadonlySet<string> = new Set(["dirent", "dir-name", "padding"]);

const HIDDEN = "(hidden)";

/** @throws as `ownersOf` */
export function occupationOf(volume: Volume): Occupation {
	const tree = readTree(volume);
	const hidden = [volume.metaboxNid, volume.packedNid || undefined]
		.filter((nid) => nid !== undefined)
		.map((nid) => readInode(volume, nid));
	const inodes = new Map(
		[...tree.map(({ inode }) => inode), ...hidden].map((one) => [one.nid, one]),
	);
	const named = new Map<bigint, string[]>([...inodes.keys()].map((nid) => [nid, []]));
	for (const { path, inode } of tree) if (path !== "/") named.get(inode.nid)?.push(path);
	const names = (nid: bigint) => named.get(nid) ?? [];
	const foldersOf = (inode: Inode): string[] =>
		hidden.some(({ nid }) => nid === inode.nid)
			? [HIDDEN]
			: [...new Set(names(inode.nid).map((path) => folderOf(path, inode)))];
	const folders = new Map([...inodes.values()].map((inode) => [inode.nid, foldersOf(inode)]));
	const root = folders.get(volume.rootNid);
	if (root?.length === 0) root.push("/");

	const places = [...inodes.values()].flatMap((inode) => placesOf(volume, inode));
	const files_ = new Map<bigint, Occupied>(
		[...inodes.keys()].map((nid) => [nid, { exclusive: 0, shared: 0 }]),
	);
	const sums = new Map<string, Occupied>(
		[...folders.values()].flat().map((name) => [name, { exclusive: 0, shared: 0 }]),
	);
	for (const space of new Set(places.map(({ space }) => space))) {
		const isDecoded = space === "packed" || space === "metabox";
		const cost = isDecoded ? costsOf(volume, space) : undefined;
		const here = places.filter((one) => one.space === space);
		for (const { nids, bytes } of usersOf(spaceNamed(volume, space).size, here, cost)) {
			const isAlone = nids.length === 1 && !isDecoded && names(nids[0] as bigint).length < 2;
			for (const nid of new Set(nids)) addTo(files_.get(nid) as Occupied, isAlone, bytes);
			const groups = new Set(nids.flatMap((nid) => folders.get(nid) ?? []));
			for (const group of groups) addTo(sums.get(group) as Occupied, groups.size === 1, bytes);
		}
	}
	for (const { nid } of hidden) files_.delete(nid);
	sums.delete(HIDDEN);
	return { files: files_, folders: sums, units: unitSums(volume, [...inodes.values()]) };
}

function addTo(sum: Occupied, isAlone: boolean, bytes: number): void {
	if (isAlone) sum.exclusive += bytes;
	else sum.shared += bytes;
}

interface Users {
	/** Once for each use. */
	readonly nids: readonly bigint[];
	bytes: number;
}

/** Who uses the bytes of a space: bytes with the same users together. */
function usersOf(size: number, places: readonly Used[], cost: Float64Array | undefined) {
	const all: Users[] = [{ nids: [], bytes: 0 }];
	const numbers = new Map<string, number>();
	const cells = new Uint32Array(size);
	const withOne = (number: number, nid: bigint): number => {
		const key = `${number} ${nid}`;
		const known = numbers.get(key);
		if (known !== undefined) return known;
		const { nids } = all[number] as Users;
		numbers.set(key, all.length);
		return all.push({ nids: [...nids, nid], bytes: 0 }) - 1;
	};
	for (const { start, end, nid } of places)
		for (let byte = start; byte < end; ) {
			const under = cells[byte] as number;
			const mine = withOne(under, nid);
			while (byte < end && cells[byte] === under) cells[byte++] = mine;
		}
	cells.forEach((number, byte) => {
		const bytes = cost ? (cost[byte + 1] ?? 0) - (cost[byte] ?? 0) : 1;
		(all[number] as Users).bytes += bytes;
	});
	return all;
}

/** A directory in the root is its own; what is deeper belongs to the one above it there. */
function folderOf(path: string, inode: Inode): string {
	const [first = "", ...rest] = path.split("/");
	return rest.length > 0 || isDirectory(inode) ? `/${first}` : "/";
}

interface Used {
	readonly space: string;
	readonly start: number;
	readonly end: number;
	readonly nid: bigint;
}

function placesOf(volume: Volume, inode: Inode): Used[] {
	if (!hasContents(inode)) return [];
	const isOne = (kind: string) =>
		CONTENTS.has(kind) || (isDirectory(inode) && !isCompressed(inode) && ENTRIES.has(kind));
	return contentClaims(volume, inode)
		.filter(({ kind, rest, space }) => !rest && isOne(kind) && !space.startsWith("file:"))
		.map(({ space, start, end }) => {
			const { size } = spaceNamed(volume, space);
			return { space, start, end: Math.min(end, size), nid: inode.nid };
		});
}

/** What the bytes in front of each byte of a decoded space cost. */
function costsOf(volume: Volume, space: string): Float64Array {
	const isPacked = space === "packed";
	const inode = readInode(volume, isPacked ? volume.packedNid : (volume.metaboxNid ?? 0n));
	// A part of the metabox has its price, too.
	const inMetabox = isPacked && volume.metabox ? costsOf(volume, "metabox") : undefined;
	const costs = new Float64Array(spaceNamed(volume, space).size + 1);
	const paid = new Set<string>();
	for (const { logical, length, at, from, stored } of piecesOf(volume, inode)) {
		const place = `${from} ${at}`;
		const before = costs[logical] ?? 0;
		const whole =
			from === "metabox" ? (inMetabox?.[at + stored] ?? 0) - (inMetabox?.[at] ?? 0) : stored;
		const price = paid.has(place) ? 0 : whole;
		paid.add(place);
		for (let i = 1; i <= length; i++)
			costs[logical + i] = before + Math.floor((i * price) / length);
	}
	return costs;
}

function piecesOf(volume: Volume, inode: Inode) {
	if (!isCompressed(inode))
		return runsOf(volume, inode).map(({ logical, start, end, space }) => {
			const length = end - start;
			return { logical, length, at: start, from: space, stored: length };
		});
	return unitsOf(volume, inode).map((unit) => ({
		logical: unit.logical,
		length: unit.length,
		at: unit.where === "nowhere" ? 0 : unit.at,
		from: spaceOf(inode, unit),
		stored: unit.where === "blocks" || unit.where === "inline" ? unit.size : 0,
	}));
}

const spaceOf = ({ home }: Inode, { where }: Unit): string =>
	where === "inline" ? home.name : where;

function unitSums(volume: Volume, inodes: readonly Inode[]): Map<number, UnitSums> {
	const units = new Map<string, { algorithm: number; physical: number; logical: number }>();
	for (const inode of inodes) {
		if (!hasContents(inode) || !isCompressed(inode)) continue;
		for (const unit of unitsOf(volume, inode)) {
			if (unit.where !== "blocks" && unit.where !== "inline") continue;
			if (unit.algorithm === undefined) continue;
			const key = `${spaceOf(inode, unit)} ${unit.at} ${unit.size} ${unit.algorithm}`;
			const logical = Math.max(unit.length, units.get(key)?.logical ?? 0);
			units.set(key, { algorithm: unit.algorithm, physical: unit.size, logical });
		}
	}
	const sums = new Map<number, UnitSums>();
	for (const { algorithm, physical, logical } of units.values()) {
		const sum = sums.get(algorithm) ?? { units: 0, physical: 0, logical: 0 };
		sums.set(algorithm, sum);
		sum.units++;
		sum.physical += physical;
		sum.logical += logical;
	}
	return sums;
}
