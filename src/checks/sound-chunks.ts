/** A long chunk map of which there is nothing to tell: entry by entry, without an object for any. */
import { clamped } from "../base/exact";
import type { Resident } from "../base/resident";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import { type Chunks, type ChunkTable, chunksOf } from "../erofs/map/chunk";
import { doubt } from "../erofs/map/sound";
import { placeOf, spanOf } from "../erofs/structs/address";
import { isOddPlace, superblockEnd } from "./extents";

/** Runs of chunks after which somebody may stop us. */
const BATCH = 4096;

export class SoundChunks {
	/** Runs so far. */
	extents = 0;
	readonly #image: Image;
	readonly #size: number;
	readonly #table: ChunkTable;
	readonly #chunks: Chunks;
	/** By number of the device, 0 is the primary: where contents may end. */
	readonly #ends: readonly number[];
	readonly #superblockEnd: number;
	#next = 0;

	/** @throws Missing; Failure `corrupt` */
	constructor(image: Image, inode: Inode, bytes: Resident) {
		const { table, chunks } = chunksOf(image, inode, bytes);
		this.#image = image;
		this.#size = inode.size;
		this.#table = table;
		this.#chunks = chunks;
		this.#superblockEnd = superblockEnd(image);
		const { primary, devices } = image;
		const ends = devices.map(({ source, size, isFilled }) =>
			Math.min(source?.size ?? -1, isFilled ? clamped(size) : Number.POSITIVE_INFINITY),
		);
		this.#ends = [primary.source.size, ...ends];
	}

	/** @returns `more` while some of it is left for the next call @throws Missing, Doubt */
	look(): "more" | undefined {
		const { count } = this.#table;
		for (let n = 0; this.#next < count; n++) {
			if (n >= BATCH) return "more";
			const run = this.#chunks.runFrom(this.#next);
			this.#place(this.#next, run);
			this.#next += run;
			this.extents++;
		}
		return undefined;
	}

	#place(first: number, run: number): void {
		const { block, device } = this.#chunks;
		if (block === undefined) return;
		const { facts } = this.#image;
		const { chunkSize } = this.#table;
		const length = Math.min(this.#size - first * chunkSize, run * chunkSize);
		const place = placeOf(facts, device, block * facts.blockSize, length) ?? doubt();
		if (place.start + length > (this.#ends[place.device] ?? -1)) doubt();
		// Nearly all lie behind it.
		const isNear = place.device === 0 && place.start < this.#superblockEnd;
		if (isNear && isOddPlace(spanOf(place, length), this.#image)) doubt();
	}
}
