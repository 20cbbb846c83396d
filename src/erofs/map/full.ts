/**
 * Full index: one 8-byte z_erofs_lcluster_index per logical cluster, after 8
 * reserved bytes behind the map header (format section 11).
 */
import type { Culprit } from "../../base/finding";
import type { Range } from "../../base/range";
import type { Resident } from "../../base/resident";
import { fieldAt } from "../../schema/struct";
import {
	CBLKCNT,
	DI_HOLE,
	DI_PARTIAL_REF,
	indexReserved,
	LCLUSTER,
	lclusterIndex,
	lclusterNonhead,
} from "../structs/zmap";
import { type Header, lclusterCount, type MapInode } from "./header";
import { Lcluster, type LclusterField, type LclusterIndex } from "./lcluster";

/** Bytes between the header and the first record. */
export const FULL_GAP = indexReserved.size;
const RECORD = lclusterIndex.size;

/** First byte of the record of `lcn`, in the inode's home. */
export const fullRecord = (header: Header, lcn: number): number =>
	header.at.end + FULL_GAP + RECORD * lcn;

const HEAD = lclusterIndex.at;
const NONHEAD = lclusterNonhead.at;

/** Where they are in a record, and how the kernel spells them. */
const FIELDS: Readonly<Record<LclusterField, Culprit>> = {
	type: fieldAt(lclusterIndex, "di_advise", "", 0),
	clusterofs: fieldAt(lclusterIndex, "di_clusterofs", "", 0),
	"delta[0]": fieldAt(lclusterNonhead, "delta[0]", "", 0),
	"delta[1]": fieldAt(lclusterNonhead, "delta[1]", "", 0),
	blkaddr: fieldAt(lclusterIndex, "blkaddr", "", 0),
};

export class FullIndex implements LclusterIndex {
	readonly structure = lclusterIndex.name;
	count = 0;
	readonly #cluster = new Lcluster();
	#header!: Header;
	#bytes!: Resident;

	/** Turns to the index of an inode. */
	open(inode: MapInode, header: Header, bytes: Resident): this {
		this.count = lclusterCount(inode, header);
		this.#header = header;
		this.#bytes = bytes;
		return this;
	}

	where(which: LclusterField, { start }: Range) {
		const { at, ...field } = FIELDS[which];
		return { ...field, at: { start: start + at.start, end: start + at.end } };
	}

	load(lcn: number): Lcluster {
		const start = fullRecord(this.#header, lcn);
		const p = this.#bytes.seek(start, RECORD);
		const cluster = this.#cluster;
		cluster.start = start;
		cluster.end = start + RECORD;
		return parse(this.#bytes.view, p, cluster);
	}
}

export const fullIndex = (inode: MapInode, header: Header, bytes: Resident): FullIndex =>
	new FullIndex().open(inode, header, bytes);

function parse(view: DataView, p: number, into: Lcluster): Lcluster {
	const advise = view.getUint16(p + HEAD.di_advise, true);
	const delta0 = view.getUint16(p + NONHEAD["delta[0]"], true);
	into.type = advise & 3;
	into.clusterofs = view.getUint16(p + HEAD.di_clusterofs, true);
	into.block = view.getUint32(p + HEAD.blkaddr, true);
	const counted = into.type === LCLUSTER.NONHEAD && (delta0 & CBLKCNT) !== 0;
	into.back = counted ? 1 : delta0;
	into.forward = Math.max(1, view.getUint16(p + NONHEAD["delta[1]"], true));
	into.unitBlocks = counted ? delta0 & (CBLKCNT - 1) : undefined;
	into.partial = (advise & DI_PARTIAL_REF) !== 0;
	into.hole = (advise & DI_HOLE) !== 0;
	return into;
}
