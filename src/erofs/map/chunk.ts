/**
 * Layout CHUNK_BASED: an array of block addresses (4 bytes) or of indexes with
 * device ids (8 bytes) behind the inode. Chunk c covers file bytes
 * [c * chunkSize, (c + 1) * chunkSize). Equal neighbours are merged into one extent.
 */
import { corrupt } from "../../base/errors";
import { roundUp, type Span, span } from "../../base/range";
import { beyond } from "../../base/resident";
import { viewOf } from "../../schema/struct";
import { deviceIdMask, resolveAddress } from "../devices";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { readMeta } from "../read";
import { CHUNK_48BIT, CHUNK_BITS, CHUNK_INDEXES } from "../structs/chunk";
import type { Extent, ExtentMap } from "./extent";

/** Entries read at a time. */
const WINDOW = 512;
const NULL32 = 0xffffffff;
const NULL48 = 0xffffffffffff;

export interface ChunkTable {
	/** First entry, in the inode's container. */
	readonly start: number;
	/** Bytes of an entry: 4 or 8. */
	readonly unit: number;
	readonly count: number;
	/** Bytes of a chunk. */
	readonly chunkSize: number;
	readonly wide: boolean;
}

export function chunkTable(image: Image, inode: Inode): ChunkTable {
	const format = inode.raw & 0xffff;
	const unit = format & CHUNK_INDEXES ? 8 : 4;
	const chunkSize = 2 ** (image.facts.blkszbits + (format & CHUNK_BITS));
	return {
		start: roundUp(inode.bodyEnd, unit),
		unit,
		chunkSize,
		count: Math.ceil(inode.size / chunkSize),
		wide: (format & CHUNK_48BIT) !== 0,
	};
}

interface Entry {
	readonly block: number | undefined;
	readonly device: number;
	readonly at: Span;
}

/** @throws Failure `corrupt` when the table cannot fit its container. */
export function chunkMap(image: Image, inode: Inode): ExtentMap {
	const table = chunkTable(image, inode);
	const { space, source } = inode.home;
	const about = { structure: "chunk map", nid: inode.nid };
	const tableEnd = table.start + table.count * table.unit;
	if (tableEnd > source.size) throw corrupt(beyond(inode.home, table.start, tableEnd, about));

	const mask = deviceIdMask(image.facts.extraDevices);
	let first = 0;
	let window: DataView = new DataView(new ArrayBuffer(0));

	async function load(chunk: number, signal?: AbortSignal): Promise<void> {
		if (chunk >= first && chunk < first + window.byteLength / table.unit) return;
		const start = table.start + chunk * table.unit;
		const end = Math.min(start + WINDOW * table.unit, tableEnd);
		window = viewOf(await readMeta(inode.home, start, end, about, signal));
		first = chunk;
	}

	function entry(chunk: number): Entry {
		const p = (chunk - first) * table.unit;
		const start = table.start + chunk * table.unit;
		const at = span(space, start, start + table.unit);
		if (table.unit === 4)
			return { block: nullable(window.getUint32(p, true), NULL32), device: 0, at };
		const lo = window.getUint32(p + 4, true);
		const block = table.wide ? window.getUint16(p, true) * 2 ** 32 + lo : lo;
		const device = window.getUint16(p + 2, true) & mask;
		return { block: nullable(block, table.wide ? NULL48 : NULL32), device, at };
	}

	return {
		async at(offset, signal) {
			const chunk = Math.floor(offset / table.chunkSize);
			await load(chunk, signal);
			const head = entry(chunk);
			const perChunk = table.chunkSize / image.facts.blockSize;
			const last = Math.min(table.count, first + window.byteLength / table.unit);
			let next = chunk + 1;
			while (next < last && follows(head, entry(next), (next - chunk) * perChunk)) next++;
			return extentOf(image, inode, head, {
				start: chunk * table.chunkSize,
				end: Math.min(next * table.chunkSize, inode.size),
			});
		},
	};
}

const nullable = (block: number, none: number): number | undefined =>
	block === none ? undefined : block;

const follows = (head: Entry, next: Entry, blocks: number): boolean =>
	head.block === undefined
		? next.block === undefined
		: next.block === head.block + blocks && next.device === head.device;

function extentOf(
	image: Image,
	inode: Inode,
	head: Entry,
	range: { start: number; end: number },
): Extent {
	if (head.block === undefined) return { ...range, kind: "hole", record: head.at };
	const address = head.block * image.facts.blockSize;
	const at = resolveAddress(image, head.device, address, range.end - range.start);
	if (at) return { ...range, kind: "data", at, record: head.at };
	throw corrupt({
		code: "chunk-device",
		severity: "error",
		text: "The chunk is on a device that the device table does not have.",
		structure: "erofs_inode_chunk_index",
		field: "device_id",
		seen: String(head.device),
		allowed: `0 to ${image.facts.extraDevices}`,
		at: head.at,
		nid: inode.nid,
	});
}
