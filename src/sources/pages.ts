/**
 * The page cache: a source over a source that reads whole aligned pages and keeps them.
 *
 *   read -> page held?      view of it (or a copy, when the range spans pages)
 *        -> page under way? wait for the same request
 *        -> else            one request for each run of missing neighbours, of a least size
 *
 * Aligned pages also keep ranges from overlapping, which browser HTTP caches handle badly.
 * Parts: page-store (what is held), page-loads (what is under way), page-plan (batches),
 * read-ahead (sequential readers), now-pages (small ones, for readers without a promise).
 */
import { abortable, cancelled, checkCancelled } from "../base/errors";
import type { Range } from "../base/range";
import { type ByteSource, because } from "../base/source";
import { checkInside, shortRead } from "./check";
import { NowPages } from "./now-pages";
import { assemble, cut } from "./page-bytes";
import { PageLoads, type Wanted } from "./page-loads";
import type { PageOptions } from "./page-options";
import { planPages } from "./page-plan";
import { PageStore } from "./page-store";
import { endFor, NOBODY, type Reader, viewFor } from "./page-view";
import { ReadAhead } from "./read-ahead";

export interface PageStats {
	/** Pages touched by reads and found in memory, or not. */
	readonly hits: number;
	readonly misses: number;
	/** Bytes held now. */
	readonly held: number;
}

export class PageCache implements ByteSource {
	readonly id: string;
	readonly label: string;
	readonly size: number;
	/** In pages of their own size, where the source below can. */
	readonly readNow: ByteSource["readNow"];
	readonly fill: ByteSource["fill"];
	readonly readOnce: ByteSource["readOnce"];
	readonly #inner: ByteSource;
	readonly #options: PageOptions;
	readonly #store: PageStore;
	readonly #loads: PageLoads;
	readonly #ahead: ReadAhead | undefined;
	readonly #now: NowPages | undefined;
	/** Pages of the source. */
	readonly #count: number;
	/** Pages of the smallest request for a miss. */
	readonly #least: number;
	#hits = 0;
	#misses = 0;
	#closed = false;

	constructor(inner: ByteSource, options: PageOptions) {
		this.id = inner.id;
		this.label = inner.label;
		this.size = inner.size;
		this.#inner = inner;
		this.#options = options;
		const { pageSize, budget, maxRequest, leastRequest, readAhead } = options;
		this.#store = new PageStore(budget);
		this.#loads = new PageLoads(
			{
				fetch: (first, end, reason, signal) => this.#fetch(first, end, reason, signal),
				arrived: (page, bytes) => this.#store.put(page, bytes),
			},
			Math.max(1, Math.floor(maxRequest / pageSize)),
		);
		this.#count = Math.ceil(inner.size / pageSize);
		this.#least = Math.max(1, Math.floor(leastRequest / pageSize));
		const ahead = { first: this.#least, most: Math.floor(readAhead / pageSize) };
		this.#ahead = ahead.most > 0 ? new ReadAhead(ahead) : undefined;
		const { fill, readOnce } = inner;
		const now = fill && options.now && new NowPages(fill, inner.size, options.now);
		this.#now = now;
		this.readNow = now && ((start, end) => this.#readNow(now, start, end));
		this.fill =
			fill &&
			((start, into) => {
				this.#checkOpen();
				fill(start, into);
			});
		this.readOnce =
			readOnce &&
			(async (start, end, signal) => {
				this.#checkOpen(signal);
				return readOnce(start, end, signal);
			});
	}

	get stats(): PageStats {
		const held = this.#store.bytes + (this.#now?.bytes ?? 0);
		return { hits: this.#hits, misses: this.#misses, held };
	}

	async read(
		start: number,
		end: number,
		signal?: AbortSignal,
		reader = NOBODY,
	): Promise<Uint8Array> {
		this.#checkOpen(signal);
		checkInside(this, start, end);
		if (start === end) return new Uint8Array();
		return this.peek(start, end, reader) ?? this.#readMissing(start, end, reader, signal);
	}

	/** The bytes if all their pages are held. A view when they lie in one page, else a copy. */
	peek(start: number, end: number, reader = NOBODY): Uint8Array | undefined {
		if (!(start >= 0 && start < end && end <= this.size)) return undefined;
		return this.#held(start, end, reader) ?? this.#now?.peek(start, end);
	}

	/** The same of the large pages alone. */
	#held(start: number, end: number, reader: Reader): Uint8Array | undefined {
		const { pageSize } = this.#options;
		const first = Math.floor(start / pageSize);
		const last = Math.floor((end - 1) / pageSize);
		const found = first === last ? this.#view(first, start, end) : this.#join(first, start, end);
		if (!found) return undefined;
		this.#hits += last - first + 1;
		this.#follow(first, last, false, reader);
		return found;
	}

	/**
	 * Fetches the pages of these ranges in few requests, as one batch. Asks for at most a quarter
	 * of the budget, first ranges first: more (gaps come on top) would push out its own beginning.
	 */
	async prefetch(
		ranges: readonly Range[],
		signal?: AbortSignal,
		{ reason }: Reader = NOBODY,
	): Promise<void> {
		this.#checkOpen(signal);
		const { pageSize, mergeGap, budget } = this.#options;
		const limits = { pageSize, mergeGap, size: this.size, maxBytes: budget / 4 };
		const pages = planPages(ranges, limits, (page) => this.#store.has(page));
		await this.#gather(pages, signal, reason);
	}

	/** Puts bytes that are known already (the probe of a remote file) into the whole pages they fill. */
	seed(start: number, bytes: Uint8Array): void {
		const { pageSize } = this.#options;
		for (let page = Math.ceil(start / pageSize); ; page++) {
			const from = page * pageSize;
			const to = Math.min(from + pageSize, this.size);
			if (from >= to || to > start + bytes.length) return;
			this.#store.put(page, bytes.slice(from - start, to - start));
		}
	}

	withReason(reason: string): ByteSource {
		return viewFor(this, { reason });
	}

	within(within: Range): ByteSource {
		return viewFor(this, { within });
	}

	/** Aborts what is under way, forgets all pages and closes the source below. */
	close(): void {
		this.#closed = true;
		this.#loads.cancelAll();
		this.#store.clear();
		this.#now?.clear();
		this.#inner.close?.();
	}

	async #readMissing(
		start: number,
		end: number,
		reader: Reader,
		signal?: AbortSignal,
	): Promise<Uint8Array> {
		const { reason } = reader;
		const { pageSize } = this.#options;
		const first = Math.floor(start / pageSize);
		const last = Math.floor((end - 1) / pageSize);
		const parts: (Uint8Array | Promise<Uint8Array>)[] = [];
		const wanted: Wanted[] = [];
		/** Pages at the end of the range that nobody has asked for before. */
		let fresh = 0;
		for (let page = first; page <= last; page++) {
			const held = this.#store.get(page);
			fresh = held || this.#loads.has(page) ? 0 : fresh + 1;
			if (held) {
				parts.push(held);
				continue;
			}
			const one = this.#loads.want(page, reason);
			wanted.push(one);
			parts.push(one.arrival);
		}
		this.#misses += wanted.length;
		this.#hits += parts.length - wanted.length;
		if (fresh > 0) wanted.push(...this.#wantBehind(last, this.#least - fresh, reason));
		this.#follow(first, last, true, reader, signal);
		const pages = await this.#settle(Promise.all(parts), wanted, signal);
		return assemble(pages, start - first * pageSize, end - start);
	}

	/** Up to `most` pages behind a miss, as far as they are missing too; they come along with it. */
	#wantBehind(last: number, most: number, reason?: string): Wanted[] {
		const end = Math.min(this.#count, last + 1 + most);
		const wanted: Wanted[] = [];
		for (let page = last + 1; page < end; page++) {
			if (this.#store.has(page) || this.#loads.has(page)) break;
			wanted.push(this.#loads.want(page, reason));
		}
		return wanted;
	}

	async #gather(pages: readonly number[], signal?: AbortSignal, reason?: string): Promise<void> {
		const wanted = pages.map((page) => this.#loads.want(page, reason));
		await this.#settle(Promise.all(wanted.map(({ arrival }) => arrival)), wanted, signal);
	}

	/** Waits, and gives the pages back however it ends. */
	async #settle<T>(work: Promise<T>, wanted: readonly Wanted[], signal?: AbortSignal): Promise<T> {
		try {
			return await abortable(work, signal);
		} finally {
			for (const one of wanted) this.#loads.leave(one);
		}
	}

	/** Lets read-ahead see the access and fetches what it asks for, in the reader's name. */
	#follow(
		first: number,
		last: number,
		missed: boolean,
		reader: Reader,
		signal?: AbortSignal,
	): void {
		const end = endFor(reader, first, this.#options.pageSize, this.#count);
		const run = this.#ahead?.touch(first, last, missed, end);
		if (!run) return;
		const pages: number[] = [];
		for (let page = run.start; page < run.end; page++) {
			if (!this.#store.has(page) && !this.#loads.has(page)) pages.push(page);
		}
		// Nobody waits for these; who needs one of them later asks again and hears the failure.
		const { reason } = reader;
		const why = reason === undefined ? "read-ahead" : `read-ahead: ${reason}`;
		this.#gather(pages, signal, why).catch(() => {});
	}

	async #fetch(
		first: number,
		end: number,
		reason: string,
		signal: AbortSignal,
	): Promise<Uint8Array[]> {
		const { pageSize } = this.#options;
		const from = first * pageSize;
		const to = Math.min(end * pageSize, this.size);
		const source = reason ? because(this.#inner, reason) : this.#inner;
		const bytes = await source.read(from, to, signal);
		if (bytes.length !== to - from) throw shortRead(this.label, from, to - from, bytes.length);
		return cut(bytes, pageSize);
	}

	#readNow(now: NowPages, start: number, end: number): Uint8Array {
		this.#checkOpen();
		checkInside(this, start, end);
		if (start === end) return new Uint8Array();
		return this.#held(start, end, NOBODY) ?? now.read(start, end);
	}

	#view(page: number, start: number, end: number): Uint8Array | undefined {
		const from = page * this.#options.pageSize;
		return this.#store.get(page)?.subarray(start - from, end - from);
	}

	#join(first: number, start: number, end: number): Uint8Array | undefined {
		const { pageSize } = this.#options;
		const pages: Uint8Array[] = [];
		for (let page = first; page * pageSize < end; page++) {
			const held = this.#store.get(page);
			if (!held) return undefined;
			pages.push(held);
		}
		return assemble(pages, start - first * pageSize, end - start);
	}

	#checkOpen(signal?: AbortSignal): void {
		checkCancelled(signal);
		if (this.#closed) throw cancelled();
	}
}
