/**
 * Full index: one 8-byte z_erofs_lcluster_index per logical cluster, after 8
 * reserved bytes behind the map header (format section 11).
 */
import { span } from "../../base/range";
import { viewOf } from "../../schema/struct";
import type { Inode } from "../inode";
import { readMeta } from "../read";
import { CBLKCNT, DI_HOLE, DI_PARTIAL_REF, LCLUSTER } from "../structs/zmap";
import type { Header } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";

/** Bytes between the header and the first record. */
export const FULL_GAP = 8;
const RECORD = 8;
/** Records read at a time. */
const WINDOW = 512;

export function fullIndex(inode: Inode, header: Header): LclusterIndex {
	const count = Math.ceil(inode.size / 2 ** header.lclusterBits);
	const base = header.at.end + FULL_GAP;
	const { space } = inode.home;
	const about = { structure: "z_erofs_lcluster_index", nid: inode.nid };
	let first = 0;
	let view: DataView = new DataView(new ArrayBuffer(0));

	/** Windows are aligned, so that walking backwards stays inside one. */
	async function window(lcn: number, signal?: AbortSignal): Promise<void> {
		const aligned = lcn - (lcn % WINDOW);
		const fits = Math.floor((inode.home.source.size - base) / RECORD);
		// An index that runs out of its container is served as far as it goes.
		first = lcn < fits ? aligned : lcn;
		const start = base + first * RECORD;
		const records = Math.max(1, Math.min(count, fits) - first);
		const end = start + Math.min(records, WINDOW) * RECORD;
		view = viewOf(await readMeta(inode.home, start, end, about, signal));
	}

	return {
		count,
		async load(lcn, signal) {
			const inside = (lcn - first) * RECORD;
			if (inside < 0 || inside >= view.byteLength) await window(lcn, signal);
			const start = base + lcn * RECORD;
			return parse(view, (lcn - first) * RECORD, span(space, start, start + RECORD));
		},
	};
}

function parse(view: DataView, p: number, at: Lcluster["at"]): Lcluster {
	const advise = view.getUint16(p, true);
	const type = advise & 3;
	const delta0 = view.getUint16(p + 4, true);
	const delta1 = view.getUint16(p + 6, true);
	const nonhead = type === LCLUSTER.NONHEAD;
	const counted = nonhead && (delta0 & CBLKCNT) !== 0;
	return {
		type,
		clusterofs: view.getUint16(p + 2, true),
		block: view.getUint32(p + 4, true),
		back: counted ? 1 : delta0,
		forward: Math.max(1, delta1),
		partial: (advise & DI_PARTIAL_REF) !== 0,
		hole: (advise & DI_HOLE) !== 0,
		at,
		...(counted ? { unitBlocks: delta0 & (CBLKCNT - 1) } : {}),
	};
}
