/**
 * The compressed units that a check decodes, in batches: who has several places to look at them can
 * do so with many at once. What is wrong with them is told in the order in which they were given.
 */
import { type Failure, isDamage } from "../base/errors";
import { type SpaceId, type Span, span } from "../base/range";
import { EXTENT, type Extents } from "../census/extents";
import type { Pace } from "../census/pace";
import type { Columns } from "../census/scan/memory";
import { type Image, sourceOf } from "../erofs/image";
import { type Inode, readInode } from "../erofs/inode";
import type { Extent } from "../erofs/map/extent";
import { extentAt, loadMap } from "../erofs/map/open";
import { hasIncompat } from "../erofs/structs/features";
import type { Tally } from "./coverage";
import { decodeStrictly } from "./streams";
import { formOf, TakenUnits } from "./taken-units";
import type { UnitPlaces } from "./unit-places";
import type { Units } from "./units";

/** Inodes whose contents are stored in units, each by a number. */
export interface UnitOwners {
	nid(inode: number): bigint;
	/** Told of each unit of it that cannot be decoded. */
	unread(inode: number, why: Failure): void;
}

/** Columns of extents. */
type Stored = Pick<Extents, "start" | "length" | "algorithm" | "kind" | "offset">;

/** What is only needed here of the units in {@link UnitPlaces.units}, in rows alike. */
class Origins {
	/** First byte of the file that each holds. */
	readonly offset: Float64Array;
	readonly inode: Uint32Array;
	/** Whose these are, by an index into the owners of the batch. */
	readonly whose: Uint16Array;

	constructor(rows: number) {
		this.offset = new Float64Array(rows);
		this.inode = new Uint32Array(rows);
		this.whose = new Uint16Array(rows);
	}
}

/** Of whole batches, by number: an object for each would outlive many that are made for units. */
class Batches {
	readonly owners: UnitOwners[][];
	/** Sums of what their units are stored in, and decode to. */
	readonly stored: Float64Array;
	readonly bytes: Float64Array;

	constructor(count: number) {
		this.owners = Array.from({ length: count }, () => []);
		this.stored = new Float64Array(count);
		this.bytes = new Float64Array(count);
	}

	/** A batch of none, with the number of one that is over. */
	clear(batch: number): void {
		this.stored[batch] = 0;
		this.bytes[batch] = 0;
	}

	/** @param isFirst whether the batch has no unit yet @returns which of the owners of the batch these are */
	indexOf(batch: number, owners: UnitOwners, isFirst: boolean): number {
		const all = this.owners[batch] as UnitOwners[];
		// Nearly always they are those of the batch before.
		const isNew = isFirst && (all.length !== 1 || all[0] !== owners);
		if (isNew) this.owners[batch] = [owners];
		else if (all.at(-1) !== owners) all.push(owners);
		return isNew ? 0 : all.length - 1;
	}
}

export interface BatchOptions extends Pace {
	readonly places: UnitPlaces;
	/** Counts what was decoded. */
	readonly tally: Tally;
}

export class UnitBatches {
	readonly #image: Image;
	readonly #options: BatchOptions;
	readonly #units: Units;
	readonly #origins: Origins;
	readonly #batches: Batches;
	/** The one that units are put to, and how many in front of it have begun and are not told of. */
	#batch = 0;
	#begun = 0;
	#taking: Promise<void> | undefined;
	readonly #spaces = new Map<SpaceId, TakenUnits>();
	/** The last one that a unit lay in: the next most likely lies there, too. */
	#space: SpaceId | undefined;
	#taken: TakenUnits;

	constructor(image: Image, options: BatchOptions) {
		const { units } = options.places;
		this.#image = image;
		this.#options = options;
		this.#units = units;
		this.#origins = new Origins(units.start.length);
		this.#batches = new Batches(units.counts.length);
		this.#taken = this.#newTaken(image.primary.space);
		units.counts[0] = 0;
	}

	/**
	 * Takes a unit, once: shared ones for the first of their users, or when another needs more of one.
	 * @param inode whose it is
	 * @param row the extent that is stored in it
	 * @param length bytes that it decodes to
	 */
	put(owners: UnitOwners, inode: number, extents: Extents, row: number, length: number): void {
		const space = extents.spaces[extents.space[row] as number] as SpaceId;
		if (space !== this.#space) this.#turnTo(space);
		if (this.#taken.take(extents.start[row] as number, formIn(extents, row, length)))
			this.#add(owners, inode, extents, row, space, length);
	}

	/**
	 * Takes the units among extents [from, to) that a scan has found, until no more should be put.
	 * @returns up to where they were taken
	 */
	putMany(owners: UnitOwners, found: Columns, from: number, to: number): number {
		const { space } = this.#image.primary;
		const { decoded, inode, start } = found;
		if (space !== this.#space) this.#turnTo(space);
		const taken = this.#taken;
		for (let i = from; i < to; i++) {
			const length = decoded[i] as number;
			if (length === 0) continue;
			if (this.isFull) return i;
			if (!taken.take(start[i] as number, formIn(found, i, length))) continue;
			this.#add(owners, inode[i] as number, found, i, space, length);
		}
		return to;
	}

	/** One that was not taken before. */
	#add(
		owners: UnitOwners,
		inode: number,
		extents: Stored,
		row: number,
		space: SpaceId,
		length: number,
	): void {
		const units = this.#units;
		const batch = this.#batch;
		const batches = this.#batches;
		const origins = this.#origins;
		const count = units.counts[batch] as number;
		const i = batch * units.most + count;
		const stored = extents.length[row] as number;
		units.space[i] = spaceIn(units, space);
		units.start[i] = extents.start[row] as number;
		units.stored[i] = stored;
		units.decoded[i] = length;
		units.algorithm[i] = extents.algorithm[row] as number;
		units.partial[i] = (extents.kind[row] as number) & EXTENT.PARTIAL;
		units.counts[batch] = count + 1;
		origins.offset[i] = extents.offset[row] as number;
		origins.inode[i] = inode;
		origins.whose[i] = batches.indexOf(batch, owners, count === 0);
		batches.stored[batch] = (batches.stored[batch] as number) + stored;
		const bytes = (batches.bytes[batch] as number) + length;
		batches.bytes[batch] = bytes;
		if (count + 1 >= units.most || bytes >= this.#options.places.batch) this.#begin();
	}

	/** Whether no more should be put before {@link room} was waited for. */
	get isFull(): boolean {
		return this.#begun >= this.#options.places.ahead;
	}

	/**
	 * Waits until more can be put: half of all, so that who looks at them elsewhere finds some while
	 * the next are put. @throws Failure as the look, of any unit that was put
	 */
	async room(): Promise<void> {
		if (!this.isFull) return;
		while (2 * this.#begun > this.#options.places.ahead) {
			await this.#options.places.help?.();
			await this.#take();
		}
	}

	/** Looks here at what waits for a place elsewhere, until nothing does. @throws Failure `cancelled` */
	async help(): Promise<void> {
		if (this.#units.counts[this.#batch] !== 0) this.#begin();
		const { places, breathe } = this.#options;
		while (await places.help?.()) await breathe?.();
	}

	/** Waits for all that was put. @throws as {@link room} */
	async end(): Promise<void> {
		await this.help();
		while (this.#begun > 0) await this.#take();
	}

	#turnTo(space: SpaceId): void {
		this.#space = space;
		this.#taken = this.#spaces.get(space) ?? this.#newTaken(space);
	}

	#newTaken(space: SpaceId): TakenUnits {
		const size = sourceOf(this.#image, space)?.size ?? 0;
		const { facts } = this.#image;
		const taken = new TakenUnits(size, facts.blockSize, hasIncompat(facts, "FRAGMENTS"));
		this.#spaces.set(space, taken);
		return taken;
	}

	#begin(): void {
		const { counts } = this.#units;
		this.#options.places.begin(this.#batch);
		this.#begun++;
		this.#batch = (this.#batch + 1) % counts.length;
		this.#batches.clear(this.#batch);
		counts[this.#batch] = 0;
	}

	/** What came of the oldest one, for all who wait for it: it is told once. */
	#take(): Promise<void> {
		this.#taking ??= this.#takeOldest().finally(() => {
			this.#taking = undefined;
		});
		return this.#taking;
	}

	/** Until its outcome is known the rows of a batch stay as they are. */
	async #takeOldest(): Promise<void> {
		if (this.#begun === 0) return;
		const { length } = this.#units.counts;
		const oldest = (this.#batch + length - this.#begun) % length;
		try {
			await this.#tell(oldest, await this.#options.places.outcome(oldest));
		} finally {
			this.#begun--;
		}
	}

	async #tell(batch: number, doubtful: readonly number[]): Promise<void> {
		const units = this.#units;
		const { whose, inode } = this.#origins;
		const batches = this.#batches;
		let decoded = units.counts[batch] as number;
		let stored = batches.stored[batch] as number;
		let bytes = batches.bytes[batch] as number;
		for (const row of doubtful) {
			const owners = batches.owners[batch]?.[whose[row] as number] as UnitOwners;
			const of = inode[row] as number;
			const why = await this.#whatIsWrong(owners.nid(of), row);
			if (!why) continue;
			owners.unread(of, why);
			decoded--;
			stored -= units.stored[row] as number;
			bytes -= units.decoded[row] as number;
		}
		this.#options.tally.decoded(decoded, stored, bytes);
	}

	/** Of a doubtful unit of an inode. @throws what is no damage */
	async #whatIsWrong(nid: bigint, row: number): Promise<Failure | undefined> {
		const { signal } = this.#options;
		const units = this.#units;
		const start = units.start[row] as number;
		const from = this.#origins.offset[row] as number;
		const length = units.decoded[row] as number;
		const space = units.spaces[units.space[row] as number] as SpaceId;
		const at = span(space, start, start + (units.stored[row] as number));
		try {
			const inode = await readInode(this.#image, nid, undefined, signal);
			const record = await recordOf(this.#image, inode, from, signal);
			const extent: Extent = {
				...{ start: from, end: from + length, kind: "compressed", at },
				algorithm: units.algorithm[row] as number,
				...(units.partial[row] ? { partial: true } : {}),
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

/** How an extent says that its unit is decoded. */
const formIn = ({ algorithm, kind }: Stored, row: number, length: number): number =>
	formOf(length, algorithm[row] as number, (kind[row] as number) & EXTENT.PARTIAL);

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
