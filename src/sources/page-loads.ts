/**
 * Pages under way. Every page has at most one promise, which all callers share; pages wanted
 * in the same turn of the event loop go out together, neighbours as one request.
 *
 *   want(3) want(4) want(9)  ->  request [3,4]  request [9]
 *
 * Who wants a page must leave it again (answered or not). A request is aborted only when the
 * last caller of its last page has left. Failed and aborted pages are forgotten at once, so
 * that the next caller asks anew.
 */
import { cancelled } from "../base/errors";

/** One page under way. */
export interface Wanted {
	readonly page: number;
	readonly reason: string | undefined;
	readonly arrival: Promise<Uint8Array>;
	readonly resolve: (bytes: Uint8Array) => void;
	readonly reject: (error: unknown) => void;
	callers: number;
	/** The request that brings it, once sent. */
	load?: Load;
}

interface Load {
	readonly pages: readonly Wanted[];
	readonly abort: AbortController;
	/** It has ended, well or not: there is nothing to abort any more. */
	over: boolean;
}

export interface LoaderHooks {
	/** Fetches pages [first, end) and cuts them apart. */
	fetch(first: number, end: number, reason: string, signal: AbortSignal): Promise<Uint8Array[]>;
	arrived(page: number, bytes: Uint8Array): void;
}

export class PageLoads {
	readonly #hooks: LoaderHooks;
	readonly #maxRun: number;
	readonly #pages = new Map<number, Wanted>();
	#queue: Wanted[] = [];

	/** `maxRun`: most pages in one request. */
	constructor(hooks: LoaderHooks, maxRun: number) {
		this.#hooks = hooks;
		this.#maxRun = maxRun;
	}

	has(page: number): boolean {
		return this.#pages.has(page);
	}

	/** The page's promise, with one more caller; give it back with {@link leave}. */
	want(page: number, reason?: string): Wanted {
		const known = this.#pages.get(page);
		if (known) {
			known.callers += 1;
			return known;
		}
		const wanted = newWanted(page, reason);
		this.#pages.set(page, wanted);
		if (this.#queue.length === 0) queueMicrotask(() => this.#send());
		this.#queue.push(wanted);
		return wanted;
	}

	leave(wanted: Wanted): void {
		wanted.callers -= 1;
		const { load } = wanted;
		if (load && !load.over && load.pages.every((one) => one.callers === 0)) this.#cancel(load);
	}

	/** Aborts everything under way; callers still waiting get `cancelled`. */
	cancelAll(): void {
		for (const wanted of [...this.#pages.values()]) {
			if (wanted.load) this.#cancel(wanted.load);
			else this.#forget(wanted);
		}
	}

	#send(): void {
		const pages = this.#queue.filter((one) => this.#pages.get(one.page) === one);
		this.#queue = [];
		for (const run of runsOf(pages, this.#maxRun)) void this.#fetch(run);
	}

	async #fetch(pages: readonly [Wanted, ...Wanted[]]): Promise<void> {
		const load: Load = { pages, abort: new AbortController(), over: false };
		for (const one of pages) one.load = load;
		const first = pages[0].page;
		try {
			const end = first + pages.length;
			const parts = await this.#hooks.fetch(first, end, reasonsOf(pages), load.abort.signal);
			if (load.abort.signal.aborted) return;
			for (const [i, bytes] of parts.entries()) this.#deliver(pages[i], bytes);
		} catch (error) {
			for (const one of pages) this.#forget(one, error);
		} finally {
			load.over = true;
		}
	}

	#deliver(wanted: Wanted | undefined, bytes: Uint8Array): void {
		if (!wanted) return;
		this.#pages.delete(wanted.page);
		this.#hooks.arrived(wanted.page, bytes);
		wanted.resolve(bytes);
	}

	#cancel(load: Load): void {
		for (const one of load.pages) this.#forget(one);
		load.abort.abort();
	}

	#forget(wanted: Wanted, error: unknown = cancelled()): void {
		if (this.#pages.get(wanted.page) === wanted) this.#pages.delete(wanted.page);
		wanted.reject(error);
	}
}

function newWanted(page: number, reason: string | undefined): Wanted {
	let resolve: Wanted["resolve"] = () => {};
	let reject: Wanted["reject"] = () => {};
	const arrival = new Promise<Uint8Array>((yes, no) => {
		resolve = yes;
		reject = no;
	});
	// A page nobody waits for any more may fail; that is not an unhandled rejection.
	arrival.catch(() => {});
	return { page, reason, arrival, resolve, reject, callers: 1 };
}

/** Cuts pages into runs of neighbours, each at most `maxRun` long. */
function runsOf(pages: readonly Wanted[], maxRun: number): [Wanted, ...Wanted[]][] {
	const runs: [Wanted, ...Wanted[]][] = [];
	for (const one of [...pages].sort((a, b) => a.page - b.page)) {
		const run = runs.at(-1);
		if (run && run[0].page + run.length === one.page && run.length < maxRun) run.push(one);
		else runs.push([one]);
	}
	return runs;
}

const reasonsOf = (pages: readonly Wanted[]): string =>
	[...new Set(pages.flatMap((one) => one.reason ?? []))].join(", ");
