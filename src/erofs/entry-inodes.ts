/**
 * The inodes that entries of a directory point at. A directory can have a million, and an object for each
 * would fill the memory: those of a large one are read when they are asked for, some hundreds at a time.
 */
import { checkCancelled, reportOrThrow } from "../base/errors";
import { ignoreFindings, type LateFinding, lateReport, type Report } from "../base/finding";
import type { DirEntries, Looking } from "./directory";
import type { Image } from "./image";
import {
	cut,
	type Inode,
	type InodePlace,
	isCut,
	nowhere,
	parseInode,
	placeOf,
	readInode,
} from "./inode";
import { EXTENDED } from "./inode-cursor";

/** Undefined those that are not to be had. */
export type Inodes = readonly (Inode | undefined)[];

/** Entries that point at inodes. */
export interface Pointing {
	readonly entries: DirEntries;
	/** Indexes of the entries that are not "." or "..". */
	readonly rows: Uint32Array;
	/** For each of `rows`, when there are few. */
	readonly inodes?: Inodes;
}

/**
 * How many inodes are read together. They are gone again before the collector of the engine would move
 * them, unless they must be waited for: then each lot is a request.
 */
export const lotOf = ({ primary: { source } }: Image): number => (source.readNow ? 512 : 4096);

/** The first of some rows that follow each other, and their inodes. */
export interface Lot {
	readonly first: number;
	readonly inodes: Inodes;
}

/** All of a directory, in its order. What is wrong with them was told when it was visited. */
export async function* inLots(
	image: Image,
	visit: Pointing,
	{ signal, breathe }: Omit<Looking, "report"> = {},
): AsyncGenerator<Lot, void, void> {
	const lot = lotOf(image);
	for (let first = 0; first < visit.rows.length; first += lot) {
		const rows = visit.rows.subarray(first, first + lot).map((_, k) => first + k);
		yield { first, inodes: await inodesOf(image, visit, rows, signal) };
		checkCancelled(signal);
		const pause = breathe?.();
		if (pause) await pause;
	}
}

/** Those of some rows, or of all. */
export async function inodesOf(
	image: Image,
	{ entries, rows, inodes }: Pointing,
	some: Uint32Array = rows.map((_, row) => row),
	signal?: AbortSignal,
): Promise<Inodes> {
	if (inodes) return Array.from(some, (row) => inodes[row]);
	const nids = Array.from(some, (row) => entries.nid[rows[row] as number] as bigint);
	return readInodes(image, nids, { signal });
}

interface Reading {
	/** Who is told what is wrong with one of them. */
	readonly reportOf?: (k: number) => Report;
	readonly signal: AbortSignal | undefined;
}

/**
 * Inodes whose places are known beforehand, so that a remote source can fetch them as one batch.
 * @param lost told of those that are not to be had, with why for who asks: a directory can lead nowhere
 *        a million times
 */
export async function readInodes(
	image: Image,
	nids: readonly bigint[],
	{ reportOf = () => ignoreFindings, signal }: Reading,
	lost: (why: LateFinding, k: number) => void = () => {},
): Promise<Inodes> {
	const places = nids.map((nid) => placeOf(image, nid));
	await prefetch(image, places, signal);
	const inodes: (Inode | undefined)[] = [];
	for (const [k, nid] of nids.entries()) {
		const reading = { report: reportOf(k), signal };
		const found = inodeAt(image, nid, places[k], reading, (why) => lost(why, k));
		inodes.push(found instanceof Promise ? await found : found);
	}
	return inodes;
}

async function prefetch(
	{ primary }: Image,
	places: readonly (InodePlace | undefined)[],
	signal?: AbortSignal,
): Promise<void> {
	const { source } = primary;
	if (!source.prefetch || source.readNow) return;
	const ranges = places.flatMap((place) => {
		if (place?.home !== primary || place.start + EXTENDED > source.size) return [];
		return [{ start: place.start, end: place.start + EXTENDED }];
	});
	await source.prefetch(ranges, signal);
}

/** An inode; without a promise when its bytes can be had now, or when there are none. */
function inodeAt(
	image: Image,
	nid: bigint,
	place: InodePlace | undefined,
	{ report, signal }: Looking,
	lost: (why: LateFinding) => void,
): Promise<Inode | undefined> | Inode | undefined {
	if (!place) {
		lost(nowhere(image, nid));
		return undefined;
	}
	const { home, start } = place;
	const { source } = home;
	const end = Math.min(start + EXTENDED, source.size);
	const bytes = source.peek?.(start, end) ?? source.readNow?.(start, end);
	if (!bytes) return tryInode(image, nid, report, lost, signal);
	if (!isCut(bytes)) return parseInode(image.facts, home, nid, start, bytes, report);
	lost(cut(place, nid));
	return undefined;
}

async function tryInode(
	image: Image,
	nid: bigint,
	report: Report,
	lost: (why: LateFinding) => void,
	signal?: AbortSignal,
): Promise<Inode | undefined> {
	try {
		return await readInode(image, nid, report, signal);
	} catch (error) {
		reportOrThrow(error, lateReport(lost));
		return undefined;
	}
}
