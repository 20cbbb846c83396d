/**
 * Directories: blocks of entries followed by their names. Entries are handed out
 * as columns, since a directory can have a million of them.
 */
import { corrupt, findingOf } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { compareBytes, showName } from "../base/text";
import { openFile, prefetchContents } from "./data";
import { entryNameField, parseBlock } from "./directory-block";
import { type FaultCode, fault } from "./faults";
import type { Image } from "./image";
import { type Inode, inodeField } from "./inode";
import { FT } from "./structs/dirent";

/** Bytes of directory data read at a time. */
const BATCH = 256 << 10;
/** Bytes. Nothing sane is larger; protects memory from a damaged i_size. */
export const MAX_DIRECTORY = 1 << 30;

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
	const file = await openFile(image, inode, signal, report);
	await prefetchContents(image, file.map, 0, inode.size, signal);
	const rows = new Collector();
	const order = new NameOrder(inode, report);
	for (let start = 0; start < inode.size; start += BATCH) {
		const end = Math.min(start + BATCH, inode.size);
		const bytes = await readBatch(file.read, start, end, blockSize, report, signal);
		for (let at = 0; at < bytes.length; at += blockSize) {
			const block = bytes.subarray(at, at + blockSize);
			parseBlock(block, { inode, start: start + at }, report, (name, nid, type, at, nameAt) => {
				order.next(name, at, nameAt);
				rows.add(name, nid, type, at);
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

/** Whether names ascend, told of the name that is in the way of it. */
class NameOrder {
	readonly #directory: Inode;
	readonly #report: Report;
	#before: Uint8Array | undefined;
	#last: Uint8Array | undefined;
	#at = 0;
	#nameAt = 0;

	constructor(directory: Inode, report: Report) {
		this.#directory = directory;
		this.#report = report;
	}

	/** `at` and `nameAt` as {@link TakeEntry} has them. */
	next(name: Uint8Array, at: number, nameAt: number): void {
		const last = this.#last;
		const order = last ? compareBytes(last, name) : -1;
		if (last && order === 0) {
			this.#tell("dirent-duplicate", { name, at, nameAt }, `twice ${showName(name)}`);
		} else if (last && order > 0) {
			// Without the last one, would the others ascend? Then it is the one.
			const fits = this.#before && compareBytes(this.#before, name) < 0;
			const odd = fits ? { name: last, at: this.#at, nameAt: this.#nameAt } : { name, at, nameAt };
			this.#tell("dirent-order", odd, `${showName(last)} before ${showName(name)}`);
		}
		this.#before = last;
		this.#last = name;
		this.#at = at;
		this.#nameAt = nameAt;
	}

	#tell(code: FaultCode, { nameAt, ...entry }: NamedEntry, seen: string): void {
		const where = entryNameField({ directory: this.#directory, ...entry }, nameAt);
		const allowed = "strictly ascending bytes";
		this.#report({ ...fault(code), ...where, seen, allowed });
	}
}

interface NamedEntry {
	readonly name: Uint8Array;
	readonly at: number;
	readonly nameAt: number;
}

export function assertDirectory(inode: Inode): void {
	if (inode.type !== FT.DIR) {
		throw corrupt({
			...fault("directory-i-mode"),
			...inodeField(inode, "i_mode"),
			seen: `type ${inode.type}`,
			allowed: "a directory",
		});
	}
	if (inode.size > MAX_DIRECTORY) {
		throw corrupt({
			...fault("directory-i-size"),
			...inodeField(inode, "i_size"),
			seen: String(inode.size),
			allowed: `at most ${MAX_DIRECTORY}`,
		});
	}
}

export const isDotName = (name: Uint8Array): boolean =>
	(name.length === 1 && name[0] === 0x2e) ||
	(name.length === 2 && name[0] === 0x2e && name[1] === 0x2e);
