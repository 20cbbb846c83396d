/**
 * Inodes into the columns of a tree: those that entries name, each once. Their places follow
 * from the nids, so that a slow source is asked for many at a time.
 */
import { ignoreFindings } from "../base/finding";
import { Resident } from "../base/resident";
import type { Container, Image } from "../erofs/image";
import { type Inode, parseInode } from "../erofs/inode";
import { COMPACT, EXTENDED, InodeCursor } from "../erofs/inode-cursor";
import { claimsMuch } from "../erofs/possible";
import { blocksSize, mayHaveMore, mayHaveMoreIn } from "../erofs/stored-size";
import { FT } from "../erofs/structs/dirent";
import { SLOT } from "../erofs/structs/facts";
import type { NidColumns } from "./dirents";
import { MOST_TYPE } from "./entries";
import { FORM, NONE } from "./inodes";
import { OrdinaryInodes } from "./ordinary";
import { StoredSizes } from "./stored-sizes";
import type { Tree } from "./tree";

/** Pages of inodes made sure of at a time: many where that takes a wait, few where it does not. */
const PIECES = 1024;
const PIECES_NOW = 64;
/** Slots of a page, as a power of two. */
const PAGE_BITS = 7;
/** Upper half of nids: bit 63 names the metabox; slots beyond 2^47 lie where no device reaches. */
const METABOX_BIT = 2 ** 31;
const SLOTS_END = 2 ** 15;

/** Where inodes are read from. */
export interface Home {
	readonly container: Container;
	readonly bytes: Resident;
}

export class InodeRows {
	/** The inode looked at last. */
	readonly cursor: InodeCursor;
	readonly #ordinary: OrdinaryInodes;
	readonly #image: Image;
	/** Byte of slot 0. */
	readonly #metaStart: number;
	readonly #tree: Tree;
	readonly primary: Home;
	readonly metabox: Home | undefined;
	/** The entry to be connected next. */
	linked = 0;
	/** Entries connected so far that name directories. */
	directories: number[] = [];
	/** Whether there is something to explain about one of those that were. */
	isDoubtful = false;
	/** Of those whose inode does not tell all, what they store. */
	readonly sizes: StoredSizes;
	/** Whether something of the contents may lie elsewhere than the inode tells, by its layout. */
	readonly #mayHaveMore: (layout: number) => boolean;
	/** Where the inode looked at last is, in the bytes of its home. */
	#p = 0;

	/** @param bytes of the image, when somebody else reads them, too */
	constructor(image: Image, tree: Tree, bytes?: Resident) {
		this.cursor = new InodeCursor(image.facts);
		this.#ordinary = new OrdinaryInodes(image, tree.inodes);
		this.#mayHaveMore = mayHaveMoreIn(image.facts);
		this.#image = image;
		this.#metaStart = image.facts.metaStart;
		this.sizes = new StoredSizes(image, tree.inodes, this);
		this.#tree = tree;
		this.primary = homeOf(image.primary, bytes);
		this.metabox = image.metabox && homeOf(image.metabox);
	}

	/** Where nids with this upper half lie; undefined where nothing can be read. */
	homeOf(high: number): Home | undefined {
		if (this.#image.trouble) return undefined;
		return high >= METABOX_BIT ? this.metabox : this.primary;
	}

	/** First byte of an inode in its home; NaN where no device reaches. */
	placeOf(low: number, high: number): number {
		if (high === 0) return this.#metaStart + low * SLOT;
		const isBoxed = high >= METABOX_BIT;
		const above = isBoxed ? high - METABOX_BIT : high;
		if (above >= SLOTS_END) return Number.NaN;
		return (isBoxed ? 0 : this.#metaStart) + (above * 2 ** 32 + low) * SLOT;
	}

	/**
	 * Reads the inode with this nid into the cursor.
	 * @returns false when none can lie there
	 * @throws Missing
	 */
	read(low: number, high: number): boolean {
		const bytes = this.#bytesOf(low, high);
		if (bytes) this.cursor.turn(bytes.view, this.#p);
		return bytes !== undefined;
	}

	/**
	 * Seeks the inode with this nid, whose first byte is then `#p`.
	 * @returns undefined when none can lie there
	 * @throws Missing
	 */
	#bytesOf(low: number, high: number): Resident | undefined {
		const home = this.homeOf(high);
		const at = this.placeOf(low, high);
		if (!home || !(at + COMPACT <= home.bytes.size)) return undefined;
		const { bytes } = home;
		this.#p = bytes.seek(at, COMPACT);
		if (InodeCursor.sizeAt(bytes.view, this.#p) === COMPACT) return bytes;
		if (at + EXTENDED > bytes.size) return undefined;
		this.#p = bytes.seek(at, EXTENDED);
		return bytes;
	}

	/**
	 * Makes sure that the inodes of entries [from, to) are in memory, as far as they are not in
	 * the tree already and would have to be waited for.
	 * @returns the entry up to which, at least one further
	 * @throws Missing
	 */
	need({ low, high, first }: NidColumns, from: number, to: number): number {
		const { inodes } = this.#tree;
		const { primary, metabox } = this;
		const inPrimary: { start: number; end: number }[] = [];
		const inMetabox: { start: number; end: number }[] = [];
		const waits = !primary.bytes.isImmediate;
		const most = waits ? PIECES : PIECES_NOW;
		// An inode may reach into the next page; that is worth another read, but not another wait.
		const size = waits ? EXTENDED : 1;
		const slots = waits ? 1 : 0;
		let last = -1;
		let pieces = 0;
		let entry = from;
		for (; entry < to && pieces < most; entry++) {
			const lower = low[entry - first] as number;
			const upper = high[entry - first] as number;
			const page = upper === 0 ? (lower + slots) >>> PAGE_BITS : Number.NaN;
			if (page === last || inodes.find(lower, upper) >= 0) continue;
			pieces++;
			const start = this.placeOf(lower, upper);
			const home = upper >= METABOX_BIT ? metabox : primary;
			const end = Math.min(start + size, home?.bytes.size ?? 0);
			const ranges = upper >= METABOX_BIT ? inMetabox : inPrimary;
			const before = ranges.at(-1);
			// Pages that lie behind one another are one range.
			if (before && page === last + 1) before.end = end;
			else ranges.push({ start, end });
			last = page;
		}
		primary.bytes.need(inPrimary);
		metabox?.bytes.need(inMetabox);
		return entry;
	}

	/** A directory whose entries begin with this one is next. */
	begin(entry: number): void {
		this.linked = entry;
		this.directories = [];
		this.isDoubtful = false;
		this.sizes.begin();
	}

	/**
	 * Connects entries [from, to) with their inodes, which are added where they are new. When
	 * bytes are missing, `linked` tells where to go on.
	 * @throws Missing
	 */
	link({ low, high, first }: NidColumns, from: number, to: number): void {
		const { entries, inodes } = this.#tree;
		const { inode, type: types } = entries;
		inodes.reserve(to - from);
		for (let entry = from; entry < to; entry++) {
			const lower = low[entry - first] as number;
			const upper = high[entry - first] as number;
			const known = inodes.find(lower, upper);
			const row = known >= 0 ? known : this.#add(lower, upper);
			inode[entry] = row;
			inodes.names[row] = (inodes.names[row] as number) + 1;
			if (inodes.place[row] === NONE) inodes.place[row] = entry;
			this.linked = entry + 1;
			const type = inodes.type(row);
			if (type === FT.DIR) this.directories.push(entry);
			const stored = (types[entry] as number) & MOST_TYPE;
			const isOdd = inodes.is(row, FORM.UNREADABLE | FORM.DOUBTFUL);
			if (isOdd || stored !== type) this.isDoubtful = true;
		}
	}

	/** A row for the inode with this nid, which is not in the tree. @throws Missing */
	add(low: number, high: number): number {
		this.#tree.inodes.reserve(1);
		return this.#add(low, high);
	}

	#add(low: number, high: number): number {
		const { inodes } = this.#tree;
		const bytes = this.#bytesOf(low, high);
		if (!bytes) return inodes.addUnreadable(low, high);
		const row = inodes.add(low, high);
		if (!this.#ordinary.take(row, bytes.view, this.#p)) this.#take(row, bytes);
		else if (this.#mayHaveMore(inodes.layout(row)) && inodes.hasSize(row)) this.sizes.wait(row);
		return row;
	}

	/** Any inode. */
	#take(row: number, bytes: Resident): void {
		const { inodes } = this.#tree;
		const { cursor } = this;
		cursor.turn(bytes.view, this.#p);
		inodes.size.set(row, cursor.sizeLow, cursor.sizeHigh);
		inodes.raw.set(row, cursor.raw, cursor.rawHigh);
		const stored = blocksSize(cursor);
		if (claimsMuch(cursor, stored, this.sizes.capacity)) this.sizes.claim(row, stored);
		inodes.mode[row] = cursor.mode;
		inodes.nlink.set(row, cursor.nlink);
		inodes.serials.add(row, cursor.ino);
		inodes.listed?.stored.setExact(row, stored);
		inodes.listed?.mtime.set(row, cursor.mtimeLow, cursor.mtimeHigh >>> 0);
		inodes.listed?.setOwner(row, cursor.uid, cursor.gid);
		inodes.form[row] =
			cursor.layout |
			(cursor.fine ? 0 : FORM.DOUBTFUL) |
			(cursor.extended ? FORM.EXTENDED : 0) |
			(cursor.xattrSize > 0 ? FORM.XATTRS : 0);
		if (mayHaveMore(cursor)) this.sizes.wait(row);
	}

	/** Connects an entry with an inode that cannot be had. */
	lose({ low, high, first }: NidColumns, entry: number): void {
		const { entries, inodes } = this.#tree;
		inodes.reserve(1);
		const row = inodes.addUnreadable(low[entry - first] as number, high[entry - first] as number);
		entries.inode[entry] = row;
		inodes.names[row] = 1;
		inodes.place[row] = entry;
		this.linked = entry + 1;
		this.isDoubtful = true;
	}

	/** The inode of a row, as readers of contents want it; undefined where none can be read. @throws Missing */
	inode(row: number): Inode | undefined {
		const { inodes } = this.#tree;
		if (inodes.is(row, FORM.UNREADABLE)) return undefined;
		const { container, bytes } = this.homeFor(row);
		const at = this.placeOf(inodes.nid.low[row] as number, inodes.nid.highAt(row));
		const part = bytes.slice(at, Math.min(at + EXTENDED, bytes.size));
		const { facts } = this.#image;
		return parseInode(facts, container, inodes.nid.big(row), at, part, ignoreFindings);
	}

	/** Where the inode of a row lies, which can be read. */
	homeFor(row: number): Home {
		return this.homeOf(this.#tree.inodes.nid.highAt(row)) as Home;
	}
}

const homeOf = (container: Container, bytes = new Resident(container, "passing")): Home => ({
	container,
	bytes,
});
