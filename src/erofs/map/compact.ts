/** Compact index (format section 12): logical clusters read from their packs, a pack at a time. */
import type { Finding } from "../../base/finding";
import type { Resident } from "../../base/resident";
import { fault } from "../faults";
import type { BodyInode } from "../inode";
import { ADVISE, mapHeader } from "../structs/zmap";
import { findingIn } from "./damage";
import type { Header } from "./header";
import { Lcluster, type LclusterIndex } from "./lcluster";
import { lastEntry, Pack, type PackPlace, packPlace } from "./pack";

/** Where the entry of `lcn` is, in the inode's home. */
export const packOf = (inode: BodyInode, header: Header, lcn: number): PackPlace =>
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
export function tooLarge(inode: BodyInode, header: Header): Finding | undefined {
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

const structure = "compact lcluster pack";

export function compactIndex(inode: BodyInode, header: Header, bytes: Resident): LclusterIndex {
	const big = (header.advise & ADVISE.BIG_PCLUSTER_1) !== 0;
	const cluster = new Lcluster();
	const pack = new Pack();
	/** Logical cluster of the pack's first entry. */
	let first = 0;

	function turnTo(lcn: number): void {
		const { start, size, index } = packOf(inode, header, lcn);
		const p = bytes.seek(start, size);
		pack.fill(bytes.view, p, size, header.lclusterBits, big);
		first = lcn - index;
		cluster.start = start;
		cluster.end = start + size;
	}

	return {
		count: Math.ceil(inode.size / 2 ** header.lclusterBits),
		structure,
		where(field, { start, end }) {
			const at = field === "delta[1]" ? lastEntry(end) : { start, end };
			return { structure, field, at };
		},
		load(lcn) {
			if (lcn < first || lcn >= first + pack.entries) turnTo(lcn);
			pack.read(lcn - first, cluster);
			return cluster;
		},
	};
}
