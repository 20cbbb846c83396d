/**
 * Contents as they are, in blocks that follow one another or behind the inode, which nearly all
 * inodes of large trees have. Nothing is read for them: the census has told where they are.
 */
import { clamped } from "../base/exact";
import { EXTENT_KIND, type Extents } from "../census/extents";
import { FORM } from "../census/inodes";
import { kind } from "../erofs/layout/kinds";
import { FT } from "../erofs/structs/dirent";
import { hasIncompat } from "../erofs/structs/features";
import { blockBytes, startBlock, tailBytes } from "../erofs/structs/inode";
import type { Devices } from "./devices";
import { addDirectory, type DirectoryPart, lastBlock } from "./directory-parts";
import type { Inhabitants } from "./inhabitants";
import type { KindSums } from "./kind-sums";
import type { Subject } from "./subject";
import type { UsualContents } from "./usual";

const NULL32 = 0xffffffff;
const { DATA, INLINE } = EXTENT_KIND;
const TAIL = kind("inline-data");

export class FlatContents implements UsualContents {
	end = 0;
	/** Bytes behind the inode; of a directory its last block. */
	#tail = 0;
	#block: DirectoryPart | undefined;
	#isDirectory = false;
	readonly #inhabitants: Inhabitants;
	readonly #extents: Extents;
	readonly #devices: Devices;

	constructor(inhabitants: Inhabitants, extents: Extents, devices: Devices) {
		this.#inhabitants = inhabitants;
		this.#extents = extents;
		this.#devices = devices;
	}

	take({ row, home, layout, size, type, bodyEnd }: Subject): boolean {
		const inhabitants = this.#inhabitants;
		const { facts } = inhabitants.image;
		const { blockSize } = facts;
		const tail = size > 0 ? tailBytes(layout, size, blockSize) : 0;
		const blocks = size > 0 ? clamped(blockBytes(layout, size, blockSize)) : 0;
		const isTailFine = tail === 0 || (bodyEnd % blockSize) + tail <= blockSize;
		this.end = bodyEnd + tail;
		if (!isTailFine || this.end > home.source.size) return false;
		if (blocks > 0 && !this.#addBlocks(row, blocks)) return false;
		if (tail > 0 && !this.#devices.missing) {
			const extent = this.#extents.addHole(row, blocks);
			this.#extents.place(extent, home.space, bodyEnd, tail);
			this.#extents.kind[extent] = INLINE;
		}
		this.#tail = tail;
		this.#isDirectory = type === FT.DIR && tail > 0;
		this.#block = this.#isDirectory ? lastBlock(inhabitants, row, tail) : undefined;
		return true;
	}

	#addBlocks(row: number, length: number): boolean {
		const { image, tree } = this.#inhabitants;
		const { facts } = image;
		const { raw } = tree.inodes;
		const low = raw.low[row] as number;
		const high = raw.highAt(row);
		const isExtended = tree.inodes.is(row, FORM.EXTENDED);
		// Of a compact inode the columns do not tell whether its address has 48 bits.
		const isOpen = !isExtended && low === NULL32 && high === 0 && hasIncompat(facts, "48BIT");
		if (isOpen) return false;
		const extent = this.#extents.addHole(row, 0);
		const block = startBlock(low, high, isExtended || high !== 0);
		if (block === undefined) return true;
		this.#extents.kind[extent] = DATA;
		const isThere = this.#devices.place(extent, block * facts.blockSize, length);
		return isThere || this.#devices.leave(extent);
	}

	get isCounted(): boolean {
		return !this.#isDirectory || this.#block !== undefined;
	}

	addTo(sums: KindSums): void {
		if (this.#block) addDirectory(sums, this.#block);
		else sums.add(TAIL, this.#tail, undefined);
	}
}
