/**
 * What reading costs: bytes that come from the device, and bytes that are decoded. A unit is read
 * and decoded as a whole, whatever is wanted of it; contents stored as they are cost the pages that
 * are wanted. Nothing is thought to be cached, but that a whole file is read from its beginning to
 * its end, units that follow one another once.
 */
import { roundDown, roundUp, type SpaceId } from "../base/range";
import { METABOX_SPACE, PACKED_SPACE } from "../base/space";
import { EXTENT, EXTENT_KIND, NO_ALGORITHM } from "../census/extents";
import { LAYOUT } from "../erofs/structs/inode";
import type { Ownership } from "../ownership/ownership";
import type { Ledger } from "./ledger";

/** Bytes read at the least: a page of memory. */
export const PAGE = 4096;

const { DATA, COMPRESSED } = EXTENT_KIND;

/** By row of the inode. */
export interface ReadCosts {
	/**
	 * Bytes of the device, and bytes decoded, for a page at random: on average over all pages. NaN
	 * where too many parts of others would have to be looked at.
	 */
	readonly pageRead: Float64Array<ArrayBuffer>;
	readonly pageDecoded: Float64Array<ArrayBuffer>;
	/** The same for all contents. */
	readonly wholeRead: Float64Array<ArrayBuffer>;
	readonly wholeDecoded: Float64Array<ArrayBuffer>;
	/** 1 where FSDAX can map the contents: blocks as long as pages, stored as they are, in one run. */
	readonly mappable: Uint8Array<ArrayBuffer>;
}

export function* readCostsOf({ files, ownership }: Ledger): Generator<void, ReadCosts, void> {
	const { extents, inhabitants } = ownership;
	const count = files.size.length;
	const costs = {
		pageRead: new Float64Array(count),
		pageDecoded: new Float64Array(count),
		wholeRead: new Float64Array(count),
		wholeDecoded: new Float64Array(count),
		mappable: new Uint8Array(count),
	};
	const reading = new Reading(ownership, costs);
	for (let row = 0; row < extents.count; row++) {
		if (row % STEP === STEP - 1) yield;
		const inode = extents.inode[row] as number;
		if (inode >= count || !inhabitants.isInTree(inode)) continue;
		const end = extents.fileEnd(row, files.size[inode] as number);
		reading.add(row, inode, extents.offset[row] as number, end);
	}
	for (let inode = 0; inode < count; inode++) {
		const pages = Math.max(1, Math.ceil((files.size[inode] as number) / PAGE));
		costs.pageRead[inode] = (costs.pageRead[inode] as number) / pages;
		costs.pageDecoded[inode] = (costs.pageDecoded[inode] as number) / pages;
	}
	return costs;
}

/** Extents looked at in a step. */
const STEP = 1 << 12;

const addTo = (column: Float64Array, row: number, bytes: number): void => {
	column[row] = (column[row] as number) + bytes;
};

/** A tail lies in the packed inode, and a part of that in the metabox: damage could go round for ever. */
const DEEPEST = 2;
/** Parts of the packed inode and the metabox that are looked at for all files. */
const MOST_STEPS = 2 ** 24;

interface Inner {
	readonly space: SpaceId;
	readonly row: number;
	readonly inode: number;
	readonly start: number;
	readonly end: number;
	readonly depth: number;
}

class Reading {
	readonly #ownership: Ownership;
	readonly #costs: ReadCosts;
	readonly #blockSize: number;
	/** Rows of the extents of the inodes that others are in, by the space of their contents. */
	readonly #inner: ReadonlyMap<SpaceId, readonly number[]>;
	/** The inode and the unit before. */
	#inode = -1;
	#unit = "";
	/** Where the contents of the inode would go on, to be one run; NaN when they are none. */
	#next = 0;
	#steps = 0;

	constructor(ownership: Ownership, costs: ReadCosts) {
		this.#ownership = ownership;
		this.#costs = costs;
		const { image } = ownership.inhabitants;
		this.#blockSize = image.facts.blockSize;
		this.#inner = new Map([
			[PACKED_SPACE, extentsOf(ownership, image.packedNid)],
			[METABOX_SPACE, extentsOf(ownership, image.metaboxNid)],
		]);
	}

	/** Adds bytes [start, end) of an inode, which an extent holds. */
	add(row: number, inode: number, start: number, end: number): void {
		if (inode !== this.#inode) {
			this.#inode = inode;
			this.#unit = "";
			this.#next = 0;
		}
		this.#follow(row, inode, start, end);
		this.#addPart(row, inode, start, end, 0);
	}

	/** FSDAX maps flat inodes without a tail behind them, and chunks. */
	#follow(row: number, inode: number, start: number, end: number): void {
		const { extents, inhabitants } = this.#ownership;
		const layout = inhabitants.tree.inodes.layout(inode);
		const isPlain = ((extents.kind[row] as number) & EXTENT.KIND) === DATA;
		const at = extents.start[row] as number;
		const goesOn = start === 0 || this.#next === at;
		const isMapped = layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.CHUNK_BASED;
		const fits = this.#blockSize === PAGE && at % PAGE === 0;
		this.#next = isPlain && goesOn && isMapped && fits ? at + end - start : Number.NaN;
		this.#costs.mappable[inode] = Number.isNaN(this.#next) ? 0 : 1;
	}

	#addPart(row: number, inode: number, start: number, end: number, depth: number): void {
		const { extents } = this.#ownership;
		const { pageRead, wholeRead } = this.#costs;
		const length = extents.length[row] as number;
		if (length === 0 || end <= start) return;
		const space = extents.spaces[extents.space[row] as number] as SpaceId;
		const kind = (extents.kind[row] as number) & EXTENT.KIND;
		if (kind === COMPRESSED) this.#addUnit(row, inode, start, end);
		else if (this.#inner.has(space)) this.#addInner({ space, row, inode, start, end, depth });
		else {
			const bytes = (Math.ceil(end / PAGE) - Math.floor(start / PAGE)) * PAGE;
			addTo(pageRead, inode, bytes);
			addTo(wholeRead, inode, bytes);
		}
	}

	#addUnit(row: number, inode: number, start: number, end: number): void {
		const { extents } = this.#ownership;
		const { pageRead, pageDecoded, wholeRead, wholeDecoded } = this.#costs;
		const from = extents.start[row] as number;
		const read = roundUp(extents.end(row), this.#blockSize) - roundDown(from, this.#blockSize);
		const length =
			extents.fileEnd(row, this.#ownership.inhabitants.size(extents.inode[row] as number)) -
			(extents.offset[row] as number);
		const decoded = extents.algorithm[row] === NO_ALGORITHM ? 0 : length;
		const pages = Math.ceil(end / PAGE) - Math.floor(start / PAGE);
		addTo(pageRead, inode, read * pages);
		addTo(pageDecoded, inode, decoded * pages);
		const unit = `${extents.space[row]} ${from}`;
		if (unit === this.#unit) return;
		this.#unit = unit;
		addTo(wholeRead, inode, read);
		addTo(wholeDecoded, inode, decoded);
	}

	/** What lies among the decoded contents of another inode costs what these cost. */
	#addInner({ space, row, inode, start, end, depth }: Inner): void {
		const { extents, inhabitants } = this.#ownership;
		const rows = this.#inner.get(space) ?? [];
		const from = extents.start[row] as number;
		const to = from + end - start;
		for (let i = this.#firstAt(rows, from); i < rows.length; i++) {
			const part = rows[i] as number;
			const begins = extents.offset[part] as number;
			if (begins >= to) return;
			if (depth === DEEPEST || this.#steps++ >= MOST_STEPS) {
				addTo(this.#costs.pageRead, inode, Number.NaN);
				addTo(this.#costs.wholeRead, inode, Number.NaN);
				return;
			}
			const ends = extents.fileEnd(part, inhabitants.size(extents.inode[part] as number));
			const first = start + Math.max(begins, from) - from;
			this.#addPart(part, inode, first, start + Math.min(ends, to) - from, depth + 1);
		}
	}

	/** Index of the last of the rows whose contents do not begin behind `at`. */
	#firstAt(rows: readonly number[], at: number): number {
		const { offset } = this.#ownership.extents;
		let low = 0;
		let high = rows.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((offset[rows[middle] as number] as number) <= at) low = middle + 1;
			else high = middle;
		}
		return Math.max(0, low - 1);
	}
}

/** In the order of the file. */
function extentsOf({ extents, inhabitants }: Ownership, nid: bigint | undefined): number[] {
	const inode = nid === undefined ? undefined : inhabitants.find(nid);
	const rows: number[] = [];
	if (inode === undefined) return rows;
	for (let row = 0; row < extents.count; row++) if (extents.inode[row] === inode) rows.push(row);
	return rows;
}
