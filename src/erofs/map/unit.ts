/**
 * The compressed units of an lcluster index (format section 13): back to the head, forward to
 * the next one, and how many blocks are stored. What the entries between two heads say of each
 * other is checked on the way.
 */
import type { Failure } from "../../base/errors";
import type { Range } from "../../base/range";
import { fault } from "../faults";
import type { BodyInode } from "../inode";
import { ADVISE, BIG, CBLKCNT, LCLUSTER } from "../structs/zmap";
import { type Damage, damaged, type Tell } from "./damage";
import { MAX_DECODED } from "./extent";
import type { Header } from "./header";
import type { Lcluster, LclusterField, LclusterIndex } from "./lcluster";

/** File bytes [start, end) and what their head says of them. */
export interface Unit extends Range {
	/** Logical cluster of the head. */
	readonly lcn: number;
	/** LCLUSTER value: PLAIN, HEAD1 or HEAD2. */
	readonly type: number;
	/** Block address. Of a tail it is no address: a tail is stored elsewhere. */
	readonly block: number;
	readonly partial: boolean;
	readonly hole: boolean;
	/** Stored blocks, as far as that is known; 0 for a hole. */
	readonly blocks?: number | undefined;
	/** The entry of the head, in the inode's home. */
	readonly record: Range;
}

/** Longer distances are stored as this one; who goes back by it goes on from there. */
export const FARTHEST = CBLKCNT - 1;

export class Units {
	readonly #inode: BodyInode;
	readonly #header: Header;
	readonly #index: LclusterIndex;
	readonly #tell: Tell;
	/** Bytes. */
	readonly #lclusterSize: number;
	/** Logical clusters of a unit that are looked at one by one: all, but in a hole or a fragment. */
	readonly #most: number;

	constructor(inode: BodyInode, header: Header, index: LclusterIndex, tell: Tell = () => {}) {
		this.#inode = inode;
		this.#header = header;
		this.#index = index;
		this.#tell = tell;
		this.#lclusterSize = 2 ** header.lclusterBits;
		this.#most = Math.ceil(MAX_DECODED / this.#lclusterSize);
	}

	/** The unit that holds file byte `offset`. @throws Missing, or Failure `corrupt`. */
	at(offset: number): Unit {
		const lcn = this.#headOf(offset);
		const unitEnd = this.#endBehind(lcn);
		if (unitEnd <= offset) throw this.#passedHead(offset, unitEnd);
		const { type, clusterofs, block, partial, hole, start, end } = this.#index.load(lcn);
		return {
			start: lcn * this.#lclusterSize + clusterofs,
			end: unitEnd,
			lcn,
			type,
			block,
			partial,
			hole,
			record: { start, end },
		};
	}

	/** The walk ends: every step goes to a smaller lcn. */
	#headOf(offset: number): number {
		let lcn = Math.floor(offset / this.#lclusterSize);
		let cluster = this.#load(lcn);
		let { back } = cluster;
		if (cluster.type !== LCLUSTER.NONHEAD) {
			if (offset % this.#lclusterSize >= cluster.clusterofs) return lcn;
			back = 1;
		}
		do {
			if (back < 1 || back > lcn) {
				const damage =
					lcn === 0 ? this.#noBegin(cluster) : this.#badDistance(cluster, lcn, `1 to ${lcn}`);
				throw damaged(this.#inode, damage);
			}
			lcn -= back;
			cluster = this.#load(lcn);
			back = cluster.back;
		} while (cluster.type === LCLUSTER.NONHEAD);
		return lcn;
	}

	/** File byte at which the unit with its head in `lcn` ends. */
	#endBehind(head: number): number {
		const { count } = this.#index;
		const { size } = this.#inode;
		let lcn = head + 1;
		while (lcn < count) {
			const cluster = this.#load(lcn);
			if (cluster.type !== LCLUSTER.NONHEAD) {
				return Math.min(lcn * this.#lclusterSize + cluster.clusterofs, size);
			}
			const distance = lcn - head;
			this.#checkBack(cluster, lcn, distance);
			lcn += distance < this.#most ? 1 : cluster.forward;
		}
		return size;
	}

	/** Who begins to read at a NONHEAD must find the same head. */
	#checkBack(cluster: Lcluster, lcn: number, distance: number): void {
		const { back, unitBlocks } = cluster;
		const allowed = `${Math.min(distance, FARTHEST)}`;
		if (unitBlocks !== undefined && (distance !== 1 || (this.#header.advise & BIG) === 0)) {
			this.#tell({
				...fault("z-cblkcnt-place"),
				...this.#about("delta[0]", cluster),
				text:
					distance === 1
						? "The entry records a length in blocks, which the map header does not allow for."
						: "A length in blocks is recorded elsewhere than directly behind the start of a unit.",
				seen: `${unitBlocks} blocks at cluster ${lcn}`,
				allowed: `the distance ${allowed}`,
			});
		} else if (back < 1 || back > distance) {
			this.#tell(this.#badDistance(cluster, lcn, allowed));
		} else if (back < distance && back < FARTHEST && unitBlocks === undefined) {
			this.#tell({ ...this.#badDistance(cluster, lcn, allowed), severity: "warning" });
		}
	}

	/** Blocks stored; 0 for a hole (format section 13.3). */
	blocksOf({ lcn, type, hole }: Pick<Unit, "lcn" | "type" | "hole">): number {
		if (hole) return 0;
		const flag = type === LCLUSTER.HEAD1 ? ADVISE.BIG_PCLUSTER_1 : ADVISE.BIG_PCLUSTER_2;
		if ((this.#header.advise & flag) === 0 || lcn + 1 >= this.#index.count) return 1;
		const next = this.#load(lcn + 1);
		if (next.type !== LCLUSTER.NONHEAD) return 1;
		if (next.unitBlocks === 0) this.#tell(this.#countedHole(next));
		if (next.unitBlocks !== undefined) return next.unitBlocks;
		const uncounted: Damage = {
			...fault("z-cblkcnt"),
			...this.#about("delta[0]", next),
			seen: `distance ${next.back}`,
			allowed: "a length in blocks",
		};
		if (next.back !== 1) throw damaged(this.#inode, uncounted);
		this.#tell(uncounted);
		return 1;
	}

	#load(lcn: number): Lcluster {
		const cluster = this.#index.load(lcn);
		const { type, clusterofs } = cluster;
		if (type === LCLUSTER.NONHEAD || clusterofs < this.#lclusterSize) return cluster;
		throw damaged(this.#inode, {
			...fault("z-di-clusterofs"),
			...this.#about("clusterofs", cluster),
			seen: String(clusterofs),
			allowed: `below ${this.#lclusterSize}`,
		});
	}

	#countedHole(entry: Range): Damage {
		return {
			...fault("z-hole-counted"),
			...this.#about("delta[0]", entry),
			seen: "0 blocks",
			allowed: "at least 1; 0 for Linux 7.2 and newer, or in front of a fragment",
		};
	}

	#noBegin(cluster: Lcluster): Damage {
		const nonhead = cluster.type === LCLUSTER.NONHEAD;
		return {
			...fault("z-no-begin"),
			...this.#about(nonhead ? "type" : "clusterofs", cluster),
			seen: nonhead ? "NONHEAD" : `a unit that starts at byte ${cluster.clusterofs}`,
			allowed: "a unit that starts at byte 0",
		};
	}

	#badDistance(cluster: Lcluster, lcn: number, allowed: string): Damage {
		return {
			...fault("z-lookback"),
			...this.#about("delta[0]", cluster),
			seen: `${cluster.back} at cluster ${lcn}`,
			allowed,
		};
	}

	/** One of the distances from `offset` on leads back over the head of the unit that begins at `begin`. */
	#passedHead(offset: number, begin: number): Failure {
		const head = Math.floor(begin / this.#lclusterSize);
		let lcn = Math.floor(offset / this.#lclusterSize);
		for (;;) {
			const cluster = this.#load(lcn);
			// Before the head in the cluster of `offset` itself.
			const back = cluster.type === LCLUSTER.NONHEAD ? cluster.back : 1;
			if (lcn - back < head)
				return damaged(this.#inode, this.#badDistance(cluster, lcn, `at most ${lcn - head}`));
			lcn -= back;
		}
	}

	#about(field: LclusterField, { start, end }: Range) {
		return this.#index.where(field, { start, end });
	}
}
