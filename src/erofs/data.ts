/**
 * File contents: extents turned into bytes, in any order and any chunking.
 * Nothing is read before it is asked for, and damage is never papered over:
 * bytes that cannot be had are a failure that names the range.
 */

import { checkCancelled, corrupt, Failure, findingOf, refused } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { fileSpace, type Range, type Span } from "../base/range";
import type { ByteSource } from "../base/source";
import type { Codec } from "../codecs/codec";
import { codecById, codecs } from "../codecs/index";
import { stripLeadingZeros } from "../codecs/padding";
import { type Image, sourceOf } from "./image";
import type { Inode } from "./inode";
import { type Extent, type ExtentMap, MAX_DECODED, MAX_PCLUSTER } from "./map/extent";
import { extents, openMap } from "./map/open";
import { algorithmLabel, hasIncompat } from "./structs/features";

/** Largest piece handed out at once, bytes. */
const PIECE = 1 << 20;

/** Something whose bytes can be read: an inode with its open map. */
export interface FileReader {
	readonly inode: Inode;
	readonly map: ExtentMap;
	/**
	 * File bytes [start, end), in pieces of at most 1 MiB (or one decoded extent).
	 * A piece is valid only until the next one is asked for.
	 * @throws Failure as soon as a byte cannot be had.
	 */
	stream(start: number, end: number, signal?: AbortSignal): AsyncGenerator<Uint8Array, void, void>;
	/** File bytes [start, end) in one fresh array; meant for at most a few MiB. */
	read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/** @throws Failure when the inode has no readable contents; see openMap. */
export async function openFile(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
	report: Report = ignoreFindings,
): Promise<FileReader> {
	const map = await openMap(image, inode, signal, report);

	async function* stream(start: number, end: number, signal?: AbortSignal) {
		// Read in order, each unit is decoded once: into one buffer used again and again, which
		// belongs to this stream alone because others of the same file may run beside it.
		let scratch = new Uint8Array(0);
		for await (const extent of extents(map, start, end, signal)) {
			const stop = Math.min(extent.end, end);
			const whole = extent.start >= start && stop === extent.end;
			if (extent.kind === "compressed" && extent.at && whole) {
				checkCancelled(signal);
				const length = decodedLength(inode, extent, extent.at);
				if (scratch.length < length) scratch = new Uint8Array(length);
				const out = scratch.subarray(0, length);
				await decodeInto(image, inode, extent, extent.at, out, signal);
				yield out;
				continue;
			}
			for (let at = Math.max(extent.start, start); at < stop; ) {
				checkCancelled(signal);
				const next = Math.min(at + PIECE, stop);
				yield await readExtent(image, inode, extent, at, next, signal);
				at = next;
			}
		}
	}

	async function read(start: number, end: number, signal?: AbortSignal) {
		const out = new Uint8Array(end - start);
		let at = 0;
		for await (const piece of stream(start, end, signal)) {
			out.set(piece, at);
			at += piece.length;
		}
		return out;
	}

	return { inode, map, stream, read };
}

/**
 * Tells the sources which stored bytes file bytes [start, end) need, so that a slow one fetches
 * them at once and nothing else. Damage is left for the read itself to find.
 */
export async function prefetchContents(
	image: Image,
	map: ExtentMap,
	start: number,
	end: number,
	signal?: AbortSignal,
): Promise<void> {
	const wanted = new Map<ByteSource, Range[]>();
	try {
		for await (const { at } of extents(map, start, end, signal)) {
			const source = at && sourceOf(image, at.space);
			if (!at || !source?.prefetch) continue;
			const ranges = wanted.get(source) ?? [];
			wanted.set(source, ranges);
			ranges.push(at);
		}
	} catch (error) {
		if (!findingOf(error)) throw error;
	}
	const batches = [...wanted].map(([source, ranges]) => source.prefetch?.(ranges, signal));
	await Promise.all(batches);
}

/** The contents of an inode as a byte source: for metabox, packed inode, and files in files. */
export async function fileSource(
	image: Image,
	inode: Inode,
	label: string,
	signal?: AbortSignal,
): Promise<ByteSource> {
	const file = await openFile(image, inode, signal);
	return {
		id: `${image.primary.source.id}#${inode.nid}`,
		label,
		size: inode.size,
		async read(start, end, signal) {
			if (start < 0 || end > inode.size) {
				throw new Failure({
					kind: "io",
					message: `Bytes ${start} to ${end} are outside ${label}.`,
					at: { space: fileSpace(inode.nid), start, end },
				});
			}
			return file.read(start, end, signal);
		},
	};
}

/** File bytes [from, to) of one extent. */
export async function readExtent(
	image: Image,
	inode: Inode,
	extent: Extent,
	from: number,
	to: number,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { at } = extent;
	if (extent.kind === "hole" || !at) return new Uint8Array(to - from);
	const skip = from - extent.start;
	if (extent.kind === "compressed") {
		const decoded = await decodeExtent(image, inode, extent, at, signal);
		return decoded.subarray(skip, skip + to - from);
	}
	if (extent.cut !== undefined) {
		const rotated = await readRotated(image, inode, extent, at, extent.cut, signal);
		return rotated.subarray(skip, skip + to - from);
	}
	const start = at.start + skip;
	return readStored(image, inode, { ...at, start, end: start + to - from }, signal);
}

/**
 * Stored bytes.
 * @throws Failure `corrupt` when they reach beyond the end of their device.
 */
async function readStored(
	image: Image,
	inode: Inode,
	at: Span,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const source = sourceOf(image, at.space);
	if (!source) throw new Failure({ kind: "bug", message: `Unknown space ${at.space}.`, at });
	if (at.start < 0 || at.end > source.size) {
		throw corrupt({
			code: "data-beyond-end",
			severity: "error",
			text: "The contents lie beyond the end of the device: the image is truncated or an address is wrong.",
			structure: "data",
			seen: `bytes ${at.start} to ${at.end}`,
			allowed: `within ${source.size} bytes`,
			at,
			nid: inode.nid,
		});
	}
	return source.peek?.(at.start, at.end) ?? source.read(at.start, at.end, signal);
}

/** Interlaced plain unit: file bytes start at `cut` and wrap around at the end of the block. */
async function readRotated(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	cut: number,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const { blockSize } = image.facts;
	if (at.end - at.start !== blockSize) {
		throw corrupt({
			code: "z-interlaced-length",
			severity: "error",
			text: "A rotated uncompressed unit must be exactly one block long.",
			structure: "data",
			seen: `${at.end - at.start} bytes`,
			allowed: `${blockSize} bytes`,
			at,
			nid: inode.nid,
		});
	}
	const block = await readStored(image, inode, at, signal);
	const out = new Uint8Array(extent.end - extent.start);
	const head = block.subarray(cut, cut + out.length);
	out.set(head);
	out.set(block.subarray(0, out.length - head.length), head.length);
	return out;
}

/** The decoded unit, from the cache when it is there: for reads in no particular order. */
async function decodeExtent(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	signal?: AbortSignal,
): Promise<Uint8Array> {
	const length = decodedLength(inode, extent, at);
	const key = `${at.space}:${at.start}:${at.end}:${extent.algorithm}:${length}`;
	const known = image.decoded.get(key);
	if (known) return known;
	const out = new Uint8Array(length);
	await decodeInto(image, inode, extent, at, out, signal);
	image.decoded.set(key, out, length);
	return out;
}

/** Bytes the unit decodes to. @throws Failure `limit` when kernels would refuse it. */
function decodedLength(inode: Inode, extent: Extent, at: Span): number {
	const length = extent.end - extent.start;
	const stored = at.end - at.start;
	const about = {
		severity: "error",
		structure: "compressed data",
		at: extent.record ?? at,
		nid: inode.nid,
	} as const;
	if (length > MAX_DECODED) {
		throw refused("limit", {
			...about,
			code: "z-decoded-limit",
			text: "A compressed unit claims to hold more bytes than kernels allow.",
			seen: `${length} bytes`,
			allowed: `at most ${MAX_DECODED}`,
		});
	}
	if (stored > MAX_PCLUSTER) {
		throw refused("limit", {
			...about,
			code: "z-stored-limit",
			text: "A compressed unit claims to be stored in more bytes than kernels allow.",
			seen: `${stored} bytes`,
			allowed: `at most ${MAX_PCLUSTER}`,
		});
	}
	return length;
}

async function decodeInto(
	image: Image,
	inode: Inode,
	extent: Extent,
	at: Span,
	out: Uint8Array,
	signal?: AbortSignal,
): Promise<void> {
	const codec = await codecFor(image, inode, extent.algorithm ?? -1, extent.record ?? at);
	const stored = await readStored(image, inode, at, signal);
	decodeUnit(image, inode, extent, codec, stored, out, at);
}

/** @throws Failure `corrupt` or `unsupported` when the algorithm cannot be right or is not known. */
async function codecFor(image: Image, inode: Inode, id: number, at: Span): Promise<Codec> {
	const entry = codecById(id);
	const about = {
		severity: "error",
		structure: "z_erofs_map_header",
		field: "h_algorithmtype",
		seen: algorithmLabel(id),
		at,
		nid: inode.nid,
	} as const;
	if (!entry) {
		throw refused("unsupported", {
			code: "algorithm-unknown",
			text: `The data is compressed with ${algorithmLabel(id)}, which this program cannot decode.`,
			allowed: codecs.map((codec) => codec.label).join(", "),
			...about,
		});
	}
	if ((image.facts.algorithms & (1 << id)) === 0) {
		throw corrupt({
			code: "algorithm-not-declared",
			text: "The data names an algorithm that the superblock does not list; kernels refuse it.",
			allowed: "an algorithm of available_compr_algs",
			...about,
		});
	}
	return entry.load();
}

function decodeUnit(
	image: Image,
	inode: Inode,
	extent: Extent,
	codec: Codec,
	stored: Uint8Array,
	out: Uint8Array,
	at: Span,
): void {
	// Only LZ4 without LZ4_0PADDING (Linux before 5.4) starts at byte 0 and trails junk.
	const legacy = extent.algorithm === 0 && !hasIncompat(image.facts, "LZ4_0PADDING");
	const padding = legacy ? 0 : stripLeadingZeros(stored);
	try {
		codec.decode(stored.subarray(padding), out, { partial: legacy || extent.partial === true });
	} catch (error) {
		if (!(error instanceof Failure) || error.kind !== "corrupt") throw error;
		throw corrupt({
			code: "z-decode",
			severity: "error",
			text: error.message,
			structure: "compressed data",
			seen: `${stored.length - padding} stored bytes`,
			allowed: `a stream of exactly ${out.length} bytes`,
			at,
			nid: inode.nid,
		});
	}
}
