/** Sizes of a page cache, and the choices for local and remote files. */
import type { NowOptions } from "./now-pages";

/** All in bytes. */
export interface PageOptions {
	readonly pageSize: number;
	/** Memory for held pages. */
	readonly budget: number;
	/** Largest single request to the source below. */
	readonly maxRequest: number;
	/**
	 * A read that misses fetches at least this much from there on: what lies behind is often
	 * wanted next, and costs less than asking again. Planned batches fetch exactly their pages.
	 * Read-ahead starts at this size, too.
	 */
	readonly leastRequest: number;
	/** `prefetch` reads gaps up to this length along instead of making another request. */
	readonly mergeGap: number;
	/** Most to fetch ahead of a sequential reader; 0 turns it off. */
	readonly readAhead: number;
	/** For what is read without a promise; absent: nothing is. */
	readonly now?: NowOptions;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * Blobs: a read costs the same up to 64 KiB, and as much again for each half MiB. Structures lie
 * scattered among contents, so pages are as small as costs nothing; who goes on in order soon reads
 * by the megabyte, and who goes through all contents does so past the pages.
 */
export const LOCAL_PAGES: PageOptions = {
	pageSize: 64 * KiB,
	budget: 64 * MiB,
	maxRequest: 8 * MiB,
	leastRequest: 64 * KiB,
	mergeGap: 256 * KiB,
	readAhead: 4 * MiB,
};

/** Bytes of a file that is small: twice as many as pages of a large one may take. */
export const SMALL_FILE = 2 * LOCAL_PAGES.budget;

/** Of such blobs: nearly all of one can be held, and what lies beside anything that is read is soon wanted, too. */
export const SMALL_FILE_PAGES: PageOptions = {
	...LOCAL_PAGES,
	pageSize: MiB,
	leastRequest: MiB,
	mergeGap: MiB,
};

/**
 * Files in Node, where a read costs next to nothing: pages of contents that stay in the caches of the
 * processor, and small ones of structures.
 */
export const FILE_PAGES: PageOptions = {
	pageSize: 256 * KiB,
	budget: 16 * MiB,
	maxRequest: MiB,
	leastRequest: 256 * KiB,
	mergeGap: 256 * KiB,
	readAhead: MiB,
	now: { pageSize: 4 * KiB, budget: 8 * MiB, slab: 256 * KiB, readAhead: 64 * KiB },
};

/**
 * Networks: start small, grow with use. Pages are as fine as most images' blocks, so that
 * planned batches bring little that nobody asked for. A request of 2 MiB lost to a cut is soon
 * repeated.
 */
export const REMOTE_PAGES: PageOptions = {
	pageSize: 4 * KiB,
	budget: 64 * MiB,
	maxRequest: 2 * MiB,
	leastRequest: 64 * KiB,
	mergeGap: 16 * KiB,
	readAhead: 2 * MiB,
};
