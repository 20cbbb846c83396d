/**
 * Things of one sort that lie in one space, coarsely: what is inside a thing is laid out when
 * somebody asks, for the bytes asked about.
 */
import type { Range } from "../base/range";
import type { Extent } from "../erofs/map/extent";
import type { Visitor } from "../schema/visit";
import { type ClaimColumns, claimer } from "./claims";
import type { Order, Placed } from "./order";

export interface Layer extends Placed {
	readonly order: Order;
	/** Whether the rest of the last block of a thing belongs to it too, as far as nobody claims it. */
	readonly hasRests: boolean;
	/** Index into KINDS, of the thing as a whole. */
	kindOf(thing: number): number;
	/** Row of the inode it belongs to, of several inodes any; NOBODY without one. */
	ownerOf(thing: number): number;
	/** Bytes behind a thing that are known to be zero. */
	zerosBehind?(thing: number): number;
	/** Up to where a thing is laid out bit by bit, when what is behind is one piece. */
	laidEnd?(thing: number): number;
	/** Tells the thing. @throws Missing; Failure when it is damaged: what was told before stands */
	lay(thing: number, v: Visitor): void;
	/**
	 * Of contents, the extents that are stored in `range`, `most` of them at most; of structures none.
	 * @throws as `lay`
	 */
	extentsIn(thing: number, range: Range, most: number): readonly Extent[];
	/** Claims what of the thing overlaps `range`; throws as `lay`. */
	claim(thing: number, range: Range, claims: ClaimColumns): void;
	/** Claims a thing whose bytes cannot be had, as far as it is known without them. */
	claimUnread(thing: number, claims: ClaimColumns): void;
	/** Bytes of memory. */
	readonly bytes: number;
}

/** Things with one owner each. */
export abstract class OwnedLayer implements Layer {
	abstract readonly order: Order;
	readonly hasRests: boolean = false;
	abstract readonly bytes: number;
	abstract startOf(thing: number): number;
	abstract endOf(thing: number): number;
	abstract kindOf(thing: number): number;
	abstract ownerOf(thing: number): number;
	abstract lay(thing: number, v: Visitor): void;

	claimUnread(_thing: number, _claims: ClaimColumns): void {}

	extentsIn(_thing: number, _range: Range, _most: number): readonly Extent[] {
		return [];
	}

	claim(thing: number, range: Range, claims: ClaimColumns): void {
		this.lay(thing, claimer(claims, range, this.ownerOf(thing)));
	}
}
