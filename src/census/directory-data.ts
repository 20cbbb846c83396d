/**
 * The data of a directory: a run of blocks, and behind it perhaps a tail that lies elsewhere.
 * Where they are follows from the inode alone when they are uncompressed, in the image itself and
 * behind the inode; all others are read through their map (erofs/data.ts).
 */
import type { Resident } from "../base/resident";
import type { Image } from "../erofs/image";
import type { InodeCursor } from "../erofs/inode-cursor";
import { unifiedPlace } from "../erofs/structs/address";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";

/** Bytes made sure of at a time. */
export const BATCH = 256 << 10;

/** Bytes [start, start + size) of a space. */
interface Piece {
	readonly bytes: Resident;
	readonly start: number;
	readonly size: number;
}

export class DirectoryData {
	/** Bytes. */
	readonly size: number;
	/** Whether the inode says that `.` is left out. */
	readonly dotOmitted: boolean;
	readonly #run: Piece;
	readonly #tail: Piece | undefined;

	constructor(dotOmitted: boolean, run: Piece, tail?: Piece) {
		this.dotOmitted = dotOmitted;
		this.#run = run;
		this.#tail = tail;
		this.size = run.size + (tail?.size ?? 0);
	}

	/** Makes sure that bytes [from, to) are in memory. @throws Missing */
	need(from: number, to: number): void {
		const { bytes, start, size } = this.#run;
		if (from < size) bytes.need([{ start: start + from, end: start + Math.min(to, size) }]);
		const tail = this.#tail;
		if (!tail || to <= size) return;
		const end = tail.start + to - size;
		tail.bytes.need([{ start: tail.start + Math.max(from, size) - size, end }]);
	}

	/**
	 * Position of byte `at` in `bytes.bytes` and `bytes.view` of what is returned, with `length`
	 * bytes behind it, all in one piece. @throws Missing
	 */
	seek(at: number, length: number): { readonly bytes: Resident; readonly p: number } {
		const inTail = this.#tail && at >= this.#run.size;
		const { bytes, start } = inTail ? this.#tail : this.#run;
		return { bytes, p: bytes.seek(start + at - (inTail ? this.#run.size : 0), length) };
	}
}

/** Where an inode was read. */
interface InodePlace {
	/** Its first byte. */
	readonly start: number;
	readonly home: Resident;
	readonly primary: Resident;
}

/** @returns undefined when it takes more to find the data, or something is wrong with it */
export function simpleData(
	image: Image,
	inode: InodeCursor,
	{ start, home, primary }: InodePlace,
): DirectoryData | undefined {
	if (!inode.fine || inode.type !== FT.DIR) return undefined;
	if (inode.sizeHigh > 0) return undefined;
	const { blockSize } = image.facts;
	const runSize = runBytes(inode.layout, inode.sizeLow, blockSize);
	if (runSize === undefined) return undefined;
	const tail = {
		bytes: home,
		start: start + inode.byteLength + inode.xattrSize,
		size: inode.sizeLow - runSize,
	};
	if ((tail.start % blockSize) + tail.size > blockSize && tail.size > 0) return undefined;
	if (tail.start + tail.size > home.size) return undefined;
	const runStart = runSize > 0 ? runPlace(image, inode.startBlock, runSize) : 0;
	if (runStart === undefined) return undefined;
	const run = { bytes: primary, start: runStart, size: runSize };
	return new DirectoryData(inode.bit4, run, tail);
}

function runBytes(layout: number, size: number, blockSize: number): number | undefined {
	if (layout === LAYOUT.FLAT_PLAIN) return size;
	const blocks = Math.ceil(size / blockSize);
	return layout === LAYOUT.FLAT_INLINE ? Math.max(0, blocks - 1) * blockSize : undefined;
}

/** First byte of the run in the image; undefined for holes, and what lies on another device. */
function runPlace(image: Image, block: number | undefined, size: number): number | undefined {
	if (block === undefined) return undefined;
	const start = block * image.facts.blockSize;
	if (start + size > image.primary.source.size) return undefined;
	return unifiedPlace(image.facts, start, size).device === 0 ? start : undefined;
}
