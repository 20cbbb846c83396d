/**
 * Directories: blocks of entries followed by their names. Entries are handed out
 * as columns, since a directory can have a million of them.
 */
import { corrupt, findingOf, isDamage, refused } from "../base/errors";
import { type Finding, findingKey, ignoreFindings, type Report, reportLate } from "../base/finding";
import { roundUp, span } from "../base/range";
import { fileSpace } from "../base/space";
import { compareBytes, showName } from "../base/text";
import { countText, exactBytes } from "../base/words";
import { type FileReader, openFile, prefetchContents } from "./data";
import { isMissingDevice } from "./devices";
import { entryNameField, parseBlock } from "./directory-block";
import { type FaultCode, fault } from "./faults";
import type { Image } from "./image";
import { type Inode, inodeField } from "./inode";
import type { ExtentMap } from "./map/extent";
import { extentAt } from "./map/open";
import { withPassing } from "./passing";
import { capacityOf } from "./possible";
import { dirent, FT } from "./structs/dirent";
import { isCompressed } from "./structs/inode";
import { sbField } from "./superblock";

/** Bytes of directory data read at a time. */
const BATCH = 256 << 10;
/** Names of a directory, or of a tree, and the bytes of all of them: what memory can take. */
const MOST_ENTRIES = 2 ** 24;
const MOST_NAME_BYTES = 2 ** 29;
/** Blocks without a single entry after which a directory is read no further. */
export const MOST_EMPTY = 1024;

/** No damage: entries that can be had once all devices are given. */
export const DIRECTORY_ELSEWHERE = "directory-elsewhere";

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

/** Entries to begin with: most directories have no more, and there may be a million directories. */
const FEW = 16;

/** Grows columns while entries arrive. */
class Collector {
	count = 0;
	names = new Uint8Array(FEW * 16);
	nameStart = new Uint32Array(FEW + 1);
	nid = new BigUint64Array(FEW);
	type = new Uint8Array(FEW);
	at = new Float64Array(FEW);

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

	get nameBytes(): number {
		return this.nameStart[this.count] as number;
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
 * @throws Failure `corrupt` when the inode is no directory or its data cannot be read at all;
 *         `limit` when it has more entries than memory can take.
 */
export async function readDirectory(
	image: Image,
	inode: Inode,
	report: Report = ignoreFindings,
	signal?: AbortSignal,
	breathe?: Breathe,
): Promise<DirEntries> {
	assertDirectory(image, inode);
	return withPassing(image, async (contents) => {
		const file = await openFile(image, inode, signal, report, contents);
		await prefetchContents(contents, file.map, 0, inode.size, signal);
		return entriesIn(image, inode, file, { report, signal, breathe });
	});
}

/** What goes on while a directory is read. */
export interface Looking {
	readonly report: Report;
	readonly signal?: AbortSignal | undefined;
	/** Called often; what it returns is waited for. */
	readonly breathe?: Breathe | undefined;
}

async function entriesIn(
	{ facts: { blockSize } }: Image,
	inode: Inode,
	file: FileReader,
	{ report, signal, breathe }: Looking,
): Promise<DirEntries> {
	const rows = new Collector();
	const order = new NameOrder(inode, report);
	/** Blocks that gave nothing. */
	let empty = 0;
	for (let start = 0; start < inode.size; start += BATCH) {
		const end = Math.min(start + BATCH, inode.size);
		const runs = await readBatch(inode, file, { start, end, blockSize }, report, signal);
		empty += Math.floor((end - start - lengthOf(runs)) / blockSize);
		for (const run of runs) {
			for (let at = 0; at < run.bytes.length && empty < MOST_EMPTY; at += blockSize) {
				const block = run.bytes.subarray(at, at + blockSize);
				const before = rows.count;
				const place = { inode, start: run.start + at };
				parseBlock(block, place, report, (name, nid, type, at, nameAt) => {
					order.next(name, at, nameAt);
					rows.add(name, nid, type, at);
				});
				if (rows.count === before) empty++;
				checkEntries(rows.count, rows.nameBytes);
			}
		}
		if (empty >= MOST_EMPTY) {
			report(givenUp(inode, end));
			break;
		}
		const pause = breathe?.();
		if (pause) await pause;
	}
	return rows;
}

/** Lets others have their turn, when it is time for that. */
export type Breathe = () => Promise<void> | undefined;

/** @throws Failure `limit` when there are more names than memory can take */
export function checkEntries(count: number, nameBytes: number): void {
	if (count <= MOST_ENTRIES && nameBytes <= MOST_NAME_BYTES) return;
	throw refused("limit", {
		...fault("tree-too-large"),
		...sbField("inos"),
		seen: `more than ${countText(count)} names of ${exactBytes(nameBytes)}`,
		allowed: `at most ${countText(MOST_ENTRIES)} names of ${exactBytes(MOST_NAME_BYTES)}`,
	});
}

/** Sound directories lie apart, unless they are compressed: more than so many times their image is damage. */
const MOST_TIMES = 4;
const ANYWAY = 4 << 20;

/**
 * @param bytes of directories that are stored as they are
 * @param capacity bytes of the image and its devices
 * @throws Failure `limit` when they lie on one another, and could be read for ever
 */
export function checkDirectories(bytes: number, capacity: number): void {
	const most = MOST_TIMES * capacity + ANYWAY;
	if (bytes <= most) return;
	throw refused("limit", {
		...fault("tree-too-large"),
		...sbField("inos"),
		seen: `directories of more than ${exactBytes(most)}, which lie on one another`,
		allowed: `at most ${exactBytes(most)} of an image of ${exactBytes(capacity)}`,
	});
}

/** There can be a block for every byte of a disk; who has seen thousands has seen enough. */
const givenUp = (directory: Inode, end: number): Finding => ({
	...fault("directory-given-up"),
	structure: dirent.name,
	field: "nameoff",
	at: span(fileSpace(directory.nid), end, directory.size),
	seen: `${MOST_EMPTY} blocks without entries`,
	allowed: "an entry in each",
	nid: directory.nid,
});

/** Blocks of a directory that are read together. */
interface Batch {
	readonly start: number;
	readonly end: number;
	readonly blockSize: number;
}

/** Blocks of a directory that lie one behind the other. */
interface Blocks {
	readonly start: number;
	readonly bytes: Uint8Array;
}

const lengthOf = (runs: readonly Blocks[]): number =>
	runs.reduce((length, { bytes }) => length + bytes.length, 0);

/** Those blocks; where some cannot be read, the others still are. @throws what is no damage */
async function readBatch(
	inode: Inode,
	{ map, read }: FileReader,
	{ start, end, blockSize }: Batch,
	report: Report,
	signal?: AbortSignal,
): Promise<readonly Blocks[]> {
	const told = new Set<string>();
	const lost = (error: unknown) => {
		const found = findingOf(error) ?? elsewhere(error, inode);
		if (!found) throw error;
		const key = findingKey(found);
		if (!told.has(key)) report(found);
		told.add(key);
	};
	try {
		return [{ start, bytes: await read(start, end, signal) }];
	} catch (error) {
		lost(error);
	}
	const blocks: Blocks[] = [];
	for (let at = start; at < end; ) {
		const next = Math.min(at + blockSize, end);
		try {
			blocks.push({ start: at, bytes: await read(at, next, signal) });
			at = next;
		} catch (error) {
			lost(error);
			at = Math.max(next, await endOfUnit(map, at, blockSize, signal));
		}
	}
	return blocks;
}

/** Where the first block begins that takes nothing from the unit of this byte, which need not be decoded again. */
async function endOfUnit(
	map: ExtentMap,
	at: number,
	blockSize: number,
	signal?: AbortSignal,
): Promise<number> {
	try {
		const { kind, end } = await extentAt(map, at, signal);
		return kind === "compressed" ? roundUp(end, blockSize) : at;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return at;
	}
}

/** Told of the directory: that a device was not given says nothing of the image, but hides these names. */
function elsewhere(error: unknown, { nid, size }: Inode): Finding | undefined {
	if (!isMissingDevice(error)) return undefined;
	return {
		...fault(DIRECTORY_ELSEWHERE),
		structure: dirent.name,
		at: span(fileSpace(nid), 0, size),
		seen: error.message.replace(/\.$/, ""),
		allowed: "a device that was given",
		nid,
	};
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
			const first = this.#nameAt + last.length === nameAt ? this.#nameAt : nameAt;
			this.#tell("dirent-duplicate", { name, at, nameAt }, () => `twice ${showName(name)}`, first);
		} else if (last && order > 0) {
			// Without the last one, would the others ascend? Then it is the one.
			const fits = this.#before && compareBytes(this.#before, name) < 0;
			const odd = fits ? { name: last, at: this.#at, nameAt: this.#nameAt } : { name, at, nameAt };
			this.#tell("dirent-order", odd, () => `${showName(last)} before ${showName(name)}`);
		}
		this.#before = last;
		this.#last = name;
		this.#at = at;
		this.#nameAt = nameAt;
	}

	/** @param start of the bytes: before the name where the one in front of it may be wrong as well */
	#tell(
		code: FaultCode,
		{ nameAt, ...entry }: NamedEntry,
		seen: () => string,
		start = nameAt,
	): void {
		const common = fault(code);
		const make = (): Finding => {
			const where = entryNameField({ directory: this.#directory, ...entry }, nameAt);
			const at = { ...where.at, start };
			return { ...common, ...where, at, seen: seen(), allowed: "strictly ascending bytes" };
		};
		reportLate(this.#report, common, make);
	}
}

interface NamedEntry {
	readonly name: Uint8Array;
	readonly at: number;
	readonly nameAt: number;
}

/**
 * The format sets no limit to the size of a directory. But names differ, so that no block of them
 * can be stored once and used twice: uncompressed there cannot be more than all there is.
 * @throws Failure `corrupt`
 */
export function assertDirectory(image: Image, inode: Inode): void {
	if (inode.type !== FT.DIR) {
		throw corrupt({
			...fault("directory-i-mode"),
			...inodeField(inode, "i_mode"),
			seen: `type ${inode.type}`,
			allowed: "a directory",
		});
	}
	const capacity = capacityOf(image);
	if (!isCompressed(inode.layout) && inode.i_size > capacity) {
		throw corrupt({
			...fault("directory-i-size"),
			...inodeField(inode, "i_size"),
			seen: exactBytes(inode.i_size),
			allowed: `at most ${exactBytes(capacity)}`,
		});
	}
}

export const isDotName = (name: Uint8Array): boolean =>
	(name.length === 1 && name[0] === 0x2e) ||
	(name.length === 2 && name[0] === 0x2e && name[1] === 0x2e);
