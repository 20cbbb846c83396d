/**
 * What the files of an image use that its superblock does not tell, and that not every Linux
 * which reads the superblock's features reads as it is meant (format section 3.4).
 */
import { showName } from "../base/text";
import { gapsOf } from "../census/gaps";
import type { Tree } from "../census/tree";
import type { Image } from "../erofs/image";
import type { Extent, ExtentMap } from "../erofs/map/extent";
import { type Header, readHeader } from "../erofs/map/header";
import { openMap } from "../erofs/map/open";
import { DI_HOLE } from "../erofs/structs/zmap";
import { Inhabitants, type WholeBody } from "../ownership/inhabitants";
import { forEach, type Pace } from "../ownership/steps";

export type Use =
	/** Compressed contents of any kind. */
	| "compressed"
	/** A hole by a block count of 0. */
	| "hole"
	/** An uncompressed unit that is rotated in its block. */
	| "interlaced"
	/** A logical cluster whose size needs the fourth bit of its field. */
	| "large-cluster";

export interface Uses {
	/** For each use the first path that has it, in `showName` form. */
	readonly paths: ReadonlyMap<Use, string>;
	/** Inodes looked at, and whether these are all. */
	readonly inodes: number;
	readonly complete: boolean;
}

/** Extents of an inode followed at one go. */
const BATCH = 4096;
/** Extents followed in all: a few seconds of work. Damage can give every inode those of all others. */
const MOST = 2 ** 24;

/** @throws Failure when bytes cannot be had; what is damaged is left out */
export async function usesOf(image: Image, tree: Tree, pace: Pace = {}): Promise<Uses> {
	const inhabitants = new Inhabitants(image, tree);
	const search = new Search(inhabitants);
	for (const rows of inhabitants.byHome().values()) {
		const compressed = rows.filter((row) => tree.inodes.isCompressed(row));
		await forEach(compressed.length, (i) => search.look(compressed[i] as number), {
			...pace,
			prepare: (from, to) => inhabitants.need(compressed.subarray(from, to)),
			damaged: () => void search.leftOut++,
		});
	}
	const paths = new Map<Use, string>();
	for (const [use, row] of search.first) {
		const path = inhabitants.pathOf(row);
		if (path) paths.set(use, showName(path));
	}
	const { inodes, unlisted } = gapsOf(tree);
	const leftOut = search.leftOut + inodes;
	return { paths, inodes: tree.inodes.count - leftOut, complete: leftOut + unlisted === 0 };
}

interface Work extends WholeBody {
	readonly row: number;
	readonly header: Header;
	readonly map: ExtentMap;
	last: Extent | undefined;
}

class Search {
	/** The first row in the order of the tree that has a use. */
	readonly first = new Map<Use, number>();
	/** Inodes not followed to their ends: damaged ones, and where all together have more extents than can be. */
	leftOut = 0;
	readonly #inhabitants: Inhabitants;
	#work: Work | undefined;
	#extents = 0;

	constructor(inhabitants: Inhabitants) {
		this.#inhabitants = inhabitants;
	}

	/** Looks at a compressed inode, or goes on with it. @throws Missing, Failure */
	look(row: number): "more" | undefined {
		this.#work = this.#work?.row === row ? this.#work : this.#begin(row);
		return this.#work && this.#follow(this.#work);
	}

	/** @returns nothing when there is no more to be found */
	#begin(row: number): Work | undefined {
		const body = this.#inhabitants.body(row);
		const { image, inode, bytes } = body;
		if (!inode.context.hasData) return undefined;
		this.#note("compressed", row);
		const header = readHeader(image, inode, bytes);
		// Byte-exact extents came with the kernel that reads all of these.
		if (header.wholeFragment !== undefined || header.recordSize !== undefined) return undefined;
		if (header.lclusterBits - image.facts.blkszbits >= 8) this.#note("large-cluster", row);
		return { ...body, row, header, map: openMap(image, inode, bytes), last: undefined };
	}

	#follow(work: Work): "more" | undefined {
		const { row, inode, map } = work;
		for (let n = 0; n < BATCH; n++) {
			const at = work.last?.end ?? 0;
			if (at >= inode.size) return undefined;
			if (this.#extents >= MOST) {
				this.leftOut++;
				return undefined;
			}
			const extent = map.at(at, work.last);
			if (extent.cut !== undefined) this.#note("interlaced", row);
			if (extent.kind === "hole" && isCounted(extent, work)) this.#note("hole", row);
			work.last = extent;
			this.#extents++;
		}
		return "more";
	}

	#note(use: Use, row: number): void {
		this.first.set(use, Math.min(row, this.first.get(use) ?? row));
	}
}

/** Rather than flagged: the block of a flagged hole decodes to zeros, for kernels that know no holes. */
function isCounted({ record }: Extent, { header, bytes }: Work): boolean {
	return header.compact || (record !== undefined && (bytes.u16(record.start) & DI_HOLE) === 0);
}
