/** A full index (format section 11): a record of 8 bytes for each logical cluster. */
import {
	CBLKCNT,
	DI_HOLE,
	DI_PARTIAL_REF,
	INDEX_BLKADDR,
	INDEX_DI_ADVISE,
	INDEX_DI_CLUSTEROFS,
	INDEX_ENTRY,
	INDEX_GAP,
	LCLUSTER_NONHEAD,
	NONHEAD_DELTA_0,
	NONHEAD_DELTA_1,
} from "./constants";
import { setHead, setNonhead } from "./entry";
import { headerEnd } from "./header";
import { seek } from "./pages";

/** First byte of the record of a logical cluster. */
export function fullRecord(lcn: u64): u64 {
	return headerEnd + INDEX_GAP + lcn * INDEX_ENTRY;
}

/** Reads the record of a logical cluster, which is inside the image. */
export function loadFull(lcn: u64): void {
	const p = seek(fullRecord(lcn), INDEX_ENTRY);
	const bits: u32 = load<u16>(p + INDEX_DI_ADVISE);
	const type = bits & 3;
	if (type !== LCLUSTER_NONHEAD) {
		const at: u64 = load<u16>(p + INDEX_DI_CLUSTEROFS);
		const block: u64 = load<u32>(p + INDEX_BLKADDR);
		setHead(type, at, block, (bits & DI_PARTIAL_REF) !== 0, (bits & DI_HOLE) !== 0);
		return;
	}
	const back: u32 = load<u16>(p + NONHEAD_DELTA_0);
	const forward: u32 = load<u16>(p + NONHEAD_DELTA_1);
	const isCounted = (back & CBLKCNT) !== 0;
	setNonhead(
		type,
		isCounted ? 1 : back,
		max(forward, 1),
		isCounted ? ((back & (CBLKCNT - 1)) as i32) : -1,
	);
}
