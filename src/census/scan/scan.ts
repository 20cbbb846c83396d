/**
 * A pass over an image: takes down its directories (directory-scan.ts), and finds where the contents
 * of many inodes lie, at once, of all that are as nearly all are. It is compiled, since code that runs
 * once over an image ends before an engine has made it fast. What it knows of the format it has from
 * the tables (constants.ts), and as soon as something is odd it leaves it to the readers that know all
 * there is, and take their time.
 */
import type { PassingPages } from "../../base/passing-pages";
import { Resident } from "../../base/resident";
import { declaredCodec } from "../../erofs/decode";
import type { Image } from "../../erofs/image";
import { mayHaveMoreIn } from "../../erofs/stored-size";
import { LAYOUT } from "../../erofs/structs/inode";
import { SB_OFFSET } from "../../erofs/structs/superblock";
import { superblockSize } from "../../erofs/superblock";
import { halvesOf } from "../columns";
import { expectedRows } from "../expected-rows";
import { FORM, type Inodes } from "../inodes";
import { mostOrdinary } from "../ordinary";
import type { Tree } from "../tree";
import { compile, type Exports, instantiate } from "./compiled";
import { DirectoryScan, type Linker } from "./directory-scan";
import { type Columns, columnsOf, EXTENTS } from "./memory";
import { ScanRoom } from "./room";
import { columnsOfTree } from "./tree-columns";

/** Algorithms that there can be. */
const ALGORITHMS = 16;
/** Upper half of nids: others than 0 lie elsewhere, or far away. */
const METABOX_BIT = 2 ** 31;
/** Rows of the tree for each that is expected, and besides: of links there are more than inodes. */
const SPARE = 1.1;
const LEAST = 1024;
/** Blocks that have room for an extent. */
const MOST_BLOCKS = 2 ** 22;

export interface ScanOptions {
	/** Whether pieces of the packed inode are taken, too. */
	readonly packedToo?: boolean;
	/** Whether there is room for the tree, which is taken down by the way. */
	readonly withTree?: boolean;
}

export class Scan {
	/** What is scanned, and what was found. */
	readonly columns: Columns;
	/** Those of the image, for who reads more of it than is found here. */
	readonly bytes: Resident;
	/** Of the columns of the tree: absent where it is not taken down here. */
	readonly room: ScanRoom | undefined;
	readonly #exports: Exports;
	#directories: DirectoryScan | undefined;
	/** Whether the upper halves of the inodes scanned last had one that is not 0. */
	#hadHigh = false;

	private constructor(module: WebAssembly.Module, image: Image, options: ScanOptions) {
		const { packedToo = true, withTree = false } = options;
		const exports = instantiate(module, {
			read: (first, end) => (this.bytes.passing as PassingPages).read(first, end),
			addOther: (nid) => (this.#directories as DirectoryScan).addOther(nid),
		});
		const { memory } = exports;
		this.#exports = exports;
		this.room = withTree ? roomFor(memory, image) : undefined;
		this.columns = columnsOf(memory.buffer as ArrayBuffer);
		this.bytes = new Resident(image.primary, "passing", this.columns);
		this.#open(image, packedToo);
	}

	#open(image: Image, packedToo: boolean): void {
		const { facts, primary, packed, superblock } = image;
		const ids = Array.from({ length: ALGORITHMS }, (_, id) => id);
		this.#exports.open(
			facts.blkszbits,
			facts.metaStart,
			primary.source.size,
			packedToo ? (packed?.source.size ?? 0) : 0,
			SB_OFFSET + superblockSize(superblock),
			bitmapOf(ids.filter((id) => declaredCodec(image, id))),
			// What nobody declares is left to others: they tell of it.
			!facts.undeclaredLz4,
			facts.featureIncompat,
		);
		const { low, high } = halvesOf(BigInt(facts.epoch));
		this.#exports.openInodes(low, high, mostOrdinary(image));
		const isMore = mayHaveMoreIn(facts);
		const layouts: number[] = Object.values(LAYOUT);
		this.#exports.openSizes(bitmapOf(layouts.filter(isMore)));
	}

	/**
	 * For an image whose contents are all in one file of this machine; undefined for others, and where
	 * there is no WebAssembly, or not enough memory for it.
	 */
	static async of(image: Image, options: ScanOptions = {}): Promise<Scan | undefined> {
		const { primary, devices, trouble } = image;
		const isUsual = primary.source.fill && devices.length === 0 && !trouble;
		if (!isUsual || typeof WebAssembly === "undefined") return undefined;
		const module = await compile();
		try {
			return new Scan(module, image, options);
		} catch (error) {
			if (!(error instanceof RangeError)) throw error;
			return undefined;
		}
	}

	/** Who reads directories of a tree in its room; undefined where that did not suffice. */
	directoriesOf(tree: Tree, linker: Linker): DirectoryScan | undefined {
		const { room } = this;
		if (!room || !columnsOfTree(tree).every((column) => !column || room.holds(column)))
			return undefined;
		this.#directories = new DirectoryScan(this.#exports, this.columns, tree, linker);
		return this.#directories;
	}

	/** Takes over the columns of inodes [from, to), at most ROWS: some may be changed before they are scanned. */
	load(inodes: Inodes, from: number, to: number): void {
		const { nid, size, raw, rawHigh, mode, form, attributes } = this.columns;
		nid.set(inodes.nid.low.subarray(from, to));
		size.set(inodes.size.low.subarray(from, to));
		raw.set(inodes.raw.low.subarray(from, to));
		mode.set(inodes.mode.subarray(from, to));
		form.set(inodes.form.subarray(from, to));
		attributes.fill(0);
		this.#loadHigh(rawHigh, inodes, from, to);
		leaveFar(form, inodes, from, to);
	}

	#loadHigh(rawHigh: Uint32Array, { raw }: Inodes, from: number, to: number): void {
		if (raw.high) rawHigh.set(raw.high.subarray(from, to));
		else if (this.#hadHigh) rawHigh.fill(0);
		this.#hadHigh = raw.high !== undefined;
	}

	/**
	 * Scans inodes [from, to) of those that were loaded, until one is odd, there is no room for more, or
	 * it has taken some milliseconds.
	 * @param row of the one at `from`
	 * @param extents in front of those that are found
	 * @param most of these
	 * @returns up to where they were scanned
	 */
	run(from: number, to: number, row: number, extents: number, most: number): number {
		return this.#exports.scan(from, to, row, extents, Math.min(most, EXTENTS));
	}

	/** Inodes about which something was found in the last run: all but those that were passed over. */
	get kept(): number {
		return this.#exports.kept.value;
	}

	/** Found in it: extents, runs of them in the image, and pieces of the packed inode. */
	get extents(): number {
		return this.#exports.extents.value;
	}

	get runs(): number {
		return this.#exports.runs.value;
	}

	get packed(): number {
		return this.#exports.packed.value;
	}
}

const bitmapOf = (bits: readonly number[]): number =>
	bits.reduce((all, bit) => all | (1 << bit), 0);

/**
 * For more rows than are expected, of which there are nearly as many as the superblock says; and for
 * an extent of each block, and of each inode.
 */
function roomFor(memory: WebAssembly.Memory, image: Image): ScanRoom {
	const rows = Math.ceil(expectedRows(image) * SPARE) + LEAST;
	const blocks = Math.ceil(image.primary.source.size / image.facts.blockSize);
	return new ScanRoom(memory, rows, rows + Math.min(blocks, MOST_BLOCKS));
}

/** Inodes of 4 GiB, or far away, are odd, and those that lie elsewhere are passed over. */
function leaveFar(form: Uint16Array, { nid, size }: Inodes, from: number, to: number): void {
	if (!nid.high && !size.high) return;
	for (let row = from; row < to; row++) {
		const i = row - from;
		const high = nid.highAt(row);
		if (size.highAt(row) !== 0 || high !== 0) form[i] = (form[i] as number) | FORM.DOUBTFUL;
		if (high >= METABOX_BIT) form[i] = FORM.UNREADABLE;
	}
}
