/** Chunks and entries of indexes as a learner looks at them: with their bytes. */
import { type Span, span } from "../base/range";
import { Resident, withBytes } from "../base/resident";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { Chunks, chunkTable } from "../erofs/map/chunk";
import { compactIndex, packOf } from "../erofs/map/compact";
import { fullIndex } from "../erofs/map/full";
import { type Header, readHeader } from "../erofs/map/header";
import type { Lcluster } from "../erofs/map/lcluster";
import { type Unit, Units } from "../erofs/map/unit";
import { isCompressed } from "../erofs/structs/inode";
import { bitsAt, bytesOfBits } from "../schema/visit";

export interface ChunkView {
	/** The record of the chunk. */
	readonly at: Span;
	readonly index: number;
	/** Bytes of a chunk, and how many the file has. */
	readonly size: number;
	readonly count: number;
	/** First record of the table. */
	readonly table: number;
	/** Bytes of a record. */
	readonly unit: number;
	/** Undefined for a hole. */
	readonly block: number | undefined;
	readonly device: number;
}

export async function chunkView(
	image: Image,
	inode: Inode,
	index: number,
	signal?: AbortSignal,
): Promise<ChunkView> {
	const table = chunkTable(image, inode);
	const { start, unit, chunkSize: size, count } = table;
	const bytes = new Resident(inode.home);
	const chunks = new Chunks(image.facts).open(table, bytes);
	const { block, device } = await withBytes(() => {
		const { block, device } = chunks.load(index);
		return { block, device };
	}, signal);
	const record = start + index * unit;
	const at = span(inode.at.space, record, record + unit);
	return { at, index, size, count, table: start, unit, block, device };
}

export interface ClusterView extends Readonly<Lcluster> {
	readonly lcn: number;
	/** The bytes with the entry, and with the whole pack or record. */
	readonly at: Span;
	readonly pack: Span;
	/** The entry as a number of `width` bits, and where it begins in its bytes. */
	readonly value: number;
	readonly width: number;
	readonly shift: number;
	/** Of a pack: entries in it, which of them this is, and the block it counts from. */
	readonly entries: number;
	readonly index: number;
	readonly base: number;
}

export interface IndexView {
	readonly header: Header;
	/** Bytes of a logical cluster, and how many there are. */
	readonly size: number;
	readonly count: number;
	cluster(lcn: number): Promise<ClusterView>;
	/** The unit with byte `n`, and how many blocks it has. */
	unit(n: number): Promise<Unit & { readonly blocks: number }>;
	/** The first byte behind the index. */
	readonly end: number;
}

/** The index of a compressed file; undefined where there is none: other layouts, extents, whole fragments. */
export async function indexView(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
): Promise<IndexView | undefined> {
	if (!isCompressed(inode.layout) || inode.size === 0) return undefined;
	const bytes = new Resident(inode.home);
	const header = await withBytes(() => readHeader(image, inode, bytes), signal);
	if (header.wholeFragment !== undefined || header.recordSize !== undefined) return undefined;
	const index = (header.compact ? compactIndex : fullIndex)(inode, header, bytes);
	const size = 2 ** header.lclusterBits;
	const at = (start: number, end: number) => span(inode.at.space, start, end);

	function cluster(lcn: number): ClusterView {
		const entry = { ...index.load(lcn) };
		if (!header.compact) {
			const { start, end } = entry;
			const value = bytes.u32(start);
			const place = { at: at(start, end), pack: at(start, end) };
			return {
				...entry,
				lcn,
				...place,
				value,
				width: 32,
				shift: 0,
				entries: 1,
				index: 0,
				base: entry.block,
			};
		}
		const pack = packOf(inode, header, lcn);
		const width = ((pack.size - 4) * 8) / pack.entries;
		const from = pack.index * width;
		const held = bytesOfBits(pack.start, from, width);
		const base = bytes.u32(pack.start + pack.size - 4);
		const position = bytes.seek(held.start, held.end - held.start);
		return {
			...entry,
			lcn,
			at: at(held.start, held.end),
			pack: at(pack.start, pack.start + pack.size),
			value: bitsAt(bytes.view, position, from & 7, width),
			width,
			shift: from & 7,
			entries: pack.entries,
			index: pack.index,
			base,
		};
	}

	const last = await withBytes(() => cluster(index.count - 1), signal);
	return {
		header,
		size,
		count: index.count,
		end: last.pack.end,
		cluster: (lcn) => withBytes(() => cluster(lcn), signal),
		unit: (n) =>
			withBytes(() => {
				const units = new Units(inode, header, index);
				const unit = units.at(n);
				return { ...unit, blocks: units.blocksOf(unit) };
			}, signal),
	};
}
