/**
 * Layout CHUNK_BASED: an array of block addresses (4 bytes) or of indexes with
 * device ids (8 bytes) behind the inode. Chunk c covers file bytes
 * [c * chunkSize, (c + 1) * chunkSize). Equal neighbours are merged into one extent.
 */
import { corrupt } from "../../base/errors";
import { clamped, type Exact, product, runsOf, smaller, sum } from "../../base/exact";
import { roundUp, type Span, span } from "../../base/range";
import { beyond, type Resident } from "../../base/resident";
import { counted } from "../../base/words";
import { fieldAt } from "../../schema/struct";
import { resolveAddress } from "../devices";
import { fault } from "../faults";
import type { Image } from "../image";
import { type BodyInode, type Inode, inodeField } from "../inode";
import { deviceIdMask } from "../structs/address";
import { CHUNK_48BIT, CHUNK_BITS, CHUNK_INDEXES, chunkBlock, chunkIndex } from "../structs/chunk";
import type { Facts } from "../structs/facts";
import { chunkField } from "./culprit";
import { type Extent, type ExtentMap, endingAt } from "./extent";

/** Chunks merged into one extent at most, so that looking one up stays a small step. */
const MOST_MERGED = 512;
const NULL32 = 0xffffffff;
const NULL48 = 0xffffffffffff;

export interface ChunkTable {
	/** First entry, in the inode's container. */
	readonly start: number;
	/** Bytes of an entry: 4 or 8. */
	readonly unit: number;
	readonly count: number;
	/** Behind the last entry; more than there can be bytes in damaged images. */
	readonly end: Exact;
	/** Bytes of a chunk, and blocks. */
	readonly chunkSize: number;
	readonly blocks: number;
	readonly wide: boolean;
}

/** What of an inode its table follows from. */
export type ChunkedInode = Pick<BodyInode, "raw" | "bodyEnd" | "i_size">;

export function chunkTable({ facts }: Pick<Image, "facts">, inode: ChunkedInode): ChunkTable {
	const format = inode.raw & 0xffff;
	const unit = format & CHUNK_INDEXES ? 8 : 4;
	const blocks = 2 ** (format & CHUNK_BITS);
	const chunkSize = blocks * facts.blockSize;
	const start = roundUp(inode.bodyEnd, unit);
	const count = runsOf(inode.i_size, chunkSize);
	return {
		start,
		unit,
		chunkSize,
		blocks,
		count: clamped(count),
		end: sum(start, product(count, unit)),
		wide: (format & CHUNK_48BIT) !== 0,
	};
}

const aboutOf = (inode: Inode) => ({
	structure: "chunk map",
	nid: inode.nid,
	from: inodeField(inode, "i_size"),
});

/** Its entries; `bytes` are those of the inode's home. @throws Failure `corrupt` when they cannot fit there */
export function chunksOf(image: Image, inode: Inode, bytes: Resident) {
	const table = chunkTable(image, inode);
	const { start, end } = table;
	if (end > bytes.size) throw corrupt(beyond(inode.home, start, end, aboutOf(inode)));
	return { table, chunks: new Chunks(image.facts).open(table, bytes) };
}

/** @throws Failure `corrupt` when the table cannot fit its container. */
export function chunkMap(image: Image, inode: Inode, bytes: Resident): ExtentMap {
	const { table, chunks } = chunksOf(image, inode, bytes);
	const { chunkSize, count, start, unit } = table;
	const about = aboutOf(inode);

	return {
		at(offset) {
			bytes.about = about;
			const first = Math.floor(offset / chunkSize);
			// What cannot be looked up, because nobody counts so far, belongs to the last run.
			const countless = typeof inode.i_size === "bigint";
			const n = chunks.runFrom(first, countless ? count : MOST_MERGED);
			const runEnd = smaller(product(first + n, chunkSize), inode.i_size);
			const range = { start: first * chunkSize, ...endingAt(runEnd, inode.size) };
			const entry = start + first * unit;
			const record = span(inode.home.space, entry, entry + unit);
			return extentOf(image, inode, range, chunks, record);
		},
	};
}

interface ChunkPlace {
	/** First block; undefined for a hole. */
	readonly block: number | undefined;
	/** 0, or a slot of the device table. */
	readonly device: number;
}

/** The entries of one table after another, one at a time. */
export class Chunks implements ChunkPlace {
	block: number | undefined;
	device = 0;
	/** Whether an entry of this table names its device by bits that readers do not look at, too. */
	isMasked = false;
	readonly #deviceMask: number;
	#table!: ChunkTable;
	#bytes!: Resident;

	constructor({ extraDevices }: Pick<Facts, "extraDevices">) {
		this.#deviceMask = deviceIdMask(extraDevices);
	}

	/** Turns to the table of an inode; `bytes` are those of its home. */
	open(table: ChunkTable, bytes: Resident): this {
		this.#table = table;
		this.#bytes = bytes;
		this.device = 0;
		this.isMasked = false;
		return this;
	}

	/** Makes entry `i` the current one. @throws Missing */
	load(i: number): this {
		const { start, unit, wide } = this.#table;
		const p = this.#bytes.seek(start + i * unit, unit);
		const { view } = this.#bytes;
		if (unit === chunkBlock.size) {
			const block = view.getUint32(p + chunkBlock.at.blkaddr, true);
			this.block = block === NULL32 ? undefined : block;
			return this;
		}
		const { startblk_hi, device_id, startblk_lo } = chunkIndex.at;
		const low = view.getUint32(p + startblk_lo, true);
		const block = wide ? view.getUint16(p + startblk_hi, true) * 2 ** 32 + low : low;
		const device = view.getUint16(p + device_id, true);
		this.block = block === (wide ? NULL48 : NULL32) ? undefined : block;
		this.device = device & this.#deviceMask;
		if (this.device !== device) this.isMasked = true;
		return this;
	}

	/**
	 * Makes entry `first` the current one.
	 * @returns how many from there on are holes, or lie one behind the other: `most` at most
	 */
	runFrom(first: number, most = MOST_MERGED): number {
		const { block, device } = this.load(first);
		const { count, blocks } = this.#table;
		const end = Math.min(count, first + most);
		let i = first + 1;
		while (i < end && this.#continues(block, device, i, (i - first) * blocks)) i++;
		this.block = block;
		this.device = device;
		return i - first;
	}

	/** Whether entry `i` is a hole as the one at `block` of a device, or lies `blocks` behind it. */
	#continues(block: number | undefined, device: number, i: number, blocks: number): boolean {
		this.load(i);
		if (block === undefined) return this.block === undefined;
		return this.block === block + blocks && this.device === device;
	}
}

/** The place of a chunk run, which the entry `record` tells. */
function extentOf(
	image: Image,
	inode: Inode,
	range: Pick<Extent, "start" | "end" | "beyond">,
	{ block, device }: ChunkPlace,
	record: Span,
): Extent {
	const { start, end, beyond } = range;
	if (block === undefined) return { ...range, kind: "hole", record };
	const address = product(block, image.facts.blockSize);
	const culprit = () => ({ ...chunkField(record, true), nid: inode.nid });
	const at = resolveAddress(image, device, address, end - start, culprit);
	if (at) {
		// Spread out, each of a million would take as long as ten of them.
		const extent: Extent = { start, end, kind: "data", at, record };
		return beyond === undefined ? extent : { ...extent, beyond };
	}
	throw corrupt({
		...fault("chunk-device"),
		...fieldAt(chunkIndex, "device_id", record.space, record.start),
		seen: `device ${device}`,
		allowed: allowedDevices(image),
		nid: inode.nid,
	});
}

/** A table that cannot be read has fewer devices than the superblock says. */
function allowedDevices({ devices: { length }, facts: { extraDevices } }: Image): string {
	const known = length === 0 ? "0" : `0 to ${length}`;
	if (length === extraDevices) return known;
	return `${known}: the table of ${counted(extraDevices, "device")} could be read no further`;
}
