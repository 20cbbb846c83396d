/**
 * What inodes with all that lies behind them are made of, summed up while it is found out how far
 * they reach: whoever counts bytes need not lay them out a second time.
 */
import type { SpaceId } from "../base/range";
import { resized, roomFor } from "../census/columns";
import { COMPACT } from "../erofs/inode-cursor";
import { kind } from "../erofs/layout/kinds";
import { addDirectory, type DirectoryPart } from "./directory-parts";
import { KindSums } from "./kind-sums";
import type { MappedFiles } from "./mapped";
import type { Reach } from "./reach";

const COMPACT_INODE = kind("inode-compact");
const EXTENDED_INODE = kind("inode-extended");
const TAIL = kind("inline-data");

export class BodySums {
	readonly #homes = new Map<SpaceId, KindSums>();
	/** By row of the inode: 1 for those that are in the sums. */
	#isIn = new Uint8Array(0);

	/** An inode that was laid out without a gap. */
	add(row: number, home: SpaceId, body: Reach): void {
		body.addTo(this.#sumsFor(row, home));
	}

	/** One with at most the end of its contents behind it. @param head, @param tail bytes */
	addFlat(row: number, home: SpaceId, head: number, tail: number): void {
		this.#addHead(row, home, head).add(TAIL, tail, undefined);
	}

	/** A directory whose last block lies behind it. @param head bytes */
	addDirectory(row: number, home: SpaceId, head: number, block: DirectoryPart): void {
		addDirectory(this.#addHead(row, home, head), block);
	}

	/** A compressed file. @param head bytes */
	addMapped(row: number, home: SpaceId, head: number, file: MappedFiles): void {
		file.addTo(this.#addHead(row, home, head));
	}

	#addHead(row: number, home: SpaceId, head: number): KindSums {
		const sums = this.#sumsFor(row, home);
		sums.add(head === COMPACT ? COMPACT_INODE : EXTENDED_INODE, head, undefined);
		return sums;
	}

	#sumsFor(row: number, home: SpaceId): KindSums {
		if (row >= this.#isIn.length) this.#isIn = resized(this.#isIn, roomFor(row + 1));
		this.#isIn[row] = 1;
		const known = this.#homes.get(home);
		if (known) return known;
		const sums = new KindSums();
		this.#homes.set(home, sums);
		return sums;
	}

	/** Whether an inode is in the sums: not all are. */
	has(row: number): boolean {
		return this.#isIn[row] === 1;
	}

	/** Of all that lie in one space. */
	of(home: SpaceId): KindSums | undefined {
		return this.#homes.get(home);
	}
}
