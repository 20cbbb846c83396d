/**
 * Directories: blocks of entries followed by their names. Entries are handed out
 * as columns, since a directory can have a million of them.
 */
import { corrupt, findingOf } from "../base/errors";
import { type Finding, ignoreFindings, type Report } from "../base/finding";
import { compareBytes, showName } from "../base/text";
import { openFile, prefetchContents } from "./data";
import { type BlockPlace, entryFinding, parseBlock } from "./directory-block";
import type { Image } from "./image";
import type { Inode } from "./inode";
import { DIRENT, FT } from "./structs/dirent";

/** Bytes of directory data read at a time. */
const BATCH = 256 << 10;
/** Nothing sane is larger; protects memory from a damaged i_size. */
const MAX_DIRECTORY = 1 << 30;

/** Entries in stored order, "." and ".." included. */
export interface DirEntries {
	readonly count: number;
	/** Name i is names[nameStart[i] .. nameStart[i + 1]). */
	readonly names: Uint8Array;
	readonly nameStart: Uint32Array;
	readonly nid: BigUint64Array;
	/** FT values as stored. */
	readonly type: Uint8Array;
	/** Offset of the dirent in the directory's data. */
	readonly at: Float64Array;
}

export const entryName = (
	entries: Pick<DirEntries, "names" | "nameStart">,
	i: number,
): Uint8Array => entries.names.subarray(entries.nameStart[i], entries.nameStart[i + 1]);

/** Grows columns while entries arrive. */
class Collector {
	count = 0;
	names = new Uint8Array(4096);
	nameStart = new Uint32Array(257);
	nid = new BigUint64Array(256);
	type = new Uint8Array(256);
	at = new Float64Array(256);

	add(name: Uint8Array, nid: bigint, type: number, at: number): void {
		const i = this.count++;
		if (i >= this.nid.length) this.#growRows();
		const start = this.nameStart[i] as number;
		const end = start + name.length;
		if (end > this.names.length) this.names = grown(this.names, Math.max(end, start * 2));
		this.names.set(name, start);
		this.nameStart[i + 1] = end;
		this.nid[i] = nid;
		this.type[i] = type;
		this.at[i] = at;
	}

	#growRows(): void {
		const rows = this.nid.length * 2;
		const nameStart = new Uint32Array(rows + 1);
		nameStart.set(this.nameStart);
		this.nameStart = nameStart;
		const nid = new BigUint64Array(rows);
		nid.set(this.nid);
		this.nid = nid;
		this.type = grown(this.type, rows);
		const at = new Float64Array(rows);
		at.set(this.at);
		this.at = at;
	}
}

function grown(old: Uint8Array<ArrayBuffer>, length: number): Uint8Array<ArrayBuffer> {
	const next = new Uint8Array(length);
	next.set(old);
	return next;
}

/**
 * All entries of a directory.
 * @throws Failure `corrupt` when the inode is no directory or its data cannot be read at all.
 */
export async function readDirectory(
	image: Image,
	inode: Inode,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
): Promise<DirEntries> {
	assertDirectory(inode);
	const { blockSize } = image.facts;
	const file = await openFile(image, inode, signal);
	await prefetchContents(image, file.map, 0, inode.size, signal);
	const rows = new Collector();
	let previous: Uint8Array | undefined;
	for (let start = 0; start < inode.size; start += BATCH) {
		const end = Math.min(start + BATCH, inode.size);
		const bytes = await readBatch(file.read, start, end, blockSize, report, signal);
		for (let at = 0; at < bytes.length; at += blockSize) {
			const place = { inode, start: start + at };
			parseBlock(bytes.subarray(at, at + blockSize), place, report, (name, nid, type, offset) => {
				if (previous && compareBytes(previous, name) >= 0) {
					report(outOfOrder(place, offset, previous, name));
				}
				previous = name;
				rows.add(name, nid, type, offset);
			});
		}
	}
	return rows;
}

/** A batch of directory blocks; where one cannot be read, the rest still is. */
async function readBatch(
	read: (start: number, end: number, signal?: AbortSignal) => Promise<Uint8Array>,
	start: number,
	end: number,
	blockSize: number,
	report: Report,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	try {
		return await read(start, end, signal);
	} catch (error) {
		const found = findingOf(error);
		if (!found) throw error;
		report(found);
		// Everything before the damage is still good; find how far that goes block by block.
		let good = start;
		while (good + blockSize < end) {
			try {
				await read(good, good + blockSize, signal);
			} catch {
				break;
			}
			good += blockSize;
		}
		return good > start ? read(start, good, signal) : new Uint8Array();
	}
}

function outOfOrder(
	place: BlockPlace,
	offset: number,
	before: Uint8Array,
	name: Uint8Array,
): Finding {
	const same = compareBytes(before, name) === 0;
	return entryFinding(place, (offset - place.start) / DIRENT, {
		code: same ? "dirent-duplicate" : "dirent-order",
		severity: "error",
		text: same
			? "The directory has two entries with the same name; kernels find only one of them."
			: "The names are not in ascending order, so kernels, which search by bisection, miss some of them.",
		field: "name",
		seen: `${showName(name)} after ${showName(before)}`,
		allowed: "strictly ascending bytes",
	});
}

export function assertDirectory(inode: Inode): void {
	const bad = (text: string, field: string, seen: string, allowed: string) =>
		corrupt({
			code: `directory-${field.replaceAll("_", "-")}`,
			severity: "error",
			text,
			structure: "inode",
			field,
			seen,
			allowed,
			at: inode.at,
			nid: inode.nid,
		});
	if (inode.type !== FT.DIR) {
		throw bad("The inode is not a directory.", "i_mode", `type ${inode.type}`, "a directory");
	}
	if (inode.size > MAX_DIRECTORY) {
		throw bad(
			"The directory claims an absurd size.",
			"i_size",
			String(inode.size),
			`at most ${MAX_DIRECTORY}`,
		);
	}
}

export const isDotName = (name: Uint8Array): boolean =>
	(name.length === 1 && name[0] === 0x2e) ||
	(name.length === 2 && name[0] === 0x2e && name[1] === 0x2e);
