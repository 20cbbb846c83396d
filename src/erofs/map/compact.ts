/** Compact index (format section 12): logical clusters read from their packs, a pack at a time. */
import type { Finding } from "../../base/finding";
import type { Range } from "../../base/range";
import type { Resident } from "../../base/resident";
import { fault } from "../faults";
import { ADVISE, mapHeader } from "../structs/zmap";
import { findingIn } from "./damage";
import { type Header, lclusterCount, type MapInode } from "./header";
import { Lcluster, type LclusterField, type LclusterIndex } from "./lcluster";
import { lastEntry, Pack, type PackPlace, packPlace } from "./pack";

/** Where the entry of `lcn` is, in the inode's home. */
export const packOf = (inode: MapInode, header: Header, lcn: number): PackPlace =>
	packPlace(
		header.at.end,
		Math.ceil(inode.size / inode.context.blockSize),
		(header.advise & ADVISE.COMPACTED_2B) !== 0,
		lcn,
	);

/** Bits that entries have for the offset of a unit in its logical cluster. */
const offsetBits = ({ compact, advise }: Header): number =>
	!compact ? 16 : advise & ADVISE.COMPACTED_2B ? 12 : 14;

/** What is wrong when entries have no room for offsets in logical clusters this large. */
export function tooLarge(inode: MapInode, header: Header): Finding | undefined {
	const { at, lclusterBits } = header;
	const most = offsetBits(header);
	if (header.recordSize !== undefined || lclusterBits <= most) return undefined;
	return findingIn(inode, {
		...fault("z-clusterbits"),
		structure: mapHeader.name,
		field: "h_clusterbits",
		seen: `2^${lclusterBits} bytes`,
		allowed: `at most 2^${most}`,
		at: { start: at.start + mapHeader.at.h_clusterbits, end: at.end },
	});
}

export class CompactIndex implements LclusterIndex {
	readonly structure = "compact lcluster pack";
	count = 0;
	readonly #cluster = new Lcluster();
	readonly #pack = new Pack();
	#inode!: MapInode;
	#header!: Header;
	#bytes!: Resident;
	#big = false;
	/** Logical cluster of the pack's first entry. */
	#first = 0;

	/** Turns to the index of an inode. */
	open(inode: MapInode, header: Header, bytes: Resident): this {
		this.count = lclusterCount(inode, header);
		this.#inode = inode;
		this.#header = header;
		this.#bytes = bytes;
		this.#big = (header.advise & ADVISE.BIG_PCLUSTER_1) !== 0;
		this.#pack.entries = 0;
		this.#first = 0;
		return this;
	}

	where(field: LclusterField, { start, end }: Range) {
		const at = field === "delta[1]" ? lastEntry(end) : { start, end };
		return { structure: this.structure, field, at };
	}

	load(lcn: number): Lcluster {
		if (lcn < this.#first || lcn >= this.#first + this.#pack.entries) this.#turnTo(lcn);
		this.#pack.read(lcn - this.#first, this.#cluster);
		return this.#cluster;
	}

	#turnTo(lcn: number): void {
		const { start, size, index } = packOf(this.#inode, this.#header, lcn);
		const bytes = this.#bytes;
		const p = bytes.seek(start, size);
		this.#pack.fill(bytes.view, p, size, this.#header.lclusterBits, this.#big);
		this.#first = lcn - index;
		this.#cluster.start = start;
		this.#cluster.end = start + size;
	}
}

export const compactIndex = (inode: MapInode, header: Header, bytes: Resident): CompactIndex =>
	new CompactIndex().open(inode, header, bytes);
