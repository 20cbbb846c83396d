/** Extents of a file with an lcluster index, full or compact: its units, and where each is stored. */
import { type Exact, fromHalves } from "../../base/exact";
import { type Span, span } from "../../base/range";
import type { About, Resident } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import { resolveUnified } from "../devices";
import { fault } from "../faults";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { LCLUSTER, mapHeader } from "../structs/zmap";
import { compactIndex, packOf } from "./compact";
import { unitField } from "./culprit";
import { damaged, type Tell, tooMuchStored } from "./damage";
import type { Extent, ExtentMap } from "./extent";
import { fragmentExtent } from "./fragment";
import { fullIndex, fullRecord } from "./full";
import type { Header, MapInode } from "./header";
import type { LclusterIndex } from "./lcluster";
import { type Unit, Units } from "./unit";
import { UnitPass } from "./unit-pass";

/** A file whose contents are described by an index. */
export class IndexedMap implements ExtentMap {
	readonly image: Image;
	readonly inode: Inode;
	readonly header: Header;
	readonly index: LclusterIndex;
	readonly tell: Tell;
	readonly #bytes: Resident;
	readonly #about: About;
	readonly #units: Units;
	readonly #pass: UnitPass;

	constructor(image: Image, inode: Inode, header: Header, bytes: Resident, tell: Tell) {
		this.image = image;
		this.inode = inode;
		this.header = header;
		this.tell = tell;
		this.index = (header.compact ? compactIndex : fullIndex)(inode, header, bytes);
		this.#bytes = bytes;
		this.#about = { structure: this.index.structure, nid: inode.nid };
		this.#units = new Units(inode, header, this.index, tell);
		this.#pass = new UnitPass().open(inode, header, this.index);
	}

	at(offset: number): Extent {
		this.#bytes.about = this.#about;
		return this.#extentOf(this.#nextAt(offset) ?? this.#units.at(offset));
	}

	/**
	 * The extent at `offset`, which ends the one asked for before: undefined when some entry of it
	 * is not as it should be. Of a file that was read to its end in this way, all entries are.
	 * @throws as `at`
	 */
	soundAt(offset: number): Extent | undefined {
		this.#bytes.about = this.#about;
		const unit = this.#nextAt(offset);
		return unit && this.#extentOf(unit);
	}

	#nextAt(offset: number): UnitPass | undefined {
		return offset === this.#pass.position && this.#pass.next() ? this.#pass : undefined;
	}

	#extentOf(unit: Unit): Extent {
		const { header, inode } = this;
		// The last unit of a file may be stored elsewhere than in blocks of its own.
		if (unit.end >= inode.size) {
			if (header.fragmentOffset !== undefined) return fragmentTail(this, unit);
			if (header.inlineSize !== undefined) return inlineTail(this, unit, header.inlineSize);
		}
		return inBlocks(this, unit, unit.blocks ?? this.#units.blocksOf(unit));
	}
}

type Indexed = Pick<IndexedMap, "image" | "inode" | "header" | "index" | "tell">;

const recordOf = ({ inode }: Indexed, { record }: Unit): Span =>
	span(inode.home.space, record.start, record.end);

/** Of a tail in the packed inode: the header has the low half of its offset, a full head the high one. */
export const fragmentStart = (header: Header, { block }: Unit): Exact =>
	fromHalves(header.compact ? 0 : block, header.fragmentOffset ?? 0);

function fragmentTail(file: Indexed, unit: Unit): Extent {
	const { image, inode, header } = file;
	const offset = fragmentStart(header, unit);
	return fragmentExtent(image, inode, header, unit, offset, recordOf(file, unit));
}

function inlineTail(file: Indexed, unit: Unit, size: number): Extent {
	const { image, inode, header, tell } = file;
	const { blockSize } = image.facts;
	const { space } = inode.home;
	const start = inlineStart(inode, header);
	const room = blockSize - (start % blockSize);
	if (size > room) {
		tell({
			...fault("z-inline-crosses-block"),
			...fieldAt(mapHeader, "h_idata_size", space, header.at.start),
			leadsTo: span(space, start, start + size),
			seen: `${size} bytes at byte ${start}`,
			allowed: `at most ${room} bytes there`,
		});
	}
	return stored(file, unit, span(space, start, start + size), recordOf(file, unit), true);
}

function inBlocks(file: Indexed, unit: Unit, blocks: number): Extent {
	const { image, inode, header } = file;
	const record = recordOf(file, unit);
	if (blocks === 0) return { start: unit.start, end: unit.end, kind: "hole", record };
	const { blockSize } = image.facts;
	const culprit = () => ({ ...unitField(inode, header, record, false), nid: inode.nid });
	const at = resolveUnified(image, unit.block * blockSize, blocks * blockSize, culprit);
	return stored(file, unit, at, record, false);
}

function stored(file: Indexed, unit: Unit, at: Span, record: Span, inline: boolean): Extent {
	if (unit.type === LCLUSTER.PLAIN) return plain(file, unit, at, record, inline);
	const { inode, header, tell } = file;
	const { start, end, type, partial } = unit;
	if (end < inode.size && !partial && end - start < at.end - at.start) {
		tell(tooMuchStored(lengthField(file, unit, at), unit, at));
	}
	const algorithm = header.algorithms[type === LCLUSTER.HEAD2 ? 1 : 0];
	// Files have a million of these, and spreading an object takes longer than all else here.
	return { start, end, kind: "compressed", at, algorithm, partial, record };
}

/** What makes a unit shorter than what it is stored in: its length in blocks, or where it starts. */
function lengthField({ image, index }: Indexed, { lcn, record }: Unit, { start, end }: Span) {
	return end - start > image.facts.blockSize
		? index.where("delta[0]", index.load(lcn + 1))
		: index.where("clusterofs", record);
}

/** As it is, perhaps rotated within its block. */
function plain(file: Indexed, unit: Unit, at: Span, record: Span, inline: boolean): Extent {
	const { image, inode, header, index } = file;
	const { start, end } = unit;
	const excess = end - start - (at.end - at.start);
	if (excess > 0) {
		// So much that it could not start late enough cannot be plain.
		const isType = excess >= 2 ** header.lclusterBits - (start % 2 ** header.lclusterBits);
		throw damaged(inode, {
			...fault("z-plain-length"),
			...index.where(isType ? "type" : "clusterofs", unit.record),
			seen: `${end - start} bytes in ${at.end - at.start}`,
			allowed: "as many stored bytes as file bytes",
		});
	}
	const cut = header.interlaced && !inline ? start % image.facts.blockSize : 0;
	const kind = inline ? "inline" : "data";
	return { start, end, kind, at, record, ...(cut ? { cut } : {}) };
}

/**
 * Where the inline tail unit starts: behind the record (full) or pack (compact)
 * of the last byte's logical cluster.
 */
export function inlineStart(inode: MapInode, header: Header): number {
	const lcn = Math.floor((inode.size - 1) / 2 ** header.lclusterBits);
	if (!header.compact) return fullRecord(header, lcn + 1);
	const { start, size } = packOf(inode, header, lcn);
	return start + size;
}
