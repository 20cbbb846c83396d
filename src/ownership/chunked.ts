/**
 * Contents in chunks, as nearly all files of container images have them: the map is followed from
 * its beginning to its end, and chunks that lie one behind the other are a row.
 */
import type { Resident } from "../base/resident";
import { EXTENT_KIND, type Extents } from "../census/extents";
import type { Image } from "../erofs/image";
import { kind } from "../erofs/layout/kinds";
import { PADDINGS } from "../erofs/layout/padding";
import { Chunks, type ChunkTable, chunkTable } from "../erofs/map/chunk";
import type { Devices } from "./devices";
import type { KindSums } from "./kind-sums";
import { PADDING } from "./kinds";
import type { Subject } from "./subject";
import type { UsualContents } from "./usual";

const MAP = kind("chunk-map");
/** Entries followed at once: as many as 1 GiB has in chunks of 4 KiB. */
const MOST_ENTRIES = 2 ** 18;

export class ChunkedContents implements UsualContents {
	end = 0;
	readonly isCounted = true;
	readonly #image: Image;
	readonly #extents: Extents;
	readonly #devices: Devices;
	readonly #chunks: Chunks;
	/** Of the file that was taken last. */
	#table!: ChunkTable;
	#bodyEnd = 0;

	constructor(image: Image, extents: Extents, devices: Devices) {
		this.#image = image;
		this.#extents = extents;
		this.#devices = devices;
		this.#chunks = new Chunks(image.facts);
	}

	take(file: Subject): boolean {
		const { bytes, bodyEnd } = file;
		const table = chunkTable(this.#image, file);
		const { start, unit, count } = table;
		const size = unit * count;
		this.#table = table;
		this.#bodyEnd = bodyEnd;
		this.end = start + size;
		if (count > MOST_ENTRIES || this.end > bytes.size) return false;
		if (!areZeros(bytes, bodyEnd, start)) return false;
		// All of it at once, wherever it has to come from.
		bytes.seek(start, size);
		return this.#follow(file, bytes);
	}

	#follow({ row, size }: Subject, bytes: Resident): boolean {
		const { chunkSize, count } = this.#table;
		const chunks = this.#chunks.open(this.#table, bytes);
		let isThere = true;
		for (let first = 0, n = 0; first < count; first += n) {
			n = chunks.runFrom(first);
			if (!isThere) continue;
			const offset = first * chunkSize;
			const extent = this.#extents.addHole(row, offset);
			const end = Math.min(size, offset + n * chunkSize);
			isThere = chunks.block === undefined || this.#place(extent, end - offset);
			if (!isThere && !this.#devices.leave(extent)) return false;
		}
		return !chunks.isMasked;
	}

	/** Says where the run is stored that the chunks have come to. */
	#place(extent: number, length: number): boolean {
		const { block = 0, device } = this.#chunks;
		this.#extents.kind[extent] = EXTENT_KIND.DATA;
		return this.#devices.placeOn(device, extent, block * this.#image.facts.blockSize, length);
	}

	addTo(sums: KindSums): void {
		const { start, unit, count } = this.#table;
		sums.add(PADDING, start - this.#bodyEnd, PADDINGS["chunk-map"]);
		sums.add(MAP, unit * count, undefined);
	}
}

/** Whether nothing lies there that means nothing. */
const areZeros = (bytes: Resident, start: number, end: number): boolean =>
	start === end || bytes.slice(start, end).every((byte) => byte === 0);
