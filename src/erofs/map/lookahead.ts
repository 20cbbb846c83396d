/**
 * Distances on to the next head (delta[1]) of a whole lcluster index. Readers here go by them only
 * where a unit is longer than a compressed one can be; Linux and erofs-utils find by them where
 * any unit ends, and pass over the heads that one skips (format section 13.2, rule Z8). One that
 * is too short leads to another NONHEAD, which says how to go on: that is no damage.
 */
import { checkCancelled } from "../../base/errors";
import type { Report } from "../../base/finding";
import { Resident, withBytes } from "../../base/resident";
import { fault } from "../faults";
import type { Image } from "../image";
import type { Inode } from "../inode";
import { LAYOUT } from "../structs/inode";
import { LCLUSTER } from "../structs/zmap";
import { compactIndex, tooLarge } from "./compact";
import { type Damage, teller } from "./damage";
import { fullIndex } from "./full";
import { readHeader } from "./header";
import type { LclusterIndex } from "./lcluster";

/** Logical clusters looked at between two waits. */
const BATCH = 4096;

/**
 * Looks at every entry once, from the last to the first; of inodes without an index at nothing.
 * @throws Failure when entries cannot be read, `corrupt` when they lie outside the inode's home.
 */
export async function checkLookahead(
	image: Image,
	inode: Inode,
	report: Report,
	signal?: AbortSignal,
): Promise<void> {
	const bytes = new Resident(inode.home);
	const index = await withBytes(() => indexOf(image, inode, bytes), signal);
	if (!index) return;
	const tell = teller(inode, report);
	let next = index.count;
	for (let end = index.count; end > 0; end -= BATCH) {
		checkCancelled(signal);
		const start = Math.max(0, end - BATCH);
		const before = next;
		const found = await withBytes(() => lookBack(index, start, end, before), signal);
		for (const damage of found.damages) tell(damage);
		next = found.next;
	}
}

function indexOf(image: Image, inode: Inode, bytes: Resident): LclusterIndex | undefined {
	const { layout, size, trouble, nid } = inode;
	if (layout !== LAYOUT.COMPRESSED_FULL && layout !== LAYOUT.COMPRESSED_COMPACT) return undefined;
	if (trouble || size === 0) return undefined;
	const header = readHeader(image, inode, bytes);
	const { wholeFragment, recordSize, compact } = header;
	if (wholeFragment !== undefined || recordSize !== undefined || tooLarge(inode, header)) {
		return undefined;
	}
	const index = (compact ? compactIndex : fullIndex)(inode, header, bytes);
	bytes.about = { structure: index.structure, nid };
	return index;
}

/** Logical clusters [start, end), of which the next head behind is `next`: the end, when there is none. */
function lookBack(index: LclusterIndex, start: number, end: number, next: number) {
	const damages: Damage[] = [];
	for (let lcn = end - 1; lcn >= start; lcn--) {
		const cluster = index.load(lcn);
		if (cluster.type !== LCLUSTER.NONHEAD) next = lcn;
		else if (lcn + cluster.forward > next) {
			damages.push({
				...fault("z-lookahead"),
				...(next < index.count ? {} : BEHIND_ALL),
				...index.where("delta[1]", cluster),
				seen: `${cluster.forward} at cluster ${lcn}`,
				allowed: `at most ${next - lcn}`,
			});
		}
	}
	return { damages, next };
}

/** No head is passed over, and nobody misled. */
const BEHIND_ALL = {
	severity: "warning",
	text: "The distance on to the next compressed unit leads beyond the end of the file, where readers stop.",
} as const;
