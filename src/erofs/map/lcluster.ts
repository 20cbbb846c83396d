/**
 * One logical cluster of an index, in a form common to the full and the
 * compact encoding.
 */
import type { Span } from "../../base/range";

export interface Lcluster {
	/** LCLUSTER value. */
	readonly type: number;
	/** Heads: byte inside the cluster at which the unit starts. */
	readonly clusterofs: number;
	/** Heads: block address of the unit. */
	readonly block: number;
	/** NONHEAD: clusters back to the head. A CBLKCNT entry is always 1 away. */
	readonly back: number;
	/** NONHEAD: clusters on to the next head; a hint that may be too short, never 0. */
	readonly forward: number;
	/** NONHEAD directly behind its head: blocks of the unit, when recorded there. */
	readonly unitBlocks?: number;
	readonly partial: boolean;
	readonly hole: boolean;
	/** The record, or the pack of a compact entry. */
	readonly at: Span;
}

export interface LclusterIndex {
	/** Number of logical clusters. */
	readonly count: number;
	/** The cluster `lcn`, 0 <= lcn < count. */
	load(lcn: number, signal?: AbortSignal): Promise<Lcluster>;
}
