/**
 * Compressed files about which there is nothing to tell, which are nearly all of them: from the
 * columns of their extents, without an object for any.
 */
import type { SpaceId } from "../base/range";
import { EXTENT, Extents, KINDS } from "../census/extents";
import { declaredCodec } from "../erofs/decode";
import type { Image } from "../erofs/image";
import { MAX_DECODED, MAX_PCLUSTER } from "../erofs/map/extent";
import type { AttributeBody } from "../ownership/attribute-bodies";
import type { Head } from "../ownership/flat";
import type { Inhabitants } from "../ownership/inhabitants";
import { MappedFiles } from "../ownership/mapped";
import type { UnitOwner } from "./decoding";
import { isOddPlace, superblockEnd } from "./extents";
import type { SoundOptions } from "./sound";

const FRAGMENT = KINDS.indexOf("fragment");
const COMPRESSED = KINDS.indexOf("compressed");

/** How many attributes there are. @throws Missing, Doubt */
type AttributesOf = (row: number, body: AttributeBody) => number;

export class SoundFiles {
	readonly #inhabitants: Inhabitants;
	readonly #image: Image;
	readonly #options: SoundOptions;
	readonly #attributesOf: AttributesOf;
	/** Those of the plan, or of the file alone. */
	readonly #extents: Extents;
	readonly #mapped: MappedFiles;
	/** Contents that begin before here may lie on the superblock. */
	readonly #superblockEnd: number;
	/** The file that was taken last, how many attributes it has, its first extent, and the next whose unit is to be put. */
	#file = -1;
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
		this.#mapped = planner?.mapped ?? new MappedFiles(inhabitants, this.#extents);
		this.#superblockEnd = superblockEnd(image);
	}

	/** Whether it is one of these, and its units are not all put. */
	isAt(row: number): boolean {
		return this.#file === row;
	}

	/** @returns false for an inode that others must look at @throws Missing, Doubt */
	take(row: number): boolean {
		const { count } = this.#extents;
		let isTaken = false;
		try {
			isTaken = !this.#options.planner?.isFull && this.#mapped.take(row) && this.#begin(row, count);
		} finally {
			if (!isTaken) this.#extents.cut(count);
		}
		return isTaken;
	}

	#begin(row: number, first: number): boolean {
		if (!this.#areSound(first)) return false;
		const { tally, later } = this.#options;
		this.#attributes = this.#attributesOf(row, (this.#mapped.head as Head).attributes);
		this.#file = row;
		this.#first = first;
		this.#next = first;
		const nid = this.#inhabitants.nid(row);
		this.#owner = { nid, unread: (why) => tally.unread(why, later(row)) };
		return true;
	}

	/** Puts the units of the file that was taken last. @returns `more` while some are left */
	put(): "more" | undefined {
		const extents = this.#extents;
		const { level, units, planner, tally } = this.#options;
		if (level === "contents") {
			for (; this.#next < extents.count; this.#next++) {
				if (units.isFull) return "more";
				const i = this.#next;
				if (((extents.kind[i] as number) & EXTENT.KIND) !== COMPRESSED) continue;
				units.put(this.#owner as UnitOwner, extents, i, this.#decoded(i));
			}
		}
		tally.extents += extents.count - this.#first;
		tally.attributes += this.#attributes;
		if (planner) planner.putMapped(this.#file, this.#first);
		else extents.cut(0);
		this.#file = -1;
		return undefined;
	}

	/** Bytes that the unit of an extent of the newest file decodes to. */
	#decoded(extent: number): number {
		const { inode, offset } = this.#extents;
		const size = this.#inhabitants.size(inode[extent] as number);
		return this.#extents.fileEnd(extent, size) - (offset[extent] as number);
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
