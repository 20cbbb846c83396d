/**
 * What nearly all inodes own, straight into the columns of extents. As soon as something is not as
 * it should be, or is not what nearly all have, nothing is added: the readers of maps, which know
 * all there is, take their time for it.
 */
import { type Failure, isDamage } from "../base/errors";
import type { Extents } from "../census/extents";
import { FORM } from "../census/inodes";
import { FT } from "../erofs/structs/dirent";
import { isCompressed, LAYOUT } from "../erofs/structs/inode";
import type { BodySums } from "./body-sums";
import { ChunkedContents } from "./chunked";
import { Devices } from "./devices";
import { FlatContents } from "./flat";
import type { Inhabitants } from "./inhabitants";
import type { KindSums } from "./kind-sums";
import { MappedContents } from "./mapped";
import { isVouchedFor, Subject } from "./subject";

/** How contents of one layout are found. */
export interface UsualContents {
	/** Behind all that lies together with the inode that was taken last. */
	readonly end: number;
	/** Adds all extents of an inode, in order. @returns false where others must look at it @throws Missing, Failure */
	take(inode: Subject): boolean;
	/** Whether it can tell what lies behind that inode and its attributes, which else must be laid out. */
	readonly isCounted: boolean;
	/** Adds that, by kind. */
	addTo(sums: KindSums): void;
}

/** Whether nothing has to be read to know what an inode owns. */
export function isInColumns(inhabitants: Inhabitants, row: number): boolean {
	const { inodes } = inhabitants.tree;
	if (!isVouchedFor(inhabitants, row) || inodes.is(row, FORM.XATTRS)) return false;
	return isFlat(inodes.layout(row)) || !inodes.hasSize(row);
}

const isFlat = (layout: number): boolean =>
	layout === LAYOUT.FLAT_PLAIN || layout === LAYOUT.FLAT_INLINE;

export class UsualInodes {
	/** The one that was taken last. */
	readonly inode: Subject;
	readonly #extents: Extents;
	readonly #devices: Devices;
	readonly #flat: FlatContents;
	readonly #mapped: MappedContents;
	readonly #chunked: ChunkedContents;
	#contents: UsualContents;

	constructor(inhabitants: Inhabitants, extents: Extents) {
		const { image } = inhabitants;
		const devices = new Devices(image, extents);
		this.inode = new Subject(inhabitants);
		this.#extents = extents;
		this.#devices = devices;
		this.#flat = new FlatContents(inhabitants, extents, devices);
		this.#mapped = new MappedContents(image, extents, devices);
		this.#chunked = new ChunkedContents(image, extents, devices);
		this.#contents = this.#flat;
	}

	/**
	 * Adds all extents of an inode, in order; of a file on a device that was not given those in front.
	 * @returns false when it is none of these, or not as it should be: then nothing is added
	 * @throws Missing, and then nothing is added
	 */
	take(row: number): boolean {
		const { count } = this.#extents;
		let isTaken = false;
		this.#devices.missing = undefined;
		try {
			isTaken = this.inode.turnTo(row) && this.#take();
		} catch (error) {
			if (!isDamage(error)) throw error;
		} finally {
			if (!isTaken) {
				this.#extents.cut(count);
				this.#extents.broken.delete(row);
			}
		}
		return isTaken;
	}

	#take(): boolean {
		const contents = this.#choose();
		if (!contents) return false;
		this.#contents = contents;
		const isTaken = contents.take(this.inode);
		return isTaken && (!this.missing || this.inode.type === FT.REG);
	}

	/** Of the inode that was taken last: what keeps the rest of its contents from being known. */
	get missing(): Failure | undefined {
		return this.#devices.missing;
	}

	#choose(): UsualContents | undefined {
		const { layout, size, type } = this.inode;
		if (isFlat(layout) || size === 0) return this.#flat;
		if (type !== FT.REG) return undefined;
		if (isCompressed(layout)) return this.#mapped;
		return layout === LAYOUT.CHUNK_BASED ? this.#chunked : undefined;
	}

	/** Behind all that lies together with the inode that was taken last. */
	get end(): number {
		return this.#contents.end;
	}

	/** Sums up what that is made of, where it need not be laid out for it. */
	addTo(bodies: BodySums): void {
		if (!this.#contents.isCounted) return;
		const { row, home, start, inodeEnd, attributes } = this.inode;
		const sums = bodies.addHead(row, home.space, inodeEnd - start);
		attributes.addTo(sums);
		this.#contents.addTo(sums);
	}
}
