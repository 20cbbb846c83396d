/**
 * What is known about the bytes around the viewport. One window of annotations at a time:
 * it reaches past the screen, so that scrolling by a few rows asks nothing, and stays in
 * use until the next one arrives.
 */
import { isCancelled } from "../../../../base/errors";
import type { Range } from "../../../../base/range";
import type { Annotation } from "../../../../schema/annotate";
import { flatten, type Leaf } from "../model/leaves.model";

/**
 * Bytes known on both sides of what is visible. The worker names a bounded number of
 * inodes, from the start of the range on: a wide margin would leave none for the screen.
 */
const MARGIN = 1024;
/** Asked for again when less than this is left. */
const RESERVE = 128;
/** Scrolling must rest this long, ms: structures under moving rows cannot be read anyway. */
const REST = 60;

export interface Notes extends Range {
	readonly nodes: readonly Annotation[];
	readonly leaves: readonly Leaf[];
}

export const NO_NOTES: Notes = { start: 0, end: 0, nodes: [], leaves: [] };

export type FetchNodes = (
	start: number,
	end: number,
	signal: AbortSignal,
) => Promise<readonly Annotation[]>;

export interface NotesOptions {
	readonly size: number;
	readonly fetch: FetchNodes;
	onNotes(notes: Notes): void;
}

export class NotesLoader {
	readonly #options: NotesOptions;
	#have: Range = NO_NOTES;
	#asked: Range | undefined;
	#visible: Range = NO_NOTES;
	#abort: AbortController | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(options: NotesOptions) {
		this.#options = options;
	}

	/** Makes sure the structures of a range will be known. */
	want(range: Range): void {
		this.#visible = range;
		const near = {
			start: Math.max(0, range.start - RESERVE),
			end: this.#clip(range.end + RESERVE),
		};
		const within = (r: Range | undefined) => r && r.start <= near.start && near.end <= r.end;
		if (within(this.#have) || within(this.#asked)) return;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => void this.#load(), REST);
	}

	/** Asks again for the same place: another inode is selected, or more has been met. */
	refresh(): void {
		clearTimeout(this.#timer);
		void this.#load();
	}

	close(): void {
		clearTimeout(this.#timer);
		this.#abort?.abort();
	}

	#clip(end: number): number {
		return Math.min(end, this.#options.size);
	}

	async #load(): Promise<void> {
		const { start, end } = this.#visible;
		if (end <= start) return;
		this.#abort?.abort();
		const abort = new AbortController();
		this.#abort = abort;
		const range = { start: Math.max(0, start - MARGIN), end: this.#clip(end + MARGIN) };
		this.#asked = range;
		try {
			const nodes = await this.#options.fetch(range.start, range.end, abort.signal);
			if (abort.signal.aborted) return;
			this.#have = range;
			this.#options.onNotes({ ...range, nodes, leaves: flatten(nodes, range) });
		} catch (error) {
			if (isCancelled(error) || abort.signal.aborted) return;
			// Without structures the bytes are still worth showing; reading them tells what is wrong.
			this.#have = range;
			this.#options.onNotes({ ...range, nodes: [], leaves: [] });
		} finally {
			if (this.#abort === abort) this.#asked = undefined;
		}
	}
}
