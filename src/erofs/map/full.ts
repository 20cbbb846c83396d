/**
 * Full index: one 8-byte z_erofs_lcluster_index per logical cluster, after 8
 * reserved bytes behind the map header (format section 11).
 */
import type { Resident } from "../../base/resident";
import type { BodyInode } from "../inode";
import { CBLKCNT, DI_HOLE, DI_PARTIAL_REF, LCLUSTER, lclusterIndex } from "../structs/zmap";
import type { Header } from "./header";
import { Lcluster, type LclusterField, type LclusterIndex } from "./lcluster";

/** Bytes between the header and the first record. */
export const FULL_GAP = 8;
const RECORD = lclusterIndex.size;

/** First byte of the record of `lcn`, in the inode's home. */
export const fullRecord = (header: Header, lcn: number): number =>
	header.at.end + FULL_GAP + RECORD * lcn;

/** As the kernel spells them, with their bytes [start, end) of a record. */
const FIELDS: Readonly<Record<LclusterField, readonly [string, number, number]>> = {
	type: ["di_advise", 0, 2],
	clusterofs: ["di_clusterofs", 2, 4],
	"delta[0]": ["delta[0]", 4, 6],
	"delta[1]": ["delta[1]", 6, 8],
	blkaddr: ["blkaddr", 4, 8],
};

export function fullIndex(inode: BodyInode, header: Header, bytes: Resident): LclusterIndex {
	const cluster = new Lcluster();
	return {
		count: Math.ceil(inode.size / 2 ** header.lclusterBits),
		structure: lclusterIndex.name,
		where(which, { start }) {
			const [field, from, to] = FIELDS[which];
			return { structure: lclusterIndex.name, field, at: { start: start + from, end: start + to } };
		},
		load(lcn) {
			const start = fullRecord(header, lcn);
			const p = bytes.seek(start, RECORD);
			cluster.start = start;
			cluster.end = start + RECORD;
			return parse(bytes.view, p, cluster);
		},
	};
}

function parse(view: DataView, p: number, into: Lcluster): Lcluster {
	const advise = view.getUint16(p, true);
	const delta0 = view.getUint16(p + 4, true);
	into.type = advise & 3;
	into.clusterofs = view.getUint16(p + 2, true);
	into.block = view.getUint32(p + 4, true);
	const counted = into.type === LCLUSTER.NONHEAD && (delta0 & CBLKCNT) !== 0;
	into.back = counted ? 1 : delta0;
	into.forward = Math.max(1, view.getUint16(p + 6, true));
	into.unitBlocks = counted ? delta0 & (CBLKCNT - 1) : undefined;
	into.partial = (advise & DI_PARTIAL_REF) !== 0;
	into.hole = (advise & DI_HOLE) !== 0;
	return into;
}
