/**
 * Contents as far as they can be read: damage in one place does not hide the rest. Compressed units
 * are had whole or not at all; of plain extents that reach beyond the end of what was given, the
 * part before it is had.
 */
import { type Failure, isDamage } from "../base/errors";
import { ignoreFindings } from "../base/finding";
import type { Range } from "../base/range";
import { type FileReader, openFile } from "./data";
import { type Image, sourceOf } from "./image";
import { type Inode, readInode } from "./inode";
import type { Extent } from "./map/extent";
import { extents } from "./map/open";

/** File bytes [start, end), or why they are lost. Bytes are valid until the next part is asked for. */
export type Rescued = Range & ({ readonly bytes: Uint8Array } | { readonly why: Failure });

/** Places of a map that are tried again behind damage: what is left then is given up. */
const MOST_TRIES = 4096;

/**
 * All of file bytes [start, end), in order and without gaps.
 * @throws Failure of what is no damage: `io`, `cancelled`, `bug`
 */
export async function* rescue(
	image: Image,
	inode: Inode,
	{ start, end }: Range,
	signal?: AbortSignal,
): AsyncGenerator<Rescued, void, void> {
	let at = start;
	try {
		const file = await openFile(image, inode, signal);
		for (let tries = 0; at < end; tries++) {
			try {
				for await (const extent of extents(file.map, at, end, signal)) {
					const part = { start: at, end: Math.min(extent.end, end) };
					yield* rescueExtent(image, file, extent, part, signal);
					at = part.end;
				}
			} catch (error) {
				if (!isDamage(error) || tries === MOST_TRIES) throw error;
				// The map is damaged here; behind it may be an extent that it has.
				const { blockSize } = image.facts;
				const next = Math.min(end, at - (at % blockSize) + blockSize);
				yield { start: at, end: next, why: error };
				at = next;
			}
		}
	} catch (error) {
		if (!isDamage(error)) throw error;
		yield { start: at, end, why: error };
	}
}

async function* rescueExtent(
	image: Image,
	file: FileReader,
	extent: Extent,
	{ start, end }: Range,
	signal?: AbortSignal,
): AsyncGenerator<Rescued, void, void> {
	const there = Math.min(end, endOfStored(image, extent));
	let at = start;
	try {
		for (const stop of there > start && there < end ? [there, end] : [end]) {
			for await (const bytes of file.stream(at, stop, signal)) {
				yield { start: at, end: at + bytes.length, bytes };
				at += bytes.length;
			}
		}
	} catch (why) {
		if (!isDamage(why)) throw why;
		const tail = await tailOf(image, file, extent, signal);
		yield* tail ? rescueTail(image, tail, { start: at, end }, signal) : [{ start: at, end, why }];
	}
}

/** What of a file lies in the packed inode, which has units of its own: not all of them need be lost. */
interface Tail {
	readonly packed: Inode;
	/** From bytes of the file to those of the packed inode. */
	readonly shift: number;
}

/** Undefined of other extents, and where the packed inode does not have all of it. */
async function tailOf(
	image: Image,
	{ inode }: FileReader,
	{ kind, at, start }: Extent,
	signal?: AbortSignal,
): Promise<Tail | undefined> {
	const { packedNid } = image;
	if (kind !== "fragment" || !at || packedNid === undefined || inode.nid === packedNid)
		return undefined;
	try {
		const packed = await readInode(image, packedNid, ignoreFindings, signal);
		return at.end <= packed.size ? { packed, shift: at.start - start } : undefined;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

async function* rescueTail(
	image: Image,
	{ packed, shift }: Tail,
	{ start, end }: Range,
	signal?: AbortSignal,
): AsyncGenerator<Rescued, void, void> {
	const inside = { start: start + shift, end: end + shift };
	for await (const part of rescue(image, packed, inside, signal))
		yield { ...part, start: part.start - shift, end: part.end - shift };
}

/** The file byte up to which the stored bytes of a plain extent are there. */
function endOfStored(image: Image, { kind, at, cut, start }: Extent): number {
	const source = at && sourceOf(image, at.space);
	if (!at || !source || kind === "compressed" || cut !== undefined) return Number.POSITIVE_INFINITY;
	return start + Math.max(0, source.size - at.start);
}
