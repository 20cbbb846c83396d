/**
 * File contents: extents turned into bytes, in any order and any chunking.
 * Nothing is read before it is asked for, and damage is never papered over:
 * bytes that cannot be had are a failure that names the range.
 */

import { checkCancelled, Failure, isDamage } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import type { Range } from "../base/range";
import type { ByteSource } from "../base/source";
import { objectOf, openObject } from "./backing";
import { stayInside } from "./bounds";
import { decodedLength, decodeInto } from "./decode";
import { readExtent } from "./extent-data";
import { contentsSpace, type Image, sourceOf } from "./image";
import type { Inode } from "./inode";
import type { ExtentMap } from "./map/extent";
import { extents, loadMap } from "./map/open";
import { Scratch } from "./scratch";

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
	/**
	 * Whether file bytes [start, end) can be had: tells up to where, again and again. Holes, which
	 * may be a million times as long as all else, are passed over. @throws as `stream`
	 */
	probe(start: number, end: number, signal?: AbortSignal): AsyncGenerator<number, void, void>;
	/** File bytes [start, end) in one fresh array; meant for at most a few MiB. */
	read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * @param from the same image, or another form of it (passing.ts) to read contents from
 * @throws Failure when the inode has no readable contents; see loadMap.
 */
export async function openFile(
	image: Image,
	inode: Inode,
	signal?: AbortSignal,
	report: Report = ignoreFindings,
	from: Image = image,
): Promise<FileReader> {
	const map = await loadMap(image, inode, signal, report);
	const object = await objectOf(image, inode, signal);
	if (object) return objectReader(inode, map, await openObject(image, object, signal));

	const near = await stayInside(from, inode, map, signal);

	async function* stream(start: number, end: number, signal?: AbortSignal) {
		// Read in order, each unit is decoded once: into one buffer used again and again.
		const scratch = new Scratch();
		for await (const extent of extents(map, start, end, signal)) {
			const stop = Math.min(extent.end, end);
			const whole = extent.start >= start && stop === extent.end;
			if (extent.kind === "compressed" && extent.at && whole) {
				checkCancelled(signal);
				const out = scratch.take(await decodedLength(near, inode, extent, extent.at, signal));
				await decodeInto(near, inode, extent, extent.at, out, signal);
				yield out;
				continue;
			}
			for (let at = Math.max(extent.start, start); at < stop; ) {
				checkCancelled(signal);
				const next = Math.min(at + PIECE, stop);
				yield await readExtent(near, inode, extent, at, next, signal);
				at = next;
			}
		}
		// Only here: who stops before the end may still look at the last piece.
		scratch.leave();
	}

	async function* probe(start: number, end: number, signal?: AbortSignal) {
		for await (const extent of extents(map, start, end, signal)) {
			const stop = Math.min(extent.end, end);
			if (extent.kind === "hole") yield stop;
			else {
				const from = Math.max(extent.start, start);
				yield* positionsIn(stream(from, stop, signal), from);
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

	return { inode, map, stream, probe, read };
}

/** Where pieces end, the first of which begins at `at`. */
async function* positionsIn(pieces: AsyncIterable<Uint8Array>, at: number) {
	let end = at;
	for await (const piece of pieces) {
		end += piece.length;
		yield end;
	}
}

/** A file whose contents lie beside the image. */
function objectReader(inode: Inode, map: ExtentMap, source: ByteSource): FileReader {
	async function* stream(start: number, end: number, signal?: AbortSignal) {
		for (let at = start; at < end; at += PIECE) {
			checkCancelled(signal);
			yield await source.read(at, Math.min(end, at + PIECE), signal);
		}
	}
	return {
		inode,
		map,
		stream,
		probe: (start, end, signal) => positionsIn(stream(start, end, signal), start),
		read: async (start, end, signal) => Uint8Array.from(await source.read(start, end, signal)),
	};
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
		if (!isDamage(error)) throw error;
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
	report: Report = ignoreFindings,
): Promise<ByteSource> {
	const file = await openFile(image, inode, signal, report);
	return {
		id: `${image.primary.source.id}#${inode.nid}`,
		label,
		size: inode.size,
		async read(start, end, signal) {
			if (start < 0 || end > inode.size) {
				throw new Failure({
					kind: "io",
					message: `Bytes ${start} to ${end} are outside ${label}.`,
					at: { space: contentsSpace(image, inode.nid), start, end },
				});
			}
			return file.read(start, end, signal);
		},
	};
}
