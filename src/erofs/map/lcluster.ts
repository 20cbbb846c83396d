/**
 * One logical cluster of an index, in a form common to the full and the compact encoding.
 * Each index fills one cursor again and again: files have a million of these.
 */
import type { Range } from "../../base/range";
import type { Damage } from "./damage";

export class Lcluster implements Range {
	/** LCLUSTER value. */
	type = 0;
	/** Heads: byte inside the cluster at which the unit starts. */
	clusterofs = 0;
	/** Heads: block address of the unit. */
	block = 0;
	/** NONHEAD: clusters back to the head. A CBLKCNT entry is always 1 away. */
	back = 0;
	/** NONHEAD: clusters on to the next head; a hint that may be too short, never 0. */
	forward = 1;
	/** NONHEAD directly behind its head: blocks of the unit, when recorded there. */
	unitBlocks: number | undefined;
	/** Heads: the unit decodes to more than is used of it. */
	partial = false;
	/** Heads: nothing is stored. */
	hole = false;
	/** The record, or the pack of a compact entry: bytes of the inode's home. */
	start = 0;
	end = 0;
}

/** The deltas of a NONHEAD lie where a head has its block address. */
export type LclusterField = "type" | "clusterofs" | "delta[0]" | "delta[1]" | "blkaddr";

export interface LclusterIndex {
	/** Number of logical clusters. */
	readonly count: number;
	/** What an entry is called in findings. */
	readonly structure: string;
	/**
	 * Where a field of the entry lies, for findings; a pack as a whole, for its fields are bits.
	 * Only delta[1] is always in the same entry of a pack, the last one.
	 */
	where(field: LclusterField, entry: Range): Pick<Damage, "structure" | "field" | "at">;
	/**
	 * The cluster `lcn`, 0 <= lcn < count: the same object each time, with other values.
	 * @throws Missing, or Failure `corrupt` when the entry lies outside the inode's home.
	 */
	load(lcn: number): Lcluster;
}
