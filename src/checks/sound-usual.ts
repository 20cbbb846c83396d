/**
 * Inodes as nearly all are about which there is nothing to tell: from the columns of their
 * extents, without an object for any.
 */
import type { SpaceId } from "../base/range";
import { LONGEST_PATH } from "../base/text";
import { EXTENT, EXTENT_KIND, Extents } from "../census/extents";
import { declaredCodec } from "../erofs/decode";
import type { Image } from "../erofs/image";
import { MAX_DECODED, MAX_PCLUSTER } from "../erofs/map/extent";
import { FT } from "../erofs/structs/dirent";
import { LAYOUT } from "../erofs/structs/inode";
import type { AttributeBody } from "../ownership/attribute-bodies";
import type { Inhabitants } from "../ownership/inhabitants";
import { UsualInodes } from "../ownership/usual";
import type { UnitOwner } from "./decoding";
import { isOddPlace, superblockEnd } from "./extents";
import type { SoundOptions } from "./sound";

const { INLINE, FRAGMENT, COMPRESSED } = EXTENT_KIND;

/** Extents after which somebody may stop us. */
export const BATCH = 4096;

/** How many attributes there are. @throws Missing, Doubt */
type AttributesOf = (row: number, body: AttributeBody) => number;

export class SoundUsual {
	readonly #inhabitants: Inhabitants;
	readonly #image: Image;
	readonly #options: SoundOptions;
	readonly #attributesOf: AttributesOf;
	/** Those of the plan, or of the inode alone. */
	readonly #extents: Extents;
	readonly #usual: UsualInodes;
	/** Contents that begin before here may lie on the superblock. */
	readonly #superblockEnd: number;
	/** The inode that was taken last, how many attributes it has, its first extent, and the next whose unit is to be put. */
	#row = -1;
	#attributes = 0;
	#first = 0;
	#next = 0;
	#owner: UnitOwner | undefined;

	constructor(inhabitants: Inhabitants, options: SoundOptions, attributesOf: AttributesOf) {
		const { image } = inhabitants;
		const { planner } = options;
		this.#inhabitants = inhabitants;
		this.#image = image;
		this.#options = options;
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
		const { type, layout, attributes } = this.#usual.inode;
		// Of these their fields have more to say.
		if (type !== FT.REG && type !== FT.DIR && type !== FT.LNK) return false;
		if (layout === LAYOUT.CHUNK_BASED) return false;
		if (!this.#areSound(first) || (type === FT.LNK && !this.#isTarget(first))) return false;
		this.#attributes = this.#attributesOf(row, attributes);
		this.#row = row;
		this.#first = first;
		this.#next = first;
		this.#owner = undefined;
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
			this.#owner ??= this.#newOwner();
			units.put(this.#owner, extents, i, this.#decoded(i));
		}
		tally.extents += extents.count - this.#first;
		tally.attributes += this.#attributes;
		if (planner) planner.putUsual(this.#first);
		else extents.cut(0);
		this.#row = -1;
		return undefined;
	}

	#newOwner(): UnitOwner {
		const { tally, later } = this.#options;
		const row = this.#row;
		return { nid: this.#inhabitants.nid(row), unread: (why) => tally.unread(why, later(row)) };
	}

	/** Bytes that the unit of an extent of the newest inode decodes to. */
	#decoded(extent: number): number {
		const end = this.#extents.fileEnd(extent, this.#usual.inode.size);
		return end - (this.#extents.offset[extent] as number);
	}

	/** The target of a link, nearly always stored behind its inode. */
	#isTarget(extent: number): boolean {
		const { count, kind, start, length } = this.#extents;
		const bytes = length[extent] as number;
		const at = start[extent] as number;
		if (count !== extent + 1 || kind[extent] !== INLINE || bytes > LONGEST_PATH) return false;
		return !this.#usual.inode.bytes.slice(at, at + bytes).includes(0);
	}

	/** The extents from `first` on. */
	#areSound(first: number): boolean {
		const { count, start, length, kind } = this.#extents;
		const { blockSize } = this.#image.facts;
		for (let i = first; i < count; i++) {
			const stored = length[i] as number;
			const bits = kind[i] as number;
			if (stored > 0 && (start[i] as number) < this.#superblockEnd && this.#isOddPlace(i))
				return false;
			if ((bits & EXTENT.CUT) !== 0 && stored !== blockSize) return false;
			const what = bits & EXTENT.KIND;
			if (what === FRAGMENT && !this.#options.packedToo) return false;
			if (what === COMPRESSED && !this.#isUnitSound(i)) return false;
		}
		return true;
	}

	#isOddPlace(extent: number): boolean {
		const { start, spaces, space } = this.#extents;
		const at = {
			space: spaces[space[extent] as number] as SpaceId,
			start: start[extent] as number,
			end: this.#extents.end(extent),
		};
		return isOddPlace(at, this.#image);
	}

	/** As far as that can be said without its bytes. */
	#isUnitSound(extent: number): boolean {
		const { length, algorithm } = this.#extents;
		const stored = length[extent] as number;
		if (stored === 0 || stored > MAX_PCLUSTER || this.#decoded(extent) > MAX_DECODED) return false;
		return declaredCodec(this.#image, algorithm[extent] as number) !== undefined;
	}
}
