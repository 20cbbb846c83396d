/**
 * The units of an lcluster index one behind the other, each entry read once: for who reads a file
 * from its beginning. A pass ends at the first thing that is not as it should be, whatever it is:
 * `Units` knows what, and whether one can go on.
 */
import type { BodyInode } from "../inode";
import { hasIncompat } from "../structs/features";
import { BIG, LCLUSTER } from "../structs/zmap";
import { MAX_DECODED } from "./extent";
import type { Header } from "./header";
import type { Lcluster, LclusterIndex } from "./lcluster";
import { FARTHEST, type Unit } from "./unit";

export class UnitPass {
	/** File byte that the next unit begins at; NaN when the pass has ended before its time. */
	position = 0;
	readonly #size: number;
	readonly #index: LclusterIndex;
	/** Bytes. */
	readonly #lclusterSize: number;
	/** Logical clusters of a unit, at most: of holes and fragments there can be more. */
	readonly #most: number;
	readonly #isBig: boolean;
	readonly #hasFragments: boolean;
	readonly #hasHead2: boolean;
	/** Logical cluster of the next head. */
	#head = 0;

	constructor({ size, context }: BodyInode, header: Header, index: LclusterIndex) {
		this.#size = size;
		this.#index = index;
		this.#lclusterSize = 2 ** header.lclusterBits;
		this.#most = Math.ceil(MAX_DECODED / this.#lclusterSize);
		this.#isBig = (header.advise & BIG) !== 0;
		this.#hasFragments = hasIncompat(context, "FRAGMENTS");
		this.#hasHead2 = hasIncompat(context, "DEVICE_TABLE");
	}

	/** The unit at {@link position}, which is inside the file; undefined when the pass ends. @throws Missing */
	next(): Unit | undefined {
		const head = this.#head;
		const { count } = this.#index;
		const cluster = this.#index.load(head);
		const { type, clusterofs, block, partial, hole, start, end } = cluster;
		const position = head * this.#lclusterSize + clusterofs;
		if (position !== this.position || !this.#isHead(cluster)) return this.#give();
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
			reach = Math.max(reach, lcn + behind.forward);
		}
		if (reach > lcn) return this.#give();
		this.#head = lcn;
		this.position = unitEnd;
		return {
			start: position,
			end: unitEnd,
			lcn: head,
			type,
			block,
			partial,
			hole,
			record: { start, end },
		};
	}

	#give(): undefined {
		this.position = Number.NaN;
		return undefined;
	}

	/** Whether a unit may begin here; where it does is looked at by who comes to it. */
	#isHead({ type, partial }: Lcluster): boolean {
		if (type === LCLUSTER.NONHEAD || (partial && !this.#hasFragments)) return false;
		return type !== LCLUSTER.HEAD2 || this.#hasHead2;
	}

	/** Whether the unit in front may end here: an index may end with a mark, a plain unit without bytes. */
	#isEnd(cluster: Lcluster, lcn: number): boolean {
		const { type, clusterofs } = cluster;
		if (clusterofs >= this.#lclusterSize) return false;
		const start = lcn * this.#lclusterSize + clusterofs;
		if (start < this.#size) return true;
		const isLast = start === this.#size && lcn === this.#index.count - 1;
		return isLast && type === LCLUSTER.PLAIN && this.#isHead(cluster);
	}

	/** Whether it leads back to the head `distance` clusters before. */
	#isNonhead({ back, unitBlocks }: Lcluster, distance: number): boolean {
		if (distance >= this.#most) return false;
		if (unitBlocks !== undefined) return distance === 1 && this.#isBig;
		return back === distance || (back >= FARTHEST && back < distance);
	}
}
