/**
 * The compressed units that a check decodes, in batches: who has several places to look at them can
 * do so with many at once. What is wrong with them is told in the order in which they were given.
 */
import { type Failure, isDamage } from "../base/errors";
import { type SpaceId, type Span, span } from "../base/range";
import type { ByteSource } from "../base/source";
import { EXTENT, type Extents } from "../census/extents";
import type { Pace } from "../census/pace";
import type { Columns } from "../census/scan/memory";
import { type Image, sourceOf } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extentAt, loadMap } from "../erofs/map/open";
import type { Tally } from "./coverage";
import { decodeStrictly, unitRules } from "./streams";
import { TakenUnits } from "./taken-units";
import { unitLook } from "./unit-look";
import { roomForUnits, type UnitLook, type Units } from "./units";

/** Who looks at units. */
export interface UnitPlaces {
	readonly look: UnitLook;
	/** Batches to begin before what came of the first is waited for. */
	readonly ahead: number;
	/** Bytes after which a batch ends, decoded. */
	readonly batch: number;
	/** Looks here at a batch that waits for a place elsewhere. @returns false when none does */
	readonly help?: () => Promise<boolean>;
}

/** Bytes of a batch where a read is no wait, a short one, and a long one: so many are asked for together. */
export const NEAR_BATCH = 1 << 20;
export const LOCAL_BATCH = 8 << 20;
export const FAR_BATCH = 32 << 20;

function batchOf({ fill, readOnce }: ByteSource): number {
	if (fill) return NEAR_BATCH;
	return readOnce ? LOCAL_BATCH : FAR_BATCH;
}

/** Here. */
export const unitsHere = (image: Image, signal?: AbortSignal): UnitPlaces => ({
	look: unitLook(unitRules(image), (space) => sourceOf(image, space), signal),
	ahead: 1,
	batch: batchOf(image.primary.source),
});

/** An inode whose contents are stored in units. */
export interface UnitOwner {
	readonly nid: bigint;
	/** Told of each of its units that cannot be decoded. */
	unread(why: Failure): void;
}

/** Columns of extents. */
type Stored = Pick<Extents, "start" | "length" | "algorithm" | "kind" | "offset">;

/** For so many bytes of a batch there may be a unit. */
const LEAST_UNIT = 8 << 10;

/** Units, and what is only needed here, in rows alike. */
interface Batch {
	readonly units: Units;
	readonly owners: UnitOwner[];
	/** First byte of the file that each holds. */
	readonly offset: Float64Array;
	/** Sums of what they are stored in, and decode to. */
	stored: number;
	bytes: number;
}

const newBatch = (most: number): Batch => ({
	units: roomForUnits(most),
	owners: [],
	offset: new Float64Array(most),
	stored: 0,
	bytes: 0,
});

export interface BatchOptions extends Pace {
	readonly places: UnitPlaces;
	/** Counts what was decoded. */
	readonly tally: Tally;
}

export class UnitBatches {
	readonly #image: Image;
	readonly #options: BatchOptions;
	/** Units after which a batch ends. */
	readonly #most: number;
	#batch: Batch;
	/** Begun, the oldest first. */
	readonly #begun: { readonly batch: Batch; readonly doubtful: ReturnType<UnitLook> }[] = [];
	readonly #spaces = new Map<SpaceId, TakenUnits>();
	/** The last one that a unit lay in: the next most likely lies there, too. */
	#space: SpaceId | undefined;
	#taken: TakenUnits;

	constructor(image: Image, options: BatchOptions) {
		this.#image = image;
		this.#options = options;
		this.#most = Math.ceil(options.places.batch / LEAST_UNIT);
		this.#batch = newBatch(this.#most);
		this.#taken = this.#newTaken(image.primary.space);
	}

	/**
	 * Takes a unit, once: shared ones for the first of their users, or when another needs more of one.
	 * @param row the extent that is stored in it
	 * @param length bytes that it decodes to
	 */
	put(owner: UnitOwner, extents: Extents, row: number, length: number): void {
		const space = extents.spaces[extents.space[row] as number] as SpaceId;
		if (space !== this.#space) this.#turnTo(space);
		if (this.#taken.take(extents.start[row] as number, length))
			this.#add(owner, extents, row, space, length);
	}

	/**
	 * Takes the units among extents [from, to) that a scan has found, until no more should be put.
	 * @param ownerOf by the row of an inode
	 * @returns up to where they were taken
	 */
	putMany(found: Columns, from: number, to: number, ownerOf: (row: number) => UnitOwner): number {
		const { space } = this.#image.primary;
		const { decoded, inode, start } = found;
		if (space !== this.#space) this.#turnTo(space);
		const taken = this.#taken;
		for (let i = from; i < to; i++) {
			const length = decoded[i] as number;
			if (length === 0) continue;
			if (this.isFull) return i;
			if (!taken.take(start[i] as number, length)) continue;
			this.#add(ownerOf(inode[i] as number), found, i, space, length);
		}
		return to;
	}

	/** One that was not taken before. */
	#add(owner: UnitOwner, extents: Stored, row: number, space: SpaceId, length: number): void {
		const batch = this.#batch;
		const { units, owners, offset } = batch;
		const i = units.count++;
		const stored = extents.length[row] as number;
		units.space[i] = spaceIn(units, space);
		units.start[i] = extents.start[row] as number;
		units.stored[i] = stored;
		units.decoded[i] = length;
		units.algorithm[i] = extents.algorithm[row] as number;
		units.partial[i] = (extents.kind[row] as number) & EXTENT.PARTIAL;
		offset[i] = extents.offset[row] as number;
		owners.push(owner);
		batch.stored += stored;
		batch.bytes += length;
		const isWhole = units.count >= this.#most || batch.bytes >= this.#options.places.batch;
		if (isWhole) this.#begin();
	}

	/** Whether no more should be put before {@link room} was waited for. */
	get isFull(): boolean {
		return this.#begun.length >= this.#options.places.ahead;
	}

	/** Waits until more can be put. @throws Failure as the look, of any unit that was put */
	async room(): Promise<void> {
		while (this.isFull) {
			await this.#options.places.help?.();
			await this.#take();
		}
	}

	/** Looks here at what waits for a place elsewhere, until nothing does. @throws Failure `cancelled` */
	async help(): Promise<void> {
		if (this.#batch.units.count > 0) this.#begin();
		const { places, breathe } = this.#options;
		while (await places.help?.()) await breathe?.();
	}

	/** Waits for all that was put. @throws as {@link room} */
	async end(): Promise<void> {
		await this.help();
		while (this.#begun.length > 0) await this.#take();
	}

	#turnTo(space: SpaceId): void {
		this.#space = space;
		this.#taken = this.#spaces.get(space) ?? this.#newTaken(space);
	}

	#newTaken(space: SpaceId): TakenUnits {
		const size = sourceOf(this.#image, space)?.size ?? 0;
		const taken = new TakenUnits(size, this.#image.facts.blockSize);
		this.#spaces.set(space, taken);
		return taken;
	}

	#begin(): void {
		const batch = this.#batch;
		const doubtful = this.#options.places.look(batch.units);
		doubtful.catch(() => {}); // whoever waits for it hears of it
		this.#begun.push({ batch, doubtful });
		this.#batch = newBatch(this.#most);
	}

	async #take(): Promise<void> {
		const oldest = this.#begun.shift();
		if (!oldest) return;
		const { batch } = oldest;
		const { units } = batch;
		let decoded = units.count;
		let { stored, bytes } = batch;
		for (const i of await oldest.doubtful) {
			const why = await this.#whatIsWrong(batch, i);
			if (!why) continue;
			(batch.owners[i] as UnitOwner).unread(why);
			decoded--;
			stored -= units.stored[i] as number;
			bytes -= units.decoded[i] as number;
		}
		this.#options.tally.decoded(decoded, stored, bytes);
	}

	/** Of a doubtful unit. @throws what is no damage */
	async #whatIsWrong({ units, owners, offset }: Batch, i: number): Promise<Failure | undefined> {
		const { nid } = owners[i] as UnitOwner;
		const { signal } = this.#options;
		const start = units.start[i] as number;
		const from = offset[i] as number;
		const length = units.decoded[i] as number;
		const at = span(
			units.spaces[units.space[i] as number] as SpaceId,
			start,
			start + (units.stored[i] as number),
		);
		try {
			const inode = await readInode(this.#image, nid, undefined, signal);
			const record = await recordOf(this.#image, inode, from, signal);
			const extent: Extent = {
				...{ start: from, end: from + length, kind: "compressed", at },
				algorithm: units.algorithm[i] as number,
				...(units.partial[i] ? { partial: true } : {}),
				...(record ? { record } : {}),
			};
			await decodeStrictly(this.#image, inode, extent, at, new Uint8Array(length), signal);
			return undefined;
		} catch (error) {
			if (!isDamage(error)) throw error;
			return error;
		}
	}
}

function spaceIn({ spaces }: Units, space: SpaceId): number {
	if (spaces[0] === space) return 0;
	const known = spaces.indexOf(space);
	return known < 0 ? spaces.push(space) - 1 : known;
}

/** The record of an extent, where nothing keeps the map from being read there. @throws what is no damage */
async function recordOf(
	image: Image,
	inode: Inode,
	offset: number,
	signal?: AbortSignal,
): Promise<Span | undefined> {
	try {
		return (await extentAt(await loadMap(image, inode, signal), offset, signal)).record;
	} catch (error) {
		if (!isDamage(error)) throw error;
		return undefined;
	}
}
