/**
 * The neutral answer of every map reader: a run of file bytes and where it is stored.
 */
import { clamped, type Exact } from "../../base/exact";
import type { Span } from "../../base/range";

export type ExtentKind =
	/** Stored as it is. */
	| "data"
	/** Zero bytes, nothing stored. */
	| "hole"
	/** Stored as it is, behind the inode. */
	| "inline"
	/** A piece of the packed inode; `at` is in space `packed`. */
	| "fragment"
	| "compressed";

export interface Extent {
	/** File bytes [start, end). */
	readonly start: number;
	readonly end: number;
	/** The exact end of an extent that reaches further than `Inode.size`, at which `end` stops. */
	readonly beyond?: bigint;
	readonly kind: ExtentKind;
	/** Stored bytes; absent for holes. */
	readonly at?: Span;
	/** Algorithm id of a compressed extent. */
	readonly algorithm?: number;
	/** The stored unit decodes to more than this extent; only its beginning is used. */
	readonly partial?: boolean;
	/**
	 * Interlaced plain block: the first file byte is at this offset of the block,
	 * and the bytes wrap around at its end.
	 */
	readonly cut?: number;
	/** The record that describes the extent. */
	readonly record?: Span;
}

/** `end` and `beyond` of an extent that ends at `end`, for an inode of `size` bytes that can be counted. */
export const endingAt = (end: Exact, size: number): Pick<Extent, "end" | "beyond"> =>
	end <= size ? { end: clamped(end) } : { end: size, beyond: BigInt(end) };

/** Synchronous: what is not in memory is thrown as `Missing`; see `extentAt` and `extents`. */
export interface ExtentMap {
	/**
	 * The extent that holds file byte `offset`, 0 <= offset < i_size.
	 * @param before the extent that ends at `offset`, which saves the search for its follower
	 * @throws Missing
	 * @throws Failure `corrupt` when the map is damaged there, `unsupported` when the
	 *         data is on a device that was not given.
	 */
	at(offset: number, before?: Extent): Extent;
}

/** Kernel limit for one compressed unit (Z_EROFS_PCLUSTER_MAX_SIZE), bytes. */
export const MAX_PCLUSTER = 1 << 20;
/** Kernel limit for what one unit decodes to (Z_EROFS_PCLUSTER_MAX_DSIZE), bytes. */
export const MAX_DECODED = 12 << 20;
