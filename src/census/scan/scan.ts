/**
 * Finds where the contents of many inodes lie, at once: those of files and links that are as nearly
 * all are. It is compiled, since code that runs once over an image ends before an engine has made it
 * fast. What it knows of the format it has from the tables (constants.ts), and as soon as something is
 * odd it leaves the inode to the readers of maps, which take their time.
 */
import type { PassingPages } from "../../base/passing-pages";
import { Resident } from "../../base/resident";
import { declaredCodec } from "../../erofs/decode";
import type { Image } from "../../erofs/image";
import { SB_OFFSET } from "../../erofs/structs/superblock";
import { superblockSize } from "../../erofs/superblock";
import { FORM, type Inodes } from "../inodes";
import { type Columns, columnsOf, EXTENTS } from "./memory";

/** What the compiled side exports. */
interface Exports {
	readonly memory: WebAssembly.Memory;
	open(
		blkszbits: number,
		metadata: number,
		image: number,
		packed: number,
		superblock: number,
		codecs: number,
		maps: boolean,
		incompat: number,
	): void;
	scan(from: number, to: number, row: number, base: number, most: number): number;
	readonly kept: WebAssembly.Global;
	readonly extents: WebAssembly.Global;
	readonly runs: WebAssembly.Global;
	readonly packed: WebAssembly.Global;
}

/** Algorithms that there can be. */
const ALGORITHMS = 16;
/** Upper half of nids: others than 0 lie elsewhere, or far away. */
const METABOX_BIT = 2 ** 31;

export class Scan {
	/** What is scanned, and what was found. */
	readonly columns: Columns;
	/** Those of the image, for who reads more of it than is found here. */
	readonly bytes: Resident;
	readonly #exports: Exports;
	/** Whether the upper halves of the inodes scanned last had one that is not 0. */
	#hadHigh = false;

	private constructor(module: WebAssembly.Module, image: Image, packedToo: boolean) {
		const read = (first: number, end: number) =>
			(this.bytes.passing as PassingPages).read(first, end);
		const { exports } = new WebAssembly.Instance(module, { pages: { read } });
		this.#exports = exports as unknown as Exports;
		this.columns = columnsOf(this.#exports.memory.buffer as ArrayBuffer);
		this.bytes = new Resident(image.primary, "passing", this.columns);
		const { facts, primary, packed, superblock } = image;
		const ids = Array.from({ length: ALGORITHMS }, (_, id) => id);
		this.#exports.open(
			facts.blkszbits,
			facts.metaStart,
			primary.source.size,
			packedToo ? (packed?.source.size ?? 0) : 0,
			SB_OFFSET + superblockSize(superblock),
			ids.reduce((all, id) => (declaredCodec(image, id) ? all | (1 << id) : all), 0),
			// What nobody declares is left to others: they tell of it.
			!facts.undeclaredLz4,
			facts.featureIncompat,
		);
	}

	/**
	 * For an image whose contents are all in one file of this machine; undefined for others, and where
	 * there is no WebAssembly.
	 * @param packedToo whether pieces of the packed inode are taken, too
	 */
	static async of(image: Image, packedToo = true): Promise<Scan | undefined> {
		const { primary, devices, trouble } = image;
		const isUsual = primary.source.fill && devices.length === 0 && !trouble;
		if (!isUsual || typeof WebAssembly === "undefined") return undefined;
		return new Scan(await compiled(), image, packedToo);
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

let module: WebAssembly.Module | undefined;

/** On first use: most programs have no file of this machine. */
async function compiled(): Promise<WebAssembly.Module> {
	if (module) return module;
	const { wasm } = await import("./generated/wasm");
	module = new WebAssembly.Module(Uint8Array.from(atob(wasm), (char) => char.charCodeAt(0)));
	return module;
}
