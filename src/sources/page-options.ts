/** Sizes of a page cache, and the choices for local and remote files. */
/** All in bytes. */
export interface PageOptions {
	readonly pageSize: number;
	/** Memory for held pages. */
	readonly budget: number;
	/** Largest single request to the source below. */
	readonly maxRequest: number;
	/** `prefetch` reads gaps up to this length along instead of making another request. */
	readonly mergeGap: number;
	/** Most to fetch ahead of a sequential reader; 0 turns it off. */
	readonly readAhead: number;
}

const KiB = 1024;
const MiB = 1024 * KiB;

/** Blobs: each read costs the same up to 64 KiB and megabytes pay off, so pages are large. */
export const LOCAL_PAGES: PageOptions = {
	pageSize: MiB,
	budget: 64 * MiB,
	maxRequest: 8 * MiB,
	mergeGap: MiB,
	readAhead: 4 * MiB,
};

/** Networks: start small, grow with use. A request of 2 MiB lost to a cut is soon repeated. */
export const REMOTE_PAGES: PageOptions = {
	pageSize: 64 * KiB,
	budget: 64 * MiB,
	maxRequest: 2 * MiB,
	mergeGap: 64 * KiB,
	readAhead: 2 * MiB,
};
