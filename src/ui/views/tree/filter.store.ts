/**
 * One search over the whole image. Hits arrive in batches while the worker walks; they
 * become rows of one flat list a few times a second, so that a fast search stays smooth.
 */
import { type FailureInfo, failureInfo } from "../../../base/errors";
import type { Progress } from "../../../base/progress";
import type { Client } from "../../../worker/client";
import type { BelowColumns, EntryColumns, FilterDone } from "../../../worker/protocol";
import { append, noEntries } from "./model/hits.model";
import { AS_FOUND, type Sort } from "./model/sort.model";
import { Tree } from "./model/tree.model";

/** More hits than a person will read; the search says so when it stops there. */
export const MAX_HITS = 20_000;
const FLUSH_MS = 80;

export type FilterState =
	| { readonly kind: "running" }
	| { readonly kind: "done"; readonly result: FilterDone }
	| { readonly kind: "stopped" }
	| { readonly kind: "failed"; readonly why: FailureInfo };

export class FilterRun {
	readonly query: string;
	/** The hits as one directory without subdirectories; names are full paths. */
	readonly tree = new Tree(0n, AS_FOUND, { holdsPaths: true });
	state: FilterState = { kind: "running" };
	progress: Progress | undefined;
	#hits: EntryColumns = noEntries();
	#pending: EntryColumns[] = [];
	#timer: ReturnType<typeof setTimeout> | undefined;
	#version = 0;
	readonly #abort = new AbortController();
	readonly #listeners = new Set<() => void>();

	/** @param sort undefined: as they are found */
	constructor(client: Client, query: string, sort?: Sort) {
		this.query = query;
		if (sort) this.tree.setSort(sort);
		void this.#run(client);
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};
	readonly version = (): number => this.#version;

	get hits(): number {
		return this.#hits.count;
	}

	/** Ends the search and keeps what was found. */
	readonly stop = (): void => {
		if (this.state.kind === "running") this.#end({ kind: "stopped" });
		this.#abort.abort();
	};

	setBelow(below: BelowColumns): void {
		this.tree.setBelow(below);
		this.#changed();
	}

	setSort(sort: Sort): void {
		this.tree.setSort(sort);
		this.#changed();
	}

	async #run(client: Client): Promise<void> {
		try {
			const result = await client.call(
				"filter",
				{ query: this.query, limit: MAX_HITS },
				{
					signal: this.#abort.signal,
					onProgress: (progress) => {
						this.progress = progress;
						this.#soon();
					},
					onEvent: (batch) => {
						this.#pending.push(batch);
						this.#soon();
					},
				},
			);
			if (this.state.kind === "running") this.#end({ kind: "done", result });
		} catch (error) {
			if (this.state.kind === "running") this.#end({ kind: "failed", why: failureInfo(error) });
		}
	}

	#end(state: FilterState): void {
		this.state = state;
		this.#flush();
	}

	#soon(): void {
		this.#timer ??= setTimeout(() => this.#flush(), FLUSH_MS);
	}

	#flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		for (const batch of this.#pending) this.#hits = append(this.#hits, batch);
		// No row before the first hit, and none for an empty result: the status line tells.
		if (this.#pending.length && this.#hits.count) this.tree.fill(this.tree.root, this.#hits);
		this.#pending = [];
		this.#changed();
	}

	#changed(): void {
		this.#version++;
		for (const listener of this.#listeners) listener();
	}
}
