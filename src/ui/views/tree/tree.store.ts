/**
 * The tree of one open image: its rows (tree.model) and the loads that fill them. Lives as
 * long as the image, so that a pane that is hidden and shown again looks as it did.
 */
import { failureInfo } from "../../../base/errors";
import { nameBytes } from "../../../base/text";
import type { BelowColumns, Listing } from "../../../worker/protocol";
import { type Dir, pathOfDir } from "./model/dir";
import { isDirectory } from "./model/entries";
import type { Sort } from "./model/sort.model";
import { Tree } from "./model/tree.model";

/** Reads a directory. */
export type ListDirectory = (nid: bigint, signal: AbortSignal) => Promise<Listing>;

/** One row, whatever its index is at the moment. Entry -1 is the note of a directory. */
export interface Spot {
	readonly dir: Dir;
	readonly entry: number;
}

export type Revealed =
	| { readonly kind: "found"; readonly spot: Spot }
	/** `name` does not exist in `folder`, or `folder` cannot be entered. */
	| { readonly kind: "missing"; readonly folder: string; readonly name: string }
	/** The path of the root, which has no row. */
	| { readonly kind: "root" }
	/** A newer call took over. */
	| { readonly kind: "stale" };

/** A directory that answers faster never shows a placeholder. */
const SLOW_MS = 120;
const MAX_SIBLINGS = 500;
const LOADS_IN_FLIGHT = 4;
/** Longer paths than any system can hold. */
const MAX_DEPTH = 2048;

interface Load {
	readonly abort: AbortController;
	readonly done: Promise<void>;
}

export class TreeStore {
	readonly tree: Tree;
	readonly #list: ListDirectory;
	readonly #loads = new Map<Dir, Load>();
	readonly #listeners = new Set<() => void>();
	#version = 0;
	#revealing = 0;

	/** @param path of the directory, where it is not the root */
	constructor(rootNid: bigint, sort: Sort, list: ListDirectory, path = "/") {
		this.tree = new Tree(rootNid, sort, path === "/" ? {} : { path });
		this.#list = list;
		void this.#load(this.tree.root);
	}

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	/** Changes whenever rows have changed. */
	readonly version = (): number => this.#version;

	#changed(): void {
		this.#version++;
		for (const listener of this.#listeners) listener();
	}

	expand(dir: Dir, entry: number): void {
		void this.#open(dir, entry);
	}

	collapse(dir: Dir, entry: number): void {
		const child = dir.inside.get(entry);
		if (!child) return;
		this.#stop(child);
		this.tree.close(child);
		this.#changed();
	}

	retry(dir: Dir): void {
		this.tree.wait(dir, false);
		void this.#load(dir);
		this.#changed();
	}

	setBelow(below: BelowColumns): void {
		this.tree.setBelow(below);
		this.#changed();
	}

	setSort(sort: Sort): void {
		this.tree.setSort(sort);
		this.#changed();
	}

	/**
	 * Opens every directory beside a row, in the order shown, a few at a time.
	 * @returns how many there were beyond the limit
	 */
	async expandSiblings(dir: Dir): Promise<number> {
		if (dir.contents.state !== "ready") return 0;
		const { entries } = dir.contents;
		const run = this.tree.run(this.tree.startOf(dir));
		const all = Array.from(run?.order ?? []).filter((entry) => isDirectory(entries, entry));
		const todo = all.slice(0, MAX_SIBLINGS).values();
		const worker = async () => {
			for (const entry of todo) await this.#open(dir, entry);
		};
		await Promise.all(Array.from({ length: LOADS_IN_FLIGHT }, worker));
		return Math.max(0, all.length - MAX_SIBLINGS);
	}

	/** Opens all directories on the way to a path (in `showName` form), and tells once that it did. */
	async reveal(path: string): Promise<Revealed> {
		try {
			return await this.#reveal(path);
		} finally {
			this.#changed();
		}
	}

	async #reveal(path: string): Promise<Revealed> {
		const mine = ++this.#revealing;
		const names = path.split("/").filter(Boolean).slice(0, MAX_DEPTH);
		let dir = this.tree.root;
		for (const [i, name] of names.entries()) {
			await this.#load(dir, false);
			if (mine !== this.#revealing) return { kind: "stale" };
			const entry = this.tree.find(dir, nameBytes(name));
			const missing = { kind: "missing", folder: pathOfDir(dir) || "/", name } as const;
			if (entry < 0 || dir.contents.state !== "ready") return missing;
			if (i === names.length - 1) return { kind: "found", spot: { dir, entry } };
			if (!isDirectory(dir.contents.entries, entry)) {
				return { kind: "missing", folder: `${pathOfDir(dir)}/${name}`, name: names[i + 1] ?? "" };
			}
			dir = this.#openNow(dir, entry);
		}
		return { kind: "root" };
	}

	#openNow(dir: Dir, entry: number): Dir {
		const { contents } = dir;
		const nid = contents.state === "ready" ? (contents.entries.nid[entry] ?? 0n) : 0n;
		return this.tree.open(dir, entry, nid);
	}

	#open(dir: Dir, entry: number): Promise<void> {
		const child = this.#openNow(dir, entry);
		this.#changed();
		return this.#load(child);
	}

	/**
	 * Fills a directory unless it is filled; settles when it is, or cannot be.
	 * @param tells whether that is told, also where it is read at once
	 */
	#load(dir: Dir, tells = true): Promise<void> {
		const running = this.#loads.get(dir);
		if (running) return running.done;
		if (dir.contents.state !== "waiting") return Promise.resolve();
		const abort = new AbortController();
		const done = this.#read(dir, abort.signal, tells);
		this.#loads.set(dir, { abort, done });
		return done;
	}

	async #read(dir: Dir, signal: AbortSignal, tells: boolean): Promise<void> {
		let told = tells;
		const slow = setTimeout(() => {
			this.tree.wait(dir, true);
			this.#changed();
			told = true;
		}, SLOW_MS);
		signal.addEventListener("abort", () => clearTimeout(slow));
		try {
			const { entries, sorted } = await this.#list(dir.nid, signal);
			if (signal.aborted) return;
			this.tree.fill(dir, entries, sorted);
		} catch (error) {
			if (signal.aborted) return;
			this.tree.fail(dir, failureInfo(error));
		} finally {
			clearTimeout(slow);
		}
		this.#loads.delete(dir);
		if (told) this.#changed();
	}

	/** A directory closed while it is being read will be read when it is opened again. */
	#stop(dir: Dir): void {
		const load = this.#loads.get(dir);
		if (!load) return;
		load.abort.abort();
		this.#loads.delete(dir);
		this.tree.wait(dir, false);
	}
}
