/**
 * The compressed units of an lcluster index (format section 13): back to the head, forward to
 * the next one, and how many blocks are stored.
 */
import type { Range } from "../../base/range";
import type { BodyInode } from "../inode";
import { ADVISE, LCLUSTER } from "../structs/zmap";
import { damaged } from "./damage";
import type { Header } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";

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
	/** The entry of the head, in the inode's home. */
	readonly record: Range;
}

export class Units {
	readonly #inode: BodyInode;
	readonly #header: Header;
	readonly #index: LclusterIndex;
	/** Bytes. */
	readonly #lclusterSize: number;

	constructor(inode: BodyInode, header: Header, index: LclusterIndex) {
		this.#inode = inode;
		this.#header = header;
		this.#index = index;
		this.#lclusterSize = 2 ** header.lclusterBits;
	}

	/** The unit that holds file byte `offset`. @throws Missing, or Failure `corrupt`. */
	at(offset: number): Unit {
		const lcn = this.#headOf(offset);
		const { type, clusterofs, block, partial, hole, start, end } = this.#index.load(lcn);
		return {
			start: lcn * this.#lclusterSize + clusterofs,
			end: this.#endBehind(lcn),
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
			if (back < 1 || back > lcn) throw this.#badDistance(cluster, lcn, back);
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
			const { type, clusterofs, forward } = this.#load(lcn);
			if (type !== LCLUSTER.NONHEAD) return Math.min(lcn * this.#lclusterSize + clusterofs, size);
			lcn += forward;
		}
		return size;
	}

	/** Blocks stored; 0 for a hole (format section 13.3). */
	blocksOf({ lcn, type, hole }: Unit): number {
		if (hole) return 0;
		const flag = type === LCLUSTER.HEAD1 ? ADVISE.BIG_PCLUSTER_1 : ADVISE.BIG_PCLUSTER_2;
		if ((this.#header.advise & flag) === 0 || lcn + 1 >= this.#index.count) return 1;
		const next = this.#load(lcn + 1);
		if (next.type !== LCLUSTER.NONHEAD) return 1;
		if (next.unitBlocks !== undefined) return next.unitBlocks;
		if (next.back === 1) return 1;
		throw damaged(this.#inode, {
			code: "z-cblkcnt",
			structure: this.#index.structure,
			field: "cblkcnt",
			text: "The entry behind the start of a unit neither records its length nor points back to it.",
			seen: `distance ${next.back}`,
			allowed: "1, or a block count",
			at: next,
		});
	}

	#load(lcn: number): Lcluster {
		const cluster = this.#index.load(lcn);
		if (cluster.type === LCLUSTER.NONHEAD || cluster.clusterofs < this.#lclusterSize)
			return cluster;
		throw damaged(this.#inode, {
			code: "z-di-clusterofs",
			structure: this.#index.structure,
			field: "di_clusterofs",
			text: "The unit starts beyond its logical cluster.",
			seen: String(cluster.clusterofs),
			allowed: `below ${this.#lclusterSize}`,
			at: cluster,
		});
	}

	#badDistance(at: Range, lcn: number, back: number) {
		return damaged(this.#inode, {
			code: "z-lookback",
			structure: this.#index.structure,
			field: "lookback",
			text: "The distance back to the start of the compressed unit is impossible.",
			seen: `${back} at cluster ${lcn}`,
			allowed: lcn ? `1 to ${lcn}` : "a unit must start in cluster 0",
			at,
		});
	}
}
