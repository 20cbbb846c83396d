/**
 * Bytes of one space, in pages, as the viewport needs them. The newest viewport wins: what an
 * older one asked for and nobody wants any more is aborted. Bounded by bytes; a page that
 * failed is asked for again only when told so.
 */
import { type FailureInfo, failureInfo, isCancelled } from "../../../../base/errors";
import { ByteLru } from "../../../../base/lru";
import { overlaps, type Range } from "../../../../base/range";
import type { BytesResult } from "../../../../worker/protocol";

/** Bytes of a page: a small read costs as much as one of this size. A multiple of any row. */
export const PAGE = 65_536;
const BUDGET = 8 << 20;

export type Missing = BytesResult["missing"][number];

export interface Page {
	readonly bytes: Uint8Array;
	/** Parts without bytes, in offsets of the space. */
	readonly missing: readonly Missing[];
}

export type FetchBytes = (start: number, end: number, signal: AbortSignal) => Promise<BytesResult>;

export interface PagesOptions {
	readonly size: number;
	readonly fetch: FetchBytes;
	/** Something arrived or failed. */
	onChange(): void;
}

export class Pages {
	readonly size: number;
	readonly #fetch: FetchBytes;
	readonly #onChange: () => void;
	readonly #pages = new ByteLru<number, Page>(BUDGET);
	readonly #loading = new Map<number, AbortController>();
	readonly #failed = new Map<number, FailureInfo>();

	constructor({ size, fetch, onChange }: PagesOptions) {
		this.size = size;
		this.#fetch = fetch;
		this.#onChange = onChange;
	}

	/** The page around an offset when it is here. */
	page(offset: number): Page | undefined {
		return this.#pages.get(Math.floor(offset / PAGE));
	}

	byte(offset: number): number | undefined {
		if (this.missingAt(offset) !== undefined) return undefined;
		return this.page(offset)?.bytes[offset % PAGE];
	}

	/** Why there is no byte at an offset; undefined when there is one or it is on its way. */
	missingAt(offset: number): Missing | undefined {
		const index = Math.floor(offset / PAGE);
		const failure = this.#failed.get(index);
		if (failure) return { ...this.#range(index), why: failure.message };
		return this.#pages.get(index)?.missing.find((m) => offset >= m.start && offset < m.end);
	}

	/** Parts of a range without bytes. */
	missingIn(range: Range): Missing[] {
		const out: Missing[] = [];
		for (let i = Math.floor(range.start / PAGE); i * PAGE < range.end; i++) {
			const failure = this.#failed.get(i);
			if (failure) out.push({ ...this.#range(i), why: failure.message });
			else out.push(...(this.#pages.get(i)?.missing.filter((m) => overlaps(m, range)) ?? []));
		}
		return out;
	}

	/** What made reading fail altogether, to be told and tried again. */
	get failure(): FailureInfo | undefined {
		return this.#failed.values().next().value;
	}

	/** Bytes [start, end) as far as they are here: cut at the first page that is not. */
	bytes({ start, end }: Range): Uint8Array {
		const out = new Uint8Array(Math.max(0, Math.min(end, this.size) - start));
		let done = 0;
		while (done < out.length) {
			const at = start + done;
			const page = this.page(at);
			if (!page || this.missingAt(at)) break;
			const part = page.bytes.subarray(at % PAGE, (at % PAGE) + out.length - done);
			if (part.length === 0) break;
			out.set(part, done);
			done += part.length;
		}
		return out.subarray(0, done);
	}

	/** Asks for the pages of a range and gives up all others that are on their way. */
	want(range: Range): void {
		const first = Math.max(0, Math.floor(range.start / PAGE));
		const last = Math.floor((Math.min(range.end, this.size) - 1) / PAGE);
		for (const [index, abort] of this.#loading) {
			if (index < first || index > last) this.#abandon(index, abort);
		}
		for (let index = first; index <= last; index++) {
			if (this.#pages.get(index) || this.#loading.has(index) || this.#failed.has(index)) continue;
			void this.#load(index);
		}
	}

	retry(): void {
		this.#failed.clear();
		this.#onChange();
	}

	close(): void {
		for (const [index, abort] of this.#loading) this.#abandon(index, abort);
		this.#pages.clear();
	}

	#abandon(index: number, abort: AbortController): void {
		this.#loading.delete(index);
		abort.abort();
	}

	#range(index: number): Range {
		return { start: index * PAGE, end: Math.min((index + 1) * PAGE, this.size) };
	}

	async #load(index: number): Promise<void> {
		const abort = new AbortController();
		this.#loading.set(index, abort);
		try {
			const { start, end } = this.#range(index);
			const { bytes, missing } = await this.#fetch(start, end, abort.signal);
			if (abort.signal.aborted) return;
			this.#pages.set(index, { bytes, missing }, bytes.length);
		} catch (error) {
			if (abort.signal.aborted || isCancelled(error)) return;
			this.#failed.set(index, failureInfo(error));
		} finally {
			if (this.#loading.get(index) === abort) this.#loading.delete(index);
		}
		this.#onChange();
	}
}
