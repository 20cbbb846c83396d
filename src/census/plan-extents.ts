/** The maps of all inodes of a tree, followed to their ends: every extent once, in columns. */
import { checkCancelled, Failure, findingOf, isDamage } from "../base/errors";
import { ignoreFindings, type Report } from "../base/finding";
import { Missing } from "../base/resident";
import type { Image } from "../erofs/image";
import type { Inode } from "../erofs/inode";
import type { Extent, ExtentMap } from "../erofs/map/extent";
import { openMap } from "../erofs/map/open";
import { Extents } from "./extents";
import { Held } from "./held";
import { InodeRows } from "./inode-rows";
import type { Pace } from "./pace";
import type { Tree } from "./tree";

/** Extents of all inodes: what memory can take. */
const MOST_EXTENTS = 2 ** 24;
/** Inodes and extents looked at before others have their turn. */
const STEP = 4096;

export class ExtentPlan {
	readonly extents = new Extents();
	/** Inodes whose map is damaged, or leads to a device that was not given: it ends early, or is not there. */
	incomplete = 0;
	/** Inodes not looked at, or not to their ends, as all have too many extents. */
	left = 0;
	readonly #most: number;
	readonly #image: Image;
	readonly #tree: Tree;
	readonly #report: Report;
	readonly #rows: InodeRows;
	readonly #held = new Held();
	/** The inode that is looked at, and its map. */
	#row = 0;
	#map: { readonly inode: Inode; readonly map: ExtentMap } | undefined;
	#last: Extent | undefined;

	/** @param most extents kept */
	constructor(image: Image, tree: Tree, report: Report = ignoreFindings, most = MOST_EXTENTS) {
		this.#most = most;
		this.#image = image;
		this.#tree = tree;
		this.#report = report;
		this.#rows = new InodeRows(image, tree);
	}

	/**
	 * Plans to the end; after a failure, from where it stopped.
	 * @throws Failure `io`, `cancelled`
	 */
	async take({ signal, breathe }: Pace = {}): Promise<Extents> {
		while (!this.#isDone) {
			checkCancelled(signal);
			const missing = this.#advance();
			if (missing) await this.#bring(missing, signal);
			else this.#held.release();
			const pause = breathe?.();
			if (pause) await pause;
		}
		this.extents.trim();
		return this.extents;
	}

	get #isDone(): boolean {
		return this.left > 0 || this.#row >= this.#tree.inodes.count;
	}

	/** Damage of decoded contents, in which the map or the inode lies, is damage of this inode. */
	async #bring(missing: Missing, signal?: AbortSignal): Promise<void> {
		try {
			await this.#held.load([missing], signal);
		} catch (error) {
			if (!isDamage(error)) throw error;
			this.#giveUp(error);
		}
	}

	/** Some of them; what is not in memory ends it. */
	#advance(): Missing | undefined {
		for (let step = 0; step < STEP && !this.#isDone; step++) {
			try {
				if (!this.#addNext()) this.#turn();
			} catch (error) {
				if (error instanceof Missing) return error;
				if (!isDamage(error)) throw error;
				this.#giveUp(error);
			}
		}
		return undefined;
	}

	/** @returns false when the inode has no more @throws Missing */
	#addNext(): boolean {
		this.#map ??= this.#open();
		if (!this.#map) return false;
		const { inode, map } = this.#map;
		const offset = this.#last?.end ?? 0;
		if (offset >= inode.size) return false;
		const extent = map.at(offset, this.#last);
		if (extent.end <= offset) {
			throw new Failure({ kind: "bug", message: `The map does not advance at byte ${offset}.` });
		}
		if (this.extents.count >= this.#most) {
			this.left = this.#tree.inodes.count - this.#row;
			return false;
		}
		this.extents.add(this.#row, extent);
		this.#last = extent;
		return true;
	}

	/** The map of the inode; undefined when it has no contents. @throws Missing */
	#open() {
		const inode = this.#rows.inode(this.#row);
		if (!inode?.context.hasData || inode.size === 0) return undefined;
		const { bytes } = this.#rows.homeFor(this.#row);
		return { inode, map: openMap(this.#image, inode, bytes, this.#report) };
	}

	#turn(): void {
		this.#row++;
		this.#map = undefined;
		this.#last = undefined;
	}

	/** What is behind the damage of a map cannot be known. */
	#giveUp(error: Failure): void {
		const found = findingOf(error);
		if (found) this.#report(found);
		this.incomplete++;
		this.#turn();
	}
}
