/**
 * What every entry of a whole lcluster index is looked at for, whoever reads the file.
 *
 * Distances on to the next head (delta[1]): readers here go by them only
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
import { hasIncompat } from "../structs/features";
import { LAYOUT } from "../structs/inode";
import { LCLUSTER, lclusterNames } from "../structs/zmap";
import { compactIndex, tooLarge } from "./compact";
import { type Damage, findingIn } from "./damage";
import { fullIndex } from "./full";
import { type Header, readHeader } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";

/** Logical clusters looked at between two waits. */
const BATCH = 4096;

/** How far to look: an index that damage has made can be as long as the image. */
export interface EntryLimits {
	readonly most: number;
	/** Damages, after which it is left. */
	readonly mostFound: number;
}

/** What came of a look. */
export interface EntriesLooked {
	readonly items: number;
	readonly found: number;
	/** Whether nothing was left. */
	readonly isWhole: boolean;
}

/**
 * Looks at every entry once, from the last to the first; of inodes without an index at nothing.
 * @throws Failure when entries cannot be read, `corrupt` when they lie outside the inode's home.
 */
export async function checkEntries(
	image: Image,
	inode: Inode,
	limits: EntryLimits,
	report: Report,
	signal?: AbortSignal,
): Promise<EntriesLooked> {
	const bytes = new Resident(inode.home);
	const found = await withBytes(() => indexOf(image, inode, bytes), signal);
	if (!found) return NOTHING;
	const { index, header } = found;
	const looked = { items: 0, found: 0 };
	const judge = judgeOf(image, inode, index, header);
	let next = index.count;
	for (let end = index.count; end > 0; end -= BATCH) {
		checkCancelled(signal);
		if (looked.items >= limits.most || looked.found >= limits.mostFound) {
			return { ...looked, isWhole: false };
		}
		const start = Math.max(0, end - BATCH);
		const before = next;
		const { damages, next: first } = await withBytes(
			() => lookBack(index, start, end, before, judge),
			signal,
		);
		for (const damage of damages) report(findingIn(inode, damage));
		looked.items += end - start;
		looked.found += damages.length;
		next = first;
	}
	return { ...looked, isWhole: true };
}

const NOTHING: EntriesLooked = { items: 0, found: 0, isWhole: true };

function indexOf(image: Image, inode: Inode, bytes: Resident) {
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
	return { index, header };
}

/** Logical clusters [start, end), of which the next head behind is `next`: the end, when there is none. */
function lookBack(
	index: LclusterIndex,
	start: number,
	end: number,
	next: number,
	judge: (cluster: Lcluster, lcn: number) => Damage | undefined,
) {
	const damages: Damage[] = [];
	for (let lcn = end - 1; lcn >= start; lcn--) {
		const cluster = index.load(lcn);
		if (cluster.type !== LCLUSTER.NONHEAD) {
			next = lcn;
			const damage = judge(cluster, lcn);
			if (damage) damages.push(damage);
		} else if (lcn + cluster.forward > next) {
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

/** Of a head what it needs of the superblock (Z18, Z24), and whether it starts inside the file (Z23). */
function judgeOf({ facts }: Image, inode: Inode, index: LclusterIndex, header: Header) {
	const lclusterSize = 2 ** header.lclusterBits;
	const undeclared = (feature: "FRAGMENTS" | "DEVICE_TABLE") => !hasIncompat(facts, feature);
	return (cluster: Lcluster, lcn: number): Damage | undefined => {
		const { type, partial, clusterofs } = cluster;
		if (partial && undeclared("FRAGMENTS")) {
			const where = index.where("type", cluster);
			return { ...fault("z-partial-undeclared"), ...where, seen: "PARTIAL_REF", allowed: "clear" };
		}
		if (type === LCLUSTER.HEAD2 && undeclared("DEVICE_TABLE")) {
			const where = index.where("type", cluster);
			return { ...fault("z-head2-undeclared"), ...where, seen: "HEAD2", allowed: "HEAD1 or PLAIN" };
		}
		const start = lcn * lclusterSize + clusterofs;
		// An index may end with a mark: a plain unit at the end of the file.
		if (start < inode.size) return undefined;
		if (start === inode.size && type === LCLUSTER.PLAIN) {
			// In a pack it cannot help to count as one.
			if (header.compact || cluster.block === 0) return undefined;
			const seen = `block ${cluster.block}`;
			return { ...fault("z-mark-block"), ...index.where("blkaddr", cluster), seen, allowed: "0" };
		}
		const atEnd = start === inode.size;
		return {
			...fault("z-head-beyond"),
			...index.where(atEnd ? "type" : "clusterofs", cluster),
			seen: atEnd ? `${lclusterNames[type]} at byte ${start}` : `byte ${start}`,
			allowed: atEnd ? lclusterNames[LCLUSTER.PLAIN] : `at most ${inode.size}`,
		};
	};
}

/** No head is passed over, and nobody misled. */
const BEHIND_ALL = {
	severity: "warning",
	text: "The distance on to the next compressed unit leads beyond the end of the file, where readers stop.",
} as const;
