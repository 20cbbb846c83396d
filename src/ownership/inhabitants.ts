/**
 * All inodes that own bytes, by row: those of the tree under the rows they have there, behind
 * them the hidden ones, and last the ones that nothing points at.
 */
import { clamped } from "../base/exact";
import { ignoreFindings } from "../base/finding";
import { type SpaceId, span } from "../base/range";
import { Resident } from "../base/resident";
import { IMAGE_SPACE, METABOX_SPACE } from "../base/space";
import { halvesOf, Narrow, resized, roomFor, Wide } from "../census/columns";
import { FORM, NONE } from "../census/inodes";
import type { Tree } from "../census/tree";
import type { Container, Image } from "../erofs/image";
import { homeOf, type Inode, parseInode } from "../erofs/inode";
import { COMPACT, EXTENDED, InodeCursor } from "../erofs/inode-cursor";
import type { InodeBody } from "../erofs/layout/body";
import { FT } from "../erofs/structs/dirent";
import { SLOT } from "../erofs/structs/facts";
import { AttributeBodies } from "./attribute-bodies";
import { sortByKeys } from "./order";

/** Of the upper half of a nid. */
const METABOX_BIT = 2 ** 31;

/** A body whose inode and image are there as a whole. */
export interface WholeBody extends InodeBody {
	readonly image: Image;
	readonly inode: Inode;
}

type PathOf = (nid: bigint) => Uint8Array | undefined;

export class Inhabitants {
	readonly image: Image;
	readonly tree: Tree;
	count: number;
	/** Rows from here on are of inodes that nothing points at. */
	firstOrphan = Number.POSITIVE_INFINITY;
	/** Inodes of the tree, as far as it had grown. */
	#inTree: number;
	readonly #metaStart: number;
	readonly #nids: Wide;
	/** nids of the rows behind those of the tree, and the rows by nid. */
	readonly #more = new Wide(2);
	readonly #rows = new Map<bigint, number>();
	readonly #pathOf: PathOf;
	/** Bytes from the start of the inode to the end of all that lies behind it. */
	readonly #lengths: Narrow;
	/** Bytes behind that, where somebody has seen zeros there. */
	#zeros = new Uint16Array(0);
	readonly attributes = new AttributeBodies(this);
	readonly #homes = new Map<Container, Resident>();
	/** Those that there were when it was asked for. */
	#sorted: { readonly count: number; readonly byHome: Map<SpaceId, Uint32Array> } | undefined;
	/** Packed inode and metabox. */
	#hidden: readonly number[];

	/**
	 * @param pathOf of inodes that are not in the tree, as far as they have one
	 * @param bytes of the image, of who reads it anyway
	 */
	constructor(image: Image, tree: Tree, pathOf: PathOf = () => undefined, bytes?: Resident) {
		if (bytes) this.#homes.set(image.primary, bytes);
		this.#pathOf = pathOf;
		this.image = image;
		this.tree = tree;
		this.#inTree = tree.inodes.count;
		this.#metaStart = image.facts.metaStart;
		this.#nids = tree.inodes.nid;
		this.count = this.#inTree;
		this.#lengths = new Narrow(this.count + 2);
		this.#hidden = this.#hiddenRows();
	}

	/** Takes in what has been added to the tree. There must be no inodes that are not in it. */
	grow(): void {
		this.#inTree = this.tree.inodes.count;
		this.count = this.#inTree;
		if (this.count + 2 > this.#lengths.low.length) this.#lengths.resize(this.tree.inodes.room + 2);
		this.#hidden = this.#hiddenRows();
	}

	#hiddenRows(): number[] {
		const { packedNid, metaboxNid } = this.image;
		return [packedNid, metaboxNid].flatMap((nid) =>
			nid === undefined ? [] : (this.find(nid) ?? []),
		);
	}

	/** The row of a nid; undefined when it has none. */
	find(nid: bigint): number | undefined {
		const { low, high } = halvesOf(nid);
		const known = this.tree.inodes.find(low, high);
		return known >= 0 && known < this.#inTree ? known : this.#rows.get(nid);
	}

	/** The row of a nid: a new one when it has none. */
	add(nid: bigint): number {
		const known = this.find(nid);
		if (known !== undefined) return known;
		const { low, high } = halvesOf(nid);
		const row = this.count++;
		const i = row - this.#inTree;
		this.#rows.set(nid, row);
		if (i >= this.#more.low.length) {
			this.#more.resize(roomFor(i + 1));
			this.#lengths.resize(row + this.#more.low.length - i);
		}
		this.#more.set(i, low, high);
		return row;
	}

	/** Takes back the row that was added last. */
	drop(row: number): void {
		if (row !== this.count - 1 || row < this.#inTree) return;
		this.#rows.delete(this.nid(row));
		this.count--;
	}

	#low(row: number): number {
		const inTree = this.#inTree;
		const low = row < inTree ? this.#nids.low[row] : this.#more.low[row - inTree];
		return low as number;
	}

	#high(row: number): number {
		const inTree = this.#inTree;
		return row < inTree ? this.#nids.highAt(row) : this.#more.highAt(row - inTree);
	}

	nid(row: number): bigint {
		return (BigInt(this.#high(row)) << 32n) | BigInt(this.#low(row));
	}

	/** Its first name: raw bytes with leading slash; undefined when it has none. */
	pathOf(row: number): Uint8Array | undefined {
		const { tree } = this;
		if (row >= this.#inTree) return this.#pathOf(this.nid(row));
		const entry = tree.entryOf(row);
		if (entry !== NONE) return tree.pathOfEntry(entry);
		return row === 0 ? tree.path : undefined;
	}

	/** Rows in the tree of inodes that are not for files. */
	get hidden(): readonly number[] {
		return this.#hidden;
	}

	/** Whether the columns of the tree tell of it, and it has contents like any other. */
	isInTree(row: number): boolean {
		return row < this.#inTree && !this.#hidden.includes(row);
	}

	/** Bytes of contents, as far as positions count; 0 for orphans. */
	size(row: number): number {
		const { packed, packedNid, metabox, metaboxNid } = this.image;
		if (row < this.#inTree) return clamped(this.tree.inodes.size.unsigned(row));
		const nid = this.nid(row);
		if (nid === packedNid) return packed?.source.size ?? 0;
		return nid === metaboxNid ? (metabox?.source.size ?? 0) : 0;
	}

	isDirectory(row: number): boolean {
		return this.isInTree(row) && this.tree.inodes.type(row) === FT.DIR;
	}

	isOrphan(row: number): boolean {
		return row >= this.firstOrphan;
	}

	inMetabox(row: number): boolean {
		return this.#high(row) >= METABOX_BIT;
	}

	/** Where it lies; of one that cannot be read, where it would. */
	space(row: number): SpaceId {
		return this.inMetabox(row) ? METABOX_SPACE : IMAGE_SPACE;
	}

	/** Whether there can be an inode: of some names nothing but the nid is known. */
	isReadable(row: number): boolean {
		return row >= this.#inTree || !this.tree.inodes.is(row, FORM.UNREADABLE);
	}

	/** First byte, in the inode's home. */
	start(row: number): number {
		const { low, high: highs } = this.#nids;
		// Whole images are gone through by this.
		if (!highs && row < this.#inTree) return this.#metaStart + (low[row] as number) * SLOT;
		const high = this.#high(row);
		if (high === 0) return this.#metaStart + this.#low(row) * SLOT;
		const from = high >= METABOX_BIT ? 0 : this.#metaStart;
		return from + ((high % METABOX_BIT) * 2 ** 32 + this.#low(row)) * SLOT;
	}

	/** Behind all that lies together with the inode. */
	end(row: number): number {
		return this.start(row) + this.#lengths.at(row);
	}

	setEnd(row: number, end: number): void {
		this.#lengths.set(row, end - this.start(row));
	}

	/**
	 * Of inodes of the tree from a row on: bytes up to the end of each, less than 4 GiB.
	 * @param zeros bytes behind these, in the same block, that are known to be zero
	 */
	setReaches(first: number, reach: Uint32Array, zeros: Uint16Array): void {
		const { room } = this.tree.inodes;
		for (let i = 0; i < reach.length; i++) this.#lengths.set(first + i, reach[i] as number);
		if (room > this.#zeros.length) this.#zeros = resized(this.#zeros, room);
		this.#zeros.set(zeros, first);
	}

	/** Bytes behind all that lies together with the inode that are known to be zero. */
	zerosBehind(row: number): number {
		const zeros = row < this.#inTree ? (this.#zeros[row] ?? 0) : 0;
		if (zeros > 0 || row >= this.#inTree) return zeros;
		const { tree } = this;
		return tree.directories.zeros[tree.directoryOf(row)] ?? 0;
	}

	/** Whether bytes of a space end what lies together with the inode, as its tail does. */
	isBehind(row: number, space: SpaceId, start: number, end: number): boolean {
		return space === this.space(row) && start >= this.start(row) && end === this.end(row);
	}

	/** What points at one of the tree. */
	known(row: number): Pick<Inode, "nid" | "at" | "extended"> {
		const extended = this.tree.inodes.is(row, FORM.EXTENDED);
		const start = this.start(row);
		const at = span(this.space(row), start, start + (extended ? EXTENDED : COMPACT));
		return { nid: this.nid(row), at, extended };
	}

	/** Rows of all readable inodes by the space they lie in, in the order in which they lie. */
	byHome(): ReadonlyMap<SpaceId, Uint32Array> {
		if (this.#sorted?.count !== this.count) {
			this.#sorted = { count: this.count, byHome: this.#sortByHome() };
		}
		return this.#sorted.byHome;
	}

	#sortByHome(): Map<SpaceId, Uint32Array> {
		const { primary, metabox } = this.image;
		const inImage = new Uint32Array(this.count);
		const inMetabox = new Uint32Array(metabox ? this.count : 0);
		let images = 0;
		let metaboxes = 0;
		for (let row = 0; row < this.count; row++) {
			if (!this.isReadable(row)) continue;
			if (this.inMetabox(row)) inMetabox[metaboxes++] = row;
			else inImage[images++] = row;
		}
		const homes = new Map([[primary.space, this.#bySlot(inImage.subarray(0, images))]]);
		if (metabox) homes.set(metabox.space, this.#bySlot(inMetabox.subarray(0, metaboxes)));
		return homes;
	}

	/** Inodes of one home, by how many slots are in front of each. */
	#bySlot(rows: Uint32Array): Uint32Array {
		if (!this.#nids.high && this.count === this.#inTree) this.#sortInTree(rows);
		else {
			const slots = Float64Array.from(rows, (row) => this.#slot(row));
			sortByKeys(rows, slots);
		}
		return rows;
	}

	/** Of those in the tree, by the lower halves of their nids: this takes no memory. */
	#sortInTree(rows: Uint32Array): void {
		const { inodes } = this.tree;
		const { low } = this.#nids;
		for (let i = 0; i < rows.length; i++) rows[i] = low[rows[i] as number] as number;
		rows.sort();
		for (let i = 0; i < rows.length; i++) rows[i] = inodes.find(rows[i] as number, 0);
	}

	#slot(row: number): number {
		return (this.#high(row) % METABOX_BIT) * 2 ** 32 + this.#low(row);
	}

	/** The space that it lies in. @throws Failure `corrupt` when the image has no such space */
	homeOf(row: number): Container {
		const { primary, metabox, trouble } = this.image;
		const home = this.inMetabox(row) ? metabox : primary;
		return home && !trouble ? home : homeOf(this.image, this.nid(row));
	}

	/** Bytes of that space. @throws as that */
	bytesOf(row: number): Resident {
		return this.#residentOf(this.homeOf(row));
	}

	#residentOf(home: Container): Resident {
		const known = this.#homes.get(home);
		if (known) return known;
		const bytes = new Resident(home, "passing");
		this.#homes.set(home, bytes);
		return bytes;
	}

	/**
	 * Makes sure that the fixed parts of inodes of one home are in memory: of those that are wanted.
	 * @throws Missing
	 */
	need(rows: Uint32Array, isWanted: (row: number) => boolean = () => true): void {
		const [first] = rows;
		if (first === undefined) return;
		const bytes = this.bytesOf(first);
		if (bytes.isImmediate) return;
		const ranges = Array.from(rows.filter(isWanted), (row) => {
			const start = this.start(row);
			return { start, end: Math.min(start + EXTENDED, bytes.size) };
		});
		bytes.need(ranges);
	}

	/** @throws Missing, or Failure `corrupt` when it lies outside. */
	inode(row: number): Inode {
		const nid = this.nid(row);
		const home = this.homeOf(row);
		const bytes = this.#residentOf(home);
		const start = this.start(row);
		bytes.about = { structure: "inode", nid };
		const p = bytes.seek(start, 1);
		const size = InodeCursor.sizeAt(bytes.view, p);
		const fixed = bytes.slice(start, start + size);
		return parseInode(this.image.facts, home, nid, start, fixed, ignoreFindings);
	}

	/** What the layout of an inode is told from; throws as `inode`. */
	body(row: number): WholeBody {
		const inode = this.inode(row);
		return { image: this.image, inode, bytes: this.#residentOf(inode.home) };
	}

	get bytes(): number {
		return this.#more.byteLength + this.#lengths.byteLength;
	}
}
