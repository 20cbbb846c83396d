/**
 * The compressed units that a check decodes, in batches: who has several places to decode them can
 * do so many at once. What is wrong with them is told in the order in which they were given.
 */
import { Failure, type FailureInfo, isDamage } from "../base/errors";
import type { SpaceId, Span } from "../base/range";
import { declaredCodec, decodedLength } from "../erofs/decode";
import { type Image, sourceOf } from "../erofs/image";
import { readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { type Look, readInOrder } from "./in-order";
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
		const out = new Map<Unit, Decoded>();
		const doubtful: Unit[] = [];
		for (const [space, some] of inOrder(units)) {
			const source = sourceOf(image, space);
			const isInside = ({ at: { start, end } }: Unit) =>
				source !== undefined && start >= 0 && start < end && end <= source.size;
			const inside = some.filter(isInside);
			doubtful.push(...some.filter((unit) => !isInside(unit)));
			const look: Look = (stored, i) => {
				const unit = inside[i] as Unit;
				const { nid, extent, at } = unit;
				const length = extent.end - extent.start;
				const isWell = stored && isSound(image, { nid, extent, at, stored }, length);
				if (!isWell) doubtful.push(unit);
			};
			const places = inside.map(({ at }) => at);
			if (source) await readInOrder(source, places, look, { signal });
		}
		for (const unit of doubtful) out.set(unit, await whatIsWrong(image, unit, signal));
		return units.map((unit) => out.get(unit));
	};

/** By the space where they are stored, in the order in which they lie there. */
function inOrder(units: readonly Unit[]): Map<SpaceId, Unit[]> {
	const spaces = new Map<SpaceId, Unit[]>();
	for (const unit of units) {
		const some = spaces.get(unit.at.space) ?? [];
		if (some.length === 0) spaces.set(unit.at.space, some);
		some.push(unit);
	}
	for (const some of spaces.values()) some.sort((a, b) => a.at.start - b.at.start);
	return spaces;
}

async function loadCheckers(image: Image, units: readonly Unit[]): Promise<void> {
	const used = new Set(units.map(({ extent }) => extent.algorithm ?? -1));
	for (const id of used) await declaredCodec(image, id)?.checker.load();
}

/** Of a doubtful unit. @throws what is no damage */
async function whatIsWrong(
	image: Image,
	{ nid, extent, at }: Unit,
	signal?: AbortSignal,
): Promise<Decoded> {
	try {
		const inode = await readInode(image, nid, undefined, signal);
		const out = new Uint8Array(decodedLength(inode, extent, at));
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

/** Takes what came of a unit: damage, or bytes that it is stored in and decodes to. */
export type Tell = (why: Failure | undefined, stored: number, decoded: number) => void;

/** Units in columns: an object for each of a million takes longer than many a decoder. */
interface Batch {
	readonly files: { readonly nid: bigint; readonly extents: Extent[] }[];
	readonly tells: Tell[];
	readonly stored: number[];
	readonly decoded: number[];
	bytes: number;
}

const newBatch = (): Batch => ({ files: [], tells: [], stored: [], decoded: [], bytes: 0 });

export class UnitBatches {
	readonly #places: UnitPlaces;
	#batch = newBatch();
	/** Begun, the oldest first. */
	readonly #begun: { readonly batch: Batch; readonly done: Promise<readonly Decoded[]> }[] = [];
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
		const { files, tells, stored, decoded } = this.#batch;
		const last = files.at(-1);
		if (last?.nid === nid) last.extents.push(extent);
		else files.push({ nid, extents: [extent] });
		tells.push(tell);
		stored.push(at.end - at.start);
		decoded.push(length);
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
		const batch = this.#batch;
		const done = this.#places.decode(batch.files);
		done.catch(() => {}); // whoever waits for it hears of it
		this.#begun.push({ batch, done });
		this.#batch = newBatch();
	}

	async #take(): Promise<void> {
		const oldest = this.#begun.shift();
		if (!oldest) return;
		const { tells, stored, decoded } = oldest.batch;
		const found = await oldest.done;
		for (let i = 0; i < tells.length; i++) {
			const why = found[i];
			(tells[i] as Tell)(why && new Failure(why), stored[i] as number, decoded[i] as number);
		}
	}
}
