/**
 * The units of an lcluster index one behind the other, each entry read once: for who reads a file
 * from its beginning. A pass ends at the first thing that is not as it should be, whatever it is:
 * `Units` knows what, and whether one can go on.
 */
import { hasIncompat } from "../structs/features";
import { ADVISE, BIG, LCLUSTER } from "../structs/zmap";
import { MAX_DECODED } from "./extent";
import type { Header, MapInode } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";
import { FARTHEST, type Unit } from "./unit";

/** As a unit, it is the one that {@link next} came to last. */
export class UnitPass implements Unit {
	/** File byte that the next unit begins at; NaN when the pass has ended before its time. */
	position = Number.NaN;
	start = 0;
	end = 0;
	lcn = 0;
	type = 0;
	block = 0;
	partial = false;
	hole = false;
	readonly record = { start: 0, end: 0 };
	/** Stored blocks, 0 for a hole; undefined where something is to be said of how many. */
	blocks: number | undefined;
	#size = 0;
	#index!: LclusterIndex;
	/** Bytes. */
	#lclusterSize = 0;
	/** Logical clusters of a unit, at most: of holes and fragments there can be more. */
	#most = 0;
	#advise = 0;
	#isCompact = false;
	#hasFragments = false;
	#hasHead2 = false;
	/** Logical cluster of the next head. */
	#next = 0;

	/** Goes to the beginning of a file. */
	open(
		{ size, context }: Pick<MapInode, "size" | "context">,
		header: Header,
		index: LclusterIndex,
	) {
		this.position = 0;
		this.lcn = -1;
		this.#next = 0;
		this.#size = size;
		this.#index = index;
		this.#lclusterSize = 2 ** header.lclusterBits;
		this.#most = Math.ceil(MAX_DECODED / this.#lclusterSize);
		this.#advise = header.advise;
		this.#isCompact = header.compact;
		this.#hasFragments = hasIncompat(context, "FRAGMENTS");
		this.#hasHead2 = hasIncompat(context, "DEVICE_TABLE");
		return this;
	}

	/** Goes to the unit at {@link position}, which is inside the file. @returns false when the pass ends @throws Missing */
	next(): boolean {
		const head = this.#next;
		const { count } = this.#index;
		const cluster = this.#index.load(head);
		const { type, clusterofs, block, partial, hole, start, end } = cluster;
		const position = head * this.#lclusterSize + clusterofs;
		if (position !== this.position || !this.#isHead(cluster)) return this.#give();
		const flag = type === LCLUSTER.HEAD1 ? ADVISE.BIG_PCLUSTER_1 : ADVISE.BIG_PCLUSTER_2;
		let blocks: number | undefined = hole ? 0 : 1;
		/** How far the entries say that there is no other head. */
		let reach = head;
		let lcn = head + 1;
		let unitEnd = this.#size;
		for (; lcn < count; lcn++) {
			const behind = this.#index.load(lcn);
			if (behind.type !== LCLUSTER.NONHEAD) {
				if (!this.#isEnd(behind, lcn)) return this.#give();
				unitEnd = lcn * this.#lclusterSize + behind.clusterofs;
				break;
			}
			if (!this.#isNonhead(behind, lcn - head)) return this.#give();
			// Tails, which are stored in no blocks, have no count.
			if (lcn === head + 1 && !hole && (this.#advise & flag) !== 0)
				blocks = behind.unitBlocks || undefined;
			reach = Math.max(reach, lcn + behind.forward);
		}
		if (reach > lcn) return this.#give();
		this.#next = lcn;
		this.position = unitEnd;
		this.start = position;
		this.end = unitEnd;
		this.lcn = head;
		this.type = type;
		this.block = block;
		this.partial = partial;
		this.hole = hole;
		this.record.start = start;
		this.record.end = end;
		this.blocks = blocks;
		return true;
	}

	#give(): false {
		this.position = Number.NaN;
		return false;
	}

	/** Whether a unit may begin here; where it does is looked at by who comes to it. */
	#isHead({ type, partial }: Lcluster): boolean {
		if (type === LCLUSTER.NONHEAD || (partial && !this.#hasFragments)) return false;
		return type !== LCLUSTER.HEAD2 || this.#hasHead2;
	}

	/** Whether the unit in front may end here: an index may end with a mark, a plain unit without bytes. */
	#isEnd(cluster: Lcluster, lcn: number): boolean {
		const { type, clusterofs, block } = cluster;
		if (clusterofs >= this.#lclusterSize) return false;
		const start = lcn * this.#lclusterSize + clusterofs;
		if (start < this.#size) return true;
		const isLast = start === this.#size && lcn === this.#index.count - 1;
		if (!isLast || type !== LCLUSTER.PLAIN) return false;
		return (this.#isCompact || block === 0) && this.#isHead(cluster);
	}

	/** Whether it leads back to the head `distance` clusters before. */
	#isNonhead({ back, unitBlocks }: Lcluster, distance: number): boolean {
		if (distance >= this.#most) return false;
		if (unitBlocks !== undefined) return distance === 1 && (this.#advise & BIG) !== 0;
		return back === distance || (back >= FARTHEST && back < distance);
	}
}
