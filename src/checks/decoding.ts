/**
 * The compressed units that a check decodes, in batches: who has several places to decode them can
 * do so many at once. What is wrong with them is told in the order in which they were given.
 */
import { checkCancelled, Failure, type FailureInfo, isDamage } from "../base/errors";
import type { SpaceId, Span } from "../base/range";
import type { ByteSource } from "../base/source";
import { declaredCodec, decodedLength } from "../erofs/decode";
import { type Image, sourceOf } from "../erofs/image";
import { readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { Scratch } from "../erofs/scratch";
import { decodeStrictly, isSound } from "./streams";

/** Units of one file: its extents that are stored in them. */
export interface FileUnits {
	readonly nid: bigint;
	readonly extents: readonly Extent[];
}

/** Of a unit: why it cannot be decoded, by the rules of kernels; undefined when it can. */
export type Decoded = FailureInfo | undefined;

/** Decodes units, and keeps nothing of them; tells of each, in order. @throws Failure `io` or `cancelled` */
export type UnitDecoder = (files: readonly FileUnits[]) => Promise<readonly Decoded[]>;

/** Who decodes them, and how many batches at once. */
export interface UnitPlaces {
	readonly decode: UnitDecoder;
	readonly atOnce: number;
}

/** A unit as a decoder sees it. */
interface Unit {
	readonly nid: bigint;
	readonly extent: Extent;
	readonly at: Span;
}

/** Decodes them here, in the order in which they are stored. */
export const unitDecoder =
	(image: Image, signal?: AbortSignal): UnitDecoder =>
	async (files) => {
		const units = files.flatMap(({ nid, extents }) =>
			extents.map((extent): Unit => ({ nid, extent, at: extent.at as Span })),
		);
		await loadCheckers(image, units);
		const scratch = new Scratch();
		const out = new Array<Decoded>(units.length);
		try {
			const { chunks, doubtful } = chunksOf(image, units);
			for (const chunk of chunks) {
				checkCancelled(signal);
				const bytes = filled(chunk, scratch) ?? (await readWhole(chunk, signal));
				for (const i of chunk.units) {
					if (!bytes || !isSoundIn(image, units[i] as Unit, bytes, chunk.start)) doubtful.push(i);
				}
			}
			for (const i of doubtful) {
				out[i] = await whatIsWrong(image, units[i] as Unit, scratch, signal);
			}
			return out;
		} finally {
			scratch.leave();
		}
	};

async function loadCheckers(image: Image, units: readonly Unit[]): Promise<void> {
	const used = new Set(units.map(({ extent }) => extent.algorithm ?? -1));
	for (const id of used) await declaredCodec(image, id)?.checker.load();
}

/** Units that lie near each other and are read together. */
interface Chunk {
	readonly source: ByteSource;
	readonly start: number;
	end: number;
	/** Indexes. */
	readonly units: number[];
}

/** Bytes that are read together: as many as stay in the caches of the processor. */
const CHUNK = 128 << 10;
/** Bytes between two units that are read along. */
const GAP = 16 << 10;

/** All units in chunks; those that no space holds are doubtful. */
function chunksOf(
	image: Image,
	units: readonly Unit[],
): { readonly chunks: readonly Chunk[]; readonly doubtful: number[] } {
	const chunks: Chunk[] = [];
	const doubtful: number[] = [];
	const order = units.map((_, i) => i);
	order.sort((a, b) => byPlace((units[a] as Unit).at, (units[b] as Unit).at));
	for (const i of order) {
		const { space, start, end } = (units[i] as Unit).at;
		const source = sourceOf(image, space);
		const last = chunks.at(-1);
		if (!source || start < 0 || start >= end || end > source.size) doubtful.push(i);
		else if (last?.source === source && start - last.end <= GAP && end - last.start <= CHUNK) {
			last.end = Math.max(last.end, end);
			last.units.push(i);
		} else chunks.push({ source, start, end, units: [i] });
	}
	return { chunks, doubtful };
}

function byPlace(a: Span, b: Span): number {
	if (a.space !== b.space) return a.space < b.space ? -1 : 1;
	return a.start - b.start;
}

/** The bytes of a chunk, read at once where that can be done. @throws Failure `io` */
function filled({ source, start, end }: Chunk, scratch: Scratch): Uint8Array | undefined {
	if (!source.fill) return source.peek?.(start, end);
	const bytes = scratch.take(end - start);
	source.fill(start, bytes);
	return bytes;
}

/** Undefined where they lie in contents that are damaged, perhaps elsewhere. @throws Failure `io` */
async function readWhole(
	{ source, start, end }: Chunk,
	signal?: AbortSignal,
): Promise<Uint8Array | undefined> {
	try {
		return await source.read(start, end, signal);
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}

function isSoundIn(
	image: Image,
	{ nid, extent, at }: Unit,
	bytes: Uint8Array,
	from: number,
): boolean {
	const stored = bytes.subarray(at.start - from, at.end - from);
	return isSound(image, { nid, extent, at, stored }, extent.end - extent.start);
}

/** Of a doubtful unit. @throws what is no damage */
async function whatIsWrong(
	image: Image,
	{ nid, extent, at }: Unit,
	scratch: Scratch,
	signal?: AbortSignal,
): Promise<Decoded> {
	try {
		const inode = await readInode(image, nid, undefined, signal);
		const out = scratch.take(decodedLength(inode, extent, at));
		await decodeStrictly(image, inode, extent, at, out, signal);
		return undefined;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return error.info;
	}
}

/** Bytes and units after which a batch ends. */
const BATCH_BYTES = 4 << 20;
const BATCH_UNITS = 512;

/** Takes what came of a unit. */
type Tell = (why: Failure | undefined) => void;

interface Batch {
	readonly files: { readonly nid: bigint; readonly extents: Extent[] }[];
	readonly tells: Tell[];
	bytes: number;
}

const newBatch = (): Batch => ({ files: [], tells: [], bytes: 0 });

export class UnitBatches {
	readonly #places: UnitPlaces;
	#batch = newBatch();
	/** Begun, the oldest first. */
	readonly #begun: {
		readonly tells: readonly Tell[];
		readonly done: Promise<readonly Decoded[]>;
	}[] = [];
	/** Units that were taken: by space and first byte, the bytes each is decoded to. */
	readonly #taken = new Map<SpaceId, Map<number, number>>();

	constructor(places: UnitPlaces) {
		this.#places = places;
	}

	/**
	 * Takes a unit, once: shared ones for the first of their users, or when another needs more of one.
	 * @param at where it is stored
	 * @param length bytes that it decodes to
	 */
	put(nid: bigint, extent: Extent, at: Span, length: number, tell: Tell): void {
		const known = this.#taken.get(at.space) ?? new Map<number, number>();
		if (known.size === 0) this.#taken.set(at.space, known);
		if (known.get(at.start) === length) return;
		known.set(at.start, length);
		const { files, tells } = this.#batch;
		const last = files.at(-1);
		if (last?.nid === nid) last.extents.push(extent);
		else files.push({ nid, extents: [extent] });
		tells.push(tell);
		this.#batch.bytes += length;
		if (tells.length >= BATCH_UNITS || this.#batch.bytes >= BATCH_BYTES) this.#begin();
	}

	/** Whether no more should be put before {@link room} was waited for. */
	get isFull(): boolean {
		// With one place nothing is gained by going on while it is at work.
		return this.#begun.length >= 2 * this.#places.atOnce - 1;
	}

	/** Waits until more can be put. @throws Failure as the decoder, of any unit that was put */
	async room(): Promise<void> {
		while (this.isFull) await this.#take();
	}

	/** Waits for all that was put. @throws as {@link room} */
	async end(): Promise<void> {
		if (this.#batch.tells.length > 0) this.#begin();
		while (this.#begun.length > 0) await this.#take();
	}

	#begin(): void {
		const { files, tells } = this.#batch;
		const done = this.#places.decode(files);
		done.catch(() => {}); // whoever waits for it hears of it
		this.#begun.push({ tells, done });
		this.#batch = newBatch();
	}

	async #take(): Promise<void> {
		const oldest = this.#begun.shift();
		if (!oldest) return;
		const decoded = await oldest.done;
		for (const [i, tell] of oldest.tells.entries()) {
			const why = decoded[i];
			tell(why && new Failure(why));
		}
	}
}
