/**
 * The neutral answer of every map reader: a run of file bytes and where it is stored.
 */
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
