/**
 * Directory blocks into the columns of a tree, at one go as long as nothing is wrong with them:
 * names are where and what they should be, in ascending order, and `.` and `..` once and right.
 * What is wrong is not looked at here, only that something is.
 */
import { entryCount, isNameRange, nameEnd, nameStart } from "../erofs/directory-geometry";
import { DIRENT, dirent, FT } from "../erofs/structs/dirent";
import { type Halves, halvesOf, resized, roomFor } from "./columns";
import type { EntryCount, StoredEntries } from "./directories";
import { type Entries, MOST_TYPE } from "./entries";

const DOT = 0x2e;
const SLASH = 0x2f;
export const MOST_NAME = 255;

/** nids of consecutive entries, in halves: index 0 is that of entry `first`. */
export interface NidColumns {
	readonly low: Uint32Array;
	readonly high: Uint32Array;
	readonly first: number;
}

export class Dirents implements NidColumns, StoredEntries {
	low = new Uint32Array(1024);
	high = new Uint32Array(1024);
	/** Row of the directory's first entry. */
	first = 0;
	/** Bytes behind the last name of the block added last. */
	slack = 0;
	/** What the blocks since it began, and the one added last, are made of. */
	readonly all: EntryCount = { dirents: 0, nameBytes: 0 };
	readonly last: EntryCount = { dirents: 0, nameBytes: 0 };
	/** Nobody looks behind them. */
	readonly zeros = 0;
	readonly #entries: Entries;
	#self: Halves | undefined;
	#parent: Halves | undefined;
	/** Whether `.` and `..` were met. */
	#hasDot = false;
	#hasDotDot = false;
	/** The last name of the block before; empty, and so before all others, at the beginning. */
	readonly #before = new Uint8Array(MOST_NAME);
	readonly #beforeView = new DataView(this.#before.buffer);
	#beforeSize = 0;

	constructor(entries: Entries) {
		this.#entries = entries;
	}

	/** @param parent what `..` must be; undefined when that is not known */
	begin(self: Halves, parent: Halves | undefined): void {
		this.first = this.#entries.count;
		this.#self = self;
		this.#parent = parent;
		this.#beforeSize = 0;
		this.all.dirents = 0;
		this.all.nameBytes = 0;
		this.#hasDot = false;
		this.#hasDotDot = false;
	}

	/** Whether the entries have those that every directory has. */
	isWhole(dotOmitted: boolean): boolean {
		return this.#hasDotDot && (this.#hasDot || dotOmitted);
	}

	/** Forgets the entries added since it began. */
	undo(): void {
		this.#entries.count = this.first;
	}

	/** Adds an entry that somebody else has read. */
	add(name: Uint8Array, nid: bigint, type: number): void {
		const entries = this.#entries;
		entries.reserve(1, name.length);
		this.#reserve(entries.count + 1 - this.first);
		const row = entries.add(name, Math.min(type, MOST_TYPE));
		const { low, high } = halvesOf(nid);
		this.low[row - this.first] = low;
		this.high[row - this.first] = high;
	}

	/**
	 * Adds the entries of the block of `length` bytes at `p`.
	 * @returns false when something about it is wrong: then none of them is added
	 */
	addBlock(bytes: Uint8Array, view: DataView, p: number, length: number): boolean {
		const count = entryCount(view, p, length);
		if (count === 0) return false;
		const entries = this.#entries;
		entries.reserve(count, length);
		this.#reserve(entries.count + count - this.first);
		const from = p + nameStart(view, p, 0);
		const end = p + nameEnd(view, p, length, count - 1, count);
		const all = bytes.subarray(from, end);
		if (!isNameRange(from - p, end - p, count, length)) return false;
		if (all.includes(SLASH) || all.includes(0)) return false;
		const { names, nameStart: starts, type: types } = entries;
		const { low, high, first } = this;
		/** Names lie one behind the other: those from here on are copied together. */
		let copied = from;
		let to = entries.nameBytes;
		let row = entries.count;
		let before = from;
		let start = from;
		for (let i = 0; i < count; i++) {
			const stop = i + 1 < count ? p + nameStart(view, p, i + 1) : end;
			const size = stop - start;
			if (size <= 0 || size > MOST_NAME || stop > end) return false;
			const isNext =
				i > 0
					? isBelow(view, before, start, view, start, stop)
					: isBelow(this.#beforeView, 0, this.#beforeSize, view, start, stop);
			if (!isNext) return false;
			const at = p + i * DIRENT;
			const lower = view.getUint32(at + dirent.at.nid, true);
			const upper = view.getUint32(at + dirent.at.nid + 4, true);
			const type = view.getUint8(at + dirent.at.file_type);
			if (view.getUint8(at + dirent.at.reserved) !== 0) return false;
			if (bytes[start] === DOT && (size === 1 || (size === 2 && bytes[start + 1] === DOT))) {
				const wanted = size === 1 ? this.#self : this.#parent;
				if (size === 1) this.#hasDot = true;
				else this.#hasDotDot = true;
				if (wanted && (wanted.low !== lower || wanted.high !== upper)) return false;
				if (type !== FT.DIR) return false;
				names.set(bytes.subarray(copied, start), to - (start - copied));
				copied = stop;
			} else {
				low[row - first] = lower;
				high[row - first] = upper;
				types[row] = Math.min(type, MOST_TYPE);
				to += size;
				starts[++row] = to;
			}
			before = start;
			start = stop;
		}
		this.slack = p + length - end;
		this.last.dirents = count;
		this.last.nameBytes = end - from;
		this.all.dirents += count;
		this.all.nameBytes += end - from;
		this.#beforeSize = end - before;
		this.#before.set(bytes.subarray(before, end));
		names.set(bytes.subarray(copied, end), to - (end - copied));
		entries.count = row;
		return true;
	}

	#reserve(rows: number): void {
		if (rows <= this.low.length) return;
		this.low = resized(this.low, roomFor(rows));
		this.high = resized(this.high, roomFor(rows));
	}
}

/** Whether the name at [from, to) of `a` comes before the one at [start, end) of `b`, as bytes. */
function isBelow(
	a: DataView,
	from: number,
	to: number,
	b: DataView,
	start: number,
	end: number,
): boolean {
	const common = Math.min(to - from, end - start);
	let i = 0;
	// Names that follow one another mostly begin alike.
	while (i + 4 <= common && a.getInt32(from + i) === b.getInt32(start + i)) i += 4;
	while (i < common && a.getUint8(from + i) === b.getUint8(start + i)) i++;
	if (i === common) return to - from < end - start;
	return a.getUint8(from + i) < b.getUint8(start + i);
}

/** Only where the entries of a few blocks lead, without judging or keeping anything. */
export class Nids implements NidColumns {
	readonly first = 0;
	count = 0;
	low = new Uint32Array(256);
	high = new Uint32Array(256);

	addBlock(view: DataView, p: number, length: number): void {
		const count = entryCount(view, p, length);
		if (this.count + count > this.low.length) {
			this.low = resized(this.low, roomFor(this.count + count));
			this.high = resized(this.high, roomFor(this.count + count));
		}
		for (let i = 0; i < count; i++) {
			const at = p + i * DIRENT + dirent.at.nid;
			this.low[this.count] = view.getUint32(at, true);
			this.high[this.count] = view.getUint32(at + 4, true);
			this.count++;
		}
	}
}
