/**
 * A remote file, ready for the decoder. The layers, from top to bottom:
 *
 *   page cache  ->  kept pages on this device (only when asked for)  ->  HTTP ranges
 */
import type { ByteSource } from "../base/source";
import { type LoggedRequest, NetworkLog } from "./http/log";
import { type OpenHttpOptions, openHttp } from "./http/open";
import { type Version, versionKey } from "./http/version";
import type { KeptLibrary } from "./kept/library";
import { KeptSource } from "./kept/source";
import { type PageOptions, REMOTE_PAGES } from "./page-options";
import { PageCache } from "./pages";

export interface RemoteOptions extends Omit<OpenHttpOptions, "observer"> {
	readonly pages?: Partial<PageOptions>;
	/** Where fetched pages are kept for the next visit; absent: they are not. */
	readonly kept?: KeptLibrary | undefined;
}

/** What the Network panel shows. */
export interface NetworkState {
	readonly url: string;
	/** Bytes of the whole file. */
	readonly size: number;
	readonly requests: number;
	readonly bytes: number;
	/** Pages found in memory by reads, and not. */
	readonly hits: number;
	readonly misses: number;
	/** Mean milliseconds to an answer. */
	readonly latency: number | undefined;
	/** Bytes that were fetched, merged and ascending. */
	readonly fetched: readonly { readonly start: number; readonly end: number }[];
	/** Bytes that came from this device. */
	readonly kept: number;
	/** When what failed is asked for again, milliseconds since 1970; undefined while nothing failed. */
	readonly again: number | undefined;
	/** Newest last, bounded. */
	readonly log: readonly LoggedRequest[];
}

export interface Remote {
	readonly source: ByteSource;
	readonly url: string;
	readonly version: Version;
	network(): NetworkState;
	/** Ends one request of the log. */
	abort(id: number): void;
	/** Lets go of the pages kept on this device, so that they can be deleted; reading goes on. */
	stopKeeping(): void;
	/**
	 * Closes this one and opens the same address anew, or a fresh link to it: after
	 * `http-changed` and `http-expired`.
	 */
	reopen(options?: { url?: string; signal?: AbortSignal }): Promise<Remote>;
}

/**
 * One request of 64 KiB, which also fills the first page.
 * @throws HttpFailure: see http/cases.ts. `http-no-range` tells the size where known: offer
 *         `downloadWhole`.
 */
export async function openRemote(address: string, options: RemoteOptions = {}): Promise<Remote> {
	const { pages, kept: library, ...open } = options;
	const log = new NetworkLog((options.clock ?? Date).now());
	const { source: http, head } = await openHttp(address, { ...open, observer: log });
	const { url, version, id, size } = http;
	const sizes = { ...REMOTE_PAGES, ...pages };
	// Without a validator, kept pages could be those of another version.
	const keep = versionKey(version) === undefined ? undefined : library;
	const image = await keep?.open({ id, url, size, pageSize: sizes.pageSize });
	const kept = image && new KeptSource(http, image);
	const source = new PageCache(kept ?? http, sizes);
	source.seed(0, head);
	return {
		source,
		url,
		version,
		abort: (request) => log.abort(request),
		stopKeeping: () => image?.close(),
		reopen({ url: other = address, signal } = {}) {
			source.close();
			const { signal: _, ...lasting } = options;
			return openRemote(other, signal ? { ...lasting, signal } : lasting);
		},
		network: () => {
			const { requests, bytes, latency } = log.totals;
			const { hits, misses } = source.stats;
			const { fetched } = log;
			const about = { url, size, requests, bytes, hits, misses, latency, fetched };
			return { ...about, kept: kept?.served ?? 0, again: http.again, log: log.requests };
		},
	};
}
