/**
 * Inodes as nearly all are about which there is nothing to tell: from the columns of their
 * extents, without an object for any.
 */
import type { Failure } from "../base/errors";
import type { Exact } from "../base/exact";
import type { SpaceId } from "../base/range";
import { Resident } from "../base/resident";
import { LONGEST_PATH } from "../base/text";
import { EXTENT, EXTENT_KIND, Extents } from "../census/extents";
import { declaredCodec } from "../erofs/decode";
import { type Container, containerOf, type Image } from "../erofs/image";
import { MAX_DECODED, MAX_PCLUSTER } from "../erofs/map/extent";
import { FT, hasContents } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import type { AttributeBody } from "../ownership/attribute-bodies";
import type { Inhabitants } from "../ownership/inhabitants";
import { UsualInodes } from "../ownership/usual";
import { areSilent } from "./check";
import type { UnitOwners } from "./decoding";
import { declaredSize, isOddPlace, superblockEnd } from "./extents";
import { fieldChecks } from "./inodes";
import type { SoundOptions } from "./sound";

const { DATA, INLINE, FRAGMENT, COMPRESSED } = EXTENT_KIND;

/** Extents after which somebody may stop us. */
export const BATCH = 4096;

/** What all who look at sound inodes have in common. */
export interface Known {
	readonly inhabitants: Inhabitants;
	/** By row. */
	readonly owners: UnitOwners;
	/** How many attributes there are. @throws Missing, Doubt */
	readonly attributesOf: (row: number, body: AttributeBody) => number;
}

export class SoundUsual {
	/** Rows about which there is nothing to tell but what their fields say, in no order. */
	readonly told: number[] = [];
	/** Rows of files that are on a device that was not given, from some byte on. */
	readonly lacking = new Map<number, Failure>();
	readonly #image: Image;
	readonly #options: SoundOptions;
	readonly #owners: UnitOwners;
	readonly #attributesOf: Known["attributesOf"];
	/** Those of the plan, or of the inode alone. */
	readonly #extents: Extents;
	readonly #usual: UsualInodes;
	/** Contents that begin before here may lie on the superblock. */
	readonly #superblockEnd: number;
	/** By space, as the extents count them: where contents may end, and the bytes of those that links are in. */
	readonly #declared: Exact[] = [];
	readonly #residents: Resident[] = [];
	/** The inode that was taken last, how many attributes it has, its first extent, and the next whose unit is to be put. */
	#row = -1;
	#attributes = 0;
	#first = 0;
	#next = 0;

	constructor({ inhabitants, owners, attributesOf }: Known, options: SoundOptions) {
		const { image } = inhabitants;
		const { planner } = options;
		this.#image = image;
		this.#options = options;
		this.#owners = owners;
		this.#attributesOf = attributesOf;
		this.#extents = planner?.extents ?? new Extents();
		this.#usual = planner?.usual ?? new UsualInodes(inhabitants, this.#extents);
		this.#superblockEnd = superblockEnd(image);
	}

	/** Whether it was taken last, and its units are not all put. */
	isAt(row: number): boolean {
		return this.#row === row;
	}

	/** @returns false for an inode that others must look at @throws Missing, Doubt */
	take(row: number): boolean {
		const { count } = this.#extents;
		let isTaken = false;
		try {
			isTaken = !this.#options.planner?.isFull && this.#usual.take(row) && this.#begin(row, count);
		} finally {
			if (!isTaken) this.#extents.cut(count);
		}
		return isTaken;
	}

	#begin(row: number, first: number): boolean {
		const { inode } = this.#usual;
		const { type, layout, attributes } = inode;
		if (!this.#areSound(first) || (type === FT.LNK && !this.#isTarget(first))) return false;
		this.#attributes = this.#attributesOf(row, attributes);
		// Of these alone the fields have more to say.
		const hasMore = layout === LAYOUT.CHUNK_BASED || !hasContents(type);
		if (hasMore && !areSilent(fieldChecks, inode, this.#image)) this.told.push(row);
		const { missing } = this.#usual;
		if (missing) this.lacking.set(row, missing);
		this.#row = row;
		this.#first = first;
		this.#next = first;
		return true;
	}

	/** Puts the units of the inode that was taken last. @returns `more` while some are left */
	put(): "more" | undefined {
		const extents = this.#extents;
		const { level, units, planner, tally } = this.#options;
		for (let n = 0; this.#next < extents.count; this.#next++, n++) {
			if (n >= BATCH || units.isFull) return "more";
			const i = this.#next;
			const what = (extents.kind[i] as number) & EXTENT.KIND;
			if (level === "structure" || what !== COMPRESSED) continue;
			units.put(this.#owners, this.#row, extents, i, this.#decoded(i));
		}
		tally.extents += extents.count - this.#first;
		tally.attributes += this.#attributes;
		if (planner) planner.putUsual(this.#first);
		else {
			extents.cut(0);
			extents.broken.clear();
		}
		this.#row = -1;
		return undefined;
	}

	/** Bytes that the unit of an extent of the newest inode decodes to. */
	#decoded(extent: number): number {
		const end = this.#extents.fileEnd(extent, this.#usual.inode.size);
		return end - (this.#extents.offset[extent] as number);
	}

	/** The target of a link, nearly always stored in one piece. */
	#isTarget(extent: number): boolean {
		const { count, kind, start, length, space } = this.#extents;
		const bytes = length[extent] as number;
		const at = start[extent] as number;
		if (count !== extent + 1 || bytes > LONGEST_PATH) return false;
		if (kind[extent] !== INLINE && kind[extent] !== DATA) return false;
		return !this.#bytesOf(space[extent] as number)
			.slice(at, at + bytes)
			.includes(0);
	}

	/** Those of a space, by its index. */
	#bytesOf(space: number): Resident {
		const { home, bytes } = this.#usual.inode;
		const id = this.#extents.spaces[space] as SpaceId;
		if (id === home.space) return bytes;
		this.#residents[space] ??= new Resident(containerOf(this.#image, id) as Container);
		return this.#residents[space];
	}

	/** The extents from `first` on. */
	#areSound(first: number): boolean {
		const { count, length, kind } = this.#extents;
		const { blockSize } = this.#image.facts;
		for (let i = first; i < count; i++) {
			const stored = length[i] as number;
			const bits = kind[i] as number;
			if (stored > 0 && this.#isOddPlace(i)) return false;
			if ((bits & EXTENT.CUT) !== 0 && stored !== blockSize) return false;
			const what = bits & EXTENT.KIND;
			if (what === FRAGMENT && !this.#options.packedToo) return false;
			if (what === COMPRESSED && !this.#isUnitSound(i)) return false;
		}
		return true;
	}

	#isOddPlace(extent: number): boolean {
		const { start: starts, spaces, space: indexes } = this.#extents;
		const index = indexes[extent] as number;
		const space = spaces[index] as SpaceId;
		const start = starts[extent] as number;
		const end = this.#extents.end(extent);
		this.#declared[index] ??= declaredSize(space, this.#image) ?? Number.POSITIVE_INFINITY;
		// Nearly all lie behind the one, and in front of the other.
		const isOdd = start < this.#superblockEnd || end > this.#declared[index];
		return isOdd && isOddPlace({ space, start, end }, this.#image);
	}

	/** As far as that can be said without its bytes. */
	#isUnitSound(extent: number): boolean {
		const { length, algorithm } = this.#extents;
		const stored = length[extent] as number;
		if (stored === 0 || stored > MAX_PCLUSTER || this.#decoded(extent) > MAX_DECODED) return false;
		return declaredCodec(this.#image, algorithm[extent] as number) !== undefined;
	}
}
