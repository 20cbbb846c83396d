/**
 * Blobs of a Nydus bootstrap as the devices that it takes them for: a bootstrap counts bytes of
 * unpacked chunks; a blob has them packed, each by itself, with a list of where each is.
 */

import { Failure, isDamage } from "../base/errors";
import { asPosition } from "../base/exact";
import { sha256 } from "../base/hashes";
import { deviceSpace, IMAGE_SPACE } from "../base/space";
import { hexOf } from "../base/text";
import type { Decoded } from "../schema/struct";
import {
	type DeviceHome,
	type Home,
	type Near,
	type Nearby,
	type Place,
	packedIn,
	type Said,
} from "./near";
import { copyOf, MOST_PIECES, Pieces, parentsIn, piecesSource, ZEROS } from "./pieces";
import { type KnownChunks, knownChunks, verified } from "./rafs-digests";
import { blobEntry, EXTENSION, extension, FEATURE, INFO_MAGIC, infoHeader } from "./rafs-tables";
import { Reading } from "./reading";
import { textIn } from "./tables";
import { type Tools, undamaged, unitOf } from "./unpack";
import type { StreamCodec } from "./wrapper";

const FEATURE_COMPAT = 1024 + 8;
const NYDUS_RAFS_V6 = 0x40000000;
const MOST_BLOBS = 256;
/** Bytes of a device, which its slot counts in blocks of 4 KiB. */
const MOST_DEVICE = 2 ** 44;
/** Bytes of one chunk, and of a list of chunks. */
const MOST_CHUNK = 16 << 20;
const MOST_INFO = 64 << 20;
/** Files that are looked at to find one by what is in it. */
const MOST_LOOKED_AT = 64;
const MOST_TOC = 64 << 10;

type Blob = Decoded<typeof blobEntry>;

const CODECS: Readonly<Record<number, StreamCodec | undefined>> = {
	1: "lz4-block",
	2: "gzip",
	3: "zstd",
};

/** Whether the bytes of an EROFS image, up to its superblock, say that it is a bootstrap. */
async function isBootstrap({ source }: Place, { signal }: Tools): Promise<boolean> {
	if (source.size < EXTENSION + extension.size) return false;
	const bytes = await source.read(FEATURE_COMPAT, FEATURE_COMPAT + 4, signal);
	const compat = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
	return (compat & NYDUS_RAFS_V6) !== 0;
}

/**
 * The devices of a bootstrap, as far as their blobs lie near it; undefined for another image.
 * @throws Failure when a blob is damaged, or cannot be read by anybody who has not its key
 */
export async function rafsDevices(
	place: Place,
	tools: Tools,
	said: Said = new Map(),
): Promise<(DeviceHome | undefined)[] | undefined> {
	if (!(await isBootstrap(place, tools))) return undefined;
	// A bootstrap is the image itself.
	const reading = new Reading({ ...place, space: IMAGE_SPACE }, tools.signal);
	const head = await reading.step(() => reading.read(extension, EXTENSION));
	const blobs = await reading.step(() => blobsOf(reading, head));
	const chunks = await reading.step(() => knownChunks(reading, head));
	for (const finding of reading.findings) tools.report?.(finding);
	const devices: (DeviceHome | undefined)[] = [];
	for (const [i, blob] of blobs.entries()) {
		if ("why" in blob) {
			devices.push({ ...lostDevice(blob.why, blob.why.message, place, tools), from: "" });
			continue;
		}
		const files = said.has(i + 1)
			? await saidFiles(blob, said.get(i + 1), place, tools)
			: await filesOf(blob, place, blobs.length, tools);
		const home = files && (await deviceFrom(blob, files, chunks, place, tools));
		devices.push(home && { ...home, from: files.data.chain });
	}
	return devices;
}

async function deviceFrom(
	blob: Blob,
	files: Files,
	chunks: KnownChunks,
	place: Place,
	tools: Tools,
): Promise<Home> {
	try {
		const device = await deviceOf(blob, files, tools);
		const known = chunks.get(blob.index);
		// The device of an archive has its headers too, and chunks where they lie in it.
		const hasOthers = (blob.features & FEATURE.TARFS) !== 0 || blob.cipher !== 0;
		if (!known || hasOthers) return device;
		const source = verified(device.source, known, blob.digester, deviceSpace(blob.index + 1));
		return { ...device, source };
	} catch (error) {
		// What is in other blobs, and the names of all files, can still be had.
		if (!isDamage(error)) throw error;
		return lostDevice(error.info, textIn(blob.id), place, tools);
	}
}

/** A device of which nothing can be read. */
function lostDevice(why: LostWhy, name: string, place: Place, tools: Tools): Home {
	const pieces = new Pieces();
	pieces.add(MOST_DEVICE, { kind: "lost", why });
	return made(pieces, place, name, tools);
}

type LostWhy = { readonly message: string; readonly hint?: string };

/** The entries of the table, those that are cut off as why they are not there. */
function blobsOf(reading: Reading, head: Decoded<typeof extension>): (Blob | { why: LostWhy })[] {
	const start = asPosition(head.blob_table_offset);
	const count = Math.min(MOST_BLOBS, Math.floor(head.blob_table_size / blobEntry.size));
	return Array.from({ length: count }, (_, n) => {
		const at = start + n * blobEntry.size;
		if (reading.has(at, blobEntry.size)) return reading.read(blobEntry, at);
		const message = `The table of blobs is cut off: what blob ${n + 1} is, is not known.`;
		return { why: { message } };
	});
}

/** Where chunks are, and where the list of them is. */
interface Files {
	readonly data: Place;
	readonly info: Place;
	/** Byte of `info`. */
	readonly at: bigint;
}

async function filesOf(
	blob: Blob,
	place: Place,
	blobs: number,
	tools: Tools,
): Promise<Files | undefined> {
	// A bootstrap that lies in its blob names it by another digest than the one it has.
	const isInside = blobs === 1 && place.near.own.some(({ name }) => name === "image.blob");
	if (isInside && place.around) {
		return { data: place.around, info: place.around, at: blob.info_offset };
	}
	const named = textIn(blob.id);
	const own = place.near.find(named) ?? (await byContents(blob, place.near, tools));
	return saidFiles(blob, own, place, tools);
}

/** With the file that has its chunks. */
async function saidFiles(
	blob: Blob,
	file: Near | undefined,
	place: Place,
	tools: Tools,
): Promise<Files | undefined> {
	if (!file) return undefined;
	const at = blob.info_offset;
	const packed = await file.open(tools);
	if (!(blob.features & FEATURE.SEPARATE)) return { data: packed, info: packed, at };
	const meta = place.near.find(hexOf(blob.meta_digest));
	return meta && { data: packed, info: await meta.open(tools), at };
}

/** By the table of contents at its end, of which the bootstrap has the digest. */
async function byContents(
	{ toc_size, toc_digest }: Blob,
	near: Nearby,
	{ signal, ...tools }: Tools,
): Promise<Near | undefined> {
	if (toc_size === 0 || toc_size > MOST_TOC) return undefined;
	let looked = 0;
	for (const file of near) {
		if (++looked > MOST_LOOKED_AT) return undefined;
		if ((file.size ?? 0) < toc_size) continue;
		const { source } = await file.open({ ...tools, signal });
		const toc = await source.read(source.size - toc_size, source.size, signal);
		if (hexOf(sha256(toc)) === hexOf(toc_digest)) return file;
	}
	return undefined;
}

interface Chunk {
	/** Byte of the device. */
	readonly at: number;
	readonly size: number;
	readonly stored: number;
	readonly storedSize: number;
	readonly isPacked: boolean;
	/** Several chunks that are packed together: number of what they share, and the place in it. */
	readonly context?: { readonly number: number; readonly at: number };
}

async function deviceOf(blob: Blob, files: Files, tools: Tools): Promise<Home> {
	const { data } = files;
	const name = textIn(blob.id).slice(0, 12);
	if (blob.features & FEATURE.TARFS) return data;
	const pieces = new Pieces();
	if (blob.cipher !== 0) {
		const message = `Blob ${name}… is encrypted with AES-128-XTS, which is not undone here.`;
		const size = Math.min(MOST_DEVICE, asPosition(blob.uncompressed_size));
		pieces.add(size || 1, { kind: "lost", why: { message } });
		return made(pieces, data, name, tools);
	}
	const info = await infoOf(blob, files, tools);
	const isZran = (blob.features & FEATURE.ZRAN) !== 0;
	const codec = CODECS[blob.compressor];
	for (const chunk of chunksOf(info, (blob.features & FEATURE.V2) !== 0)) {
		const { at, size, stored, storedSize, isPacked, context } = chunk;
		if (at < pieces.size) throw damaged(name, "its chunks lie over each other");
		if (pieces.isFull || size > MOST_CHUNK) throw damaged(name, "a chunk is too large");
		pieces.add(at - pieces.size, ZEROS);
		if (context) {
			const shared = contextOf(info, context.number);
			if (!shared) throw damaged(name, "chunks share what is not there");
			if (isZran) pieces.add(size, copyOf(shared.out + context.at));
			else if (shared.stored !== shared.unpacked && codec) {
				const packed = { codec, start: stored, end: stored + shared.stored, size: shared.unpacked };
				pieces.add(size, { kind: "unit", packed, size: shared.unpacked, at: context.at });
			} else pieces.add(size, copyOf(stored + context.at));
		} else if (isPacked && codec) {
			const packed = { codec, start: stored, end: stored + storedSize, size };
			pieces.add(size, { kind: "unit", packed, size, at: 0 });
		} else pieces.add(size, copyOf(stored));
	}
	const unpacked = asPosition(blob.uncompressed_size);
	if (pieces.size < unpacked && unpacked <= MOST_DEVICE) {
		const message = `The list of chunks of blob ${name}… ends before the blob does.`;
		pieces.add(unpacked - pieces.size, { kind: "lost", why: { message } });
	}
	if (!isZran) return made(pieces, data, name, tools);
	const packed = { codec: "gzip", start: 0, end: data.source.size } as const;
	const label = `blob ${name}…`;
	const source = undamaged(await tools.unpacker.whole(packed, data.source, label, tools));
	const whole = { space: data.space, source, parents: packedIn(data, packed) };
	return made(pieces, whole, name, tools);
}

/** A device that is made of what a file has. */
function made(pieces: Pieces, data: Home, name: string, tools: Tools): Home {
	const label = `blob ${name}…`;
	const source = piecesSource(pieces, [data], label, (packed, size, signal) =>
		unitOf(tools.unpacker.stream(packed, data.source, signal), size, label),
	);
	return { space: data.space, source, parents: (range) => parentsIn(pieces, [data], range) };
}

const damaged = (name: string, why: string): Failure =>
	new Failure({
		kind: "corrupt",
		code: "nydus-chunks",
		message: `The list of chunks of blob ${name}… is damaged: ${why}.`,
	});

/** The list of chunks, unpacked. */
interface Info {
	readonly view: DataView;
	readonly entries: number;
	readonly contexts: { readonly at: number; readonly count: number };
}

async function infoOf(blob: Blob, { info, at }: Files, tools: Tools): Promise<Info> {
	const name = textIn(blob.id).slice(0, 12);
	const [start, stored] = [asPosition(at), asPosition(blob.info_size)];
	const size = asPosition(blob.info_unpacked);
	const end = start + stored;
	if (!(size <= MOST_INFO && stored <= size && end <= info.source.size)) {
		throw damaged(name, "it is not where the bootstrap says");
	}
	const label = `the list of chunks of blob ${name}…`;
	const codec = CODECS[blob.info_compressor];
	const bytes = codec
		? await unitOf(
				tools.unpacker.stream({ codec, start, end, size }, info.source, tools.signal),
				size,
				label,
			)
		: await info.source.read(start, end, tools.signal);
	const header = await headerBehind(info, end, tools);
	const contexts = header
		? { at: asPosition(header.contexts_offset), count: asPosition(header.contexts) }
		: { at: 0, count: 0 };
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
	return { view, entries: Math.min(blob.chunk_count, MOST_PIECES), contexts };
}

/** Absent where the list is a file of its own. */
async function headerBehind(info: Place, at: number, tools: Tools) {
	const reading = new Reading(info, tools.signal);
	if (!reading.has(at, infoHeader.size)) return undefined;
	const header = await reading.step(() => reading.read(infoHeader, at));
	return header.magic === INFO_MAGIC ? header : undefined;
}

function* chunksOf({ view, entries }: Info, isV2: boolean): Generator<Chunk, void, void> {
	const size = isV2 ? 24 : 16;
	for (let n = 0; n < entries; n++) {
		if ((n + 1) * size > view.byteLength) return;
		yield isV2 ? second(view, n * size) : first(view, n * size);
	}
}

const bits = (value: bigint, from: number, count: number): number =>
	asPosition((value >> BigInt(from)) & ((1n << BigInt(count)) - 1n));

/** Sizes are one less than they are, their upper bits before the lower. */
function first(view: DataView, at: number): Chunk {
	const [a, b] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)];
	const size = bits(a, 44, 20) + bits(a, 8, 4) * 2 ** 20 + 1;
	const storedSize = bits(b, 44, 20) + bits(b, 40, 4) * 2 ** 20 + 1;
	const place = { at: bits(a, 12, 32) * 4096, stored: bits(b, 0, 40) };
	return { ...place, size, storedSize, isPacked: size !== storedSize };
}

const FLAG = { PACKED: 1, ZRAN: 2, BATCH: 4 } as const;

function second(view: DataView, at: number): Chunk {
	const [a, b] = [view.getBigUint64(at, true), view.getBigUint64(at + 8, true)];
	const flags = bits(a, 56, 8);
	const shared = flags & (FLAG.ZRAN | FLAG.BATCH);
	const context = { number: view.getUint32(at + 20, true), at: view.getUint32(at + 16, true) };
	return {
		at: bits(a, 0, 32) * 4096,
		size: bits(a, 32, 24) + 1,
		stored: bits(b, 0, 40),
		storedSize: bits(b, 40, 24),
		isPacked: (flags & FLAG.PACKED) !== 0,
		...(shared ? { context } : {}),
	};
}

const CONTEXT = 40;

/** What a batch, or a place to begin in a gzip stream, says. */
function contextOf({ view, contexts }: Info, number: number) {
	const at = contexts.at + number * CONTEXT;
	if (number >= contexts.count || at + CONTEXT > view.byteLength) return undefined;
	return {
		stored: view.getUint32(at, true),
		unpacked: Math.min(view.getUint32(at + 4, true), MOST_CHUNK),
		/** Byte of the unpacked stream. */
		out: asPosition(view.getBigUint64(at + 8, true)),
	};
}
