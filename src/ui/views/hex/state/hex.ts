/**
 * One space in the hex view: what is on screen, where the cursor is, what is known about the
 * bytes. Drawing subscribes to it without React; panels pick the parts they show. Pages and
 * annotations are asked for as the viewport moves.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Finding } from "../../../../base/finding";
import { contains, type Range, type SpaceId } from "../../../../base/range";
import { Feed } from "../data/feed";
import { type FetchNodes, NO_NOTES, type Notes, NotesLoader } from "../data/notes";
import { type FetchBytes, Pages } from "../data/pages";
import { type Columns, columnsOf, rowCount, type Side } from "../model/geometry.model";
import { type Leaf, leafAt } from "../model/leaves.model";
import { type Align, clampTop, type Extent, reveal, visibleRows } from "../model/scroll.model";
import {
	fitSelection,
	moveTo,
	rangeOf,
	type Selection,
	START,
	sameSelection,
	selectionOf,
} from "../model/selection.model";

export interface HexState {
	readonly columns: Columns;
	/** Height of the rows' part of the canvas, px; 0 before the first layout. */
	readonly view: number;
	/** Distance of the first visible pixel from the first row, px. */
	readonly top: number;
	readonly selection: Selection;
	/** Column the keyboard is in. */
	readonly side: Side;
	readonly focused: boolean;
	/** Byte under the pointer. */
	readonly hover: number | undefined;
	/** What the structure tree points at. */
	readonly framed: Leaf | undefined;
	/** What looks wrong in this space. */
	readonly findings: readonly Finding[];
	readonly notes: Notes;
	/** Start of a place that was asked for but lies behind the last byte. */
	readonly beyond: number | undefined;
	/** Counts arrivals of bytes. */
	readonly arrived: number;
	/** Counts clicks: each lets the tree show the row of the byte. */
	readonly picked: number;
	/** A short message for everyone: on screen and aloud, for a while. */
	readonly said: string;
}

export interface HexOptions {
	readonly space: SpaceId;
	/** Bytes in the space. */
	readonly size: number;
	/** Byte a first visit begins at, when it names none. */
	readonly home: number;
	readonly blockSize: number;
	readonly fetchBytes: FetchBytes;
	readonly fetchNodes: FetchNodes;
}

const INITIAL: HexState = {
	columns: columnsOf({ perRow: 16, group: 8, digits: 8, charWidth: 8, rowHeight: 20 }),
	view: 0,
	top: 0,
	selection: START,
	side: "hex",
	focused: false,
	hover: undefined,
	framed: undefined,
	findings: [],
	notes: NO_NOTES,
	beyond: undefined,
	arrived: 0,
	picked: 0,
	said: "",
};

/** How long a message stays, ms. */
const SAID = 4000;

export class Hex {
	readonly space: SpaceId;
	readonly size: number;
	readonly home: number;
	readonly blockSize: number;
	readonly pages: Pages;
	readonly store: StoreApi<HexState> = createStore(() => INITIAL);
	/** The selected inode: all of it is told, met before or not. */
	focus: bigint | undefined;
	readonly #notes: NotesLoader;
	readonly #feed: Feed;
	/** What the byte under the cursor is, also when the rows have moved on. */
	#kept: { readonly offset: number; readonly leaf: Leaf | undefined } | undefined;
	#saying: ReturnType<typeof setTimeout> | undefined;
	/** A jump made before the size of the canvas was known. */
	#pending: { readonly offset: number; readonly top: number | undefined } | undefined;

	constructor({ space, size, home, blockSize, fetchBytes, fetchNodes }: HexOptions) {
		this.space = space;
		this.size = size;
		this.home = home;
		this.blockSize = blockSize;
		const arrived = () => this.#set({ arrived: this.state.arrived + 1 });
		this.pages = new Pages({ size, fetch: fetchBytes, onChange: arrived });
		const onNotes = (notes: Notes) => this.#set({ notes });
		this.#notes = new NotesLoader({ size, fetch: fetchNodes, onNotes });
		this.#feed = new Feed(this.pages, this.#notes);
	}

	get state(): HexState {
		return this.store.getState();
	}

	get extent(): Extent {
		const { columns, view } = this.state;
		return { rows: rowCount(this.size, columns.perRow), row: columns.rowHeight, view };
	}

	/** Bytes of which anything is visible. */
	get visible(): Range {
		const { from, to } = visibleRows(this.state.top, this.extent);
		const { perRow } = this.state.columns;
		return { start: from * perRow, end: Math.min(this.size, to * perRow) };
	}

	leaf(offset: number): Leaf | undefined {
		const { notes } = this.state;
		if (contains(notes, offset)) return leafAt(notes.leaves, offset);
		return this.#kept?.offset === offset ? this.#kept.leaf : undefined;
	}

	/** Whether {@link leaf} tells all there is; it does not while structures are on their way. */
	knows(offset: number): boolean {
		return contains(this.state.notes, offset) || this.#kept?.offset === offset;
	}

	/** Waits until {@link leaf} tells all of the cursor's byte; false when the cursor is elsewhere by then. */
	async whenKnown(): Promise<boolean> {
		const { cursor } = this.state.selection;
		if (this.knows(cursor)) return true;
		return new Promise((resolve) => {
			const stop = this.store.subscribe(({ selection }) => {
				const isHere = selection.cursor === cursor;
				if (isHere && !this.knows(cursor)) return;
				stop();
				resolve(isHere);
			});
		});
	}

	/** A new shape of the rows: the byte at the top stays there, and the cursor in sight. */
	layout(columns: Columns, view: number): void {
		const before = this.state;
		const { cursor } = before.selection;
		const wasInSight = contains(this.visible, cursor);
		const topByte = Math.floor(before.top / before.columns.rowHeight) * before.columns.perRow;
		this.#set({ columns, view });
		if (this.#pending && view > 0) {
			const { offset, top } = this.#pending;
			this.#pending = undefined;
			this.#jump(offset, top);
			return;
		}
		const same =
			columns.perRow === before.columns.perRow && columns.rowHeight === before.columns.rowHeight;
		this.scrollTo(same ? before.top : Math.floor(topByte / columns.perRow) * columns.rowHeight);
		if (wasInSight && !contains(this.visible, cursor)) this.reveal(cursor, "jump");
	}

	scrollTo(top: number): void {
		const clamped = clampTop(top, this.extent);
		if (clamped !== this.state.top) this.#set({ top: clamped, hover: undefined });
		this.#want();
	}

	scrollBy(pixels: number): void {
		this.scrollTo(this.state.top + pixels);
	}

	reveal(offset: number, align: Align): void {
		const row = Math.floor(offset / this.state.columns.perRow);
		this.scrollTo(reveal(row, this.state.top, this.extent, align));
	}

	/** The cursor goes to a byte, which is then visible. */
	move(offset: number, extend: boolean): void {
		if (this.size === 0) return;
		this.select(moveTo(this.state.selection, offset, extend, this.size));
		this.reveal(this.state.selection.cursor, "nearest");
	}

	/** A selection as it is, without scrolling. */
	select(selection: Selection): void {
		if (!sameSelection(selection, this.state.selection)) this.#set({ selection });
	}

	/**
	 * Goes to a range that came from outside.
	 * @param topByte byte that was at the top when this place was left; absent for a new visit
	 */
	visit(range: Range | undefined, topByte: number | undefined): void {
		const at = range ?? { start: this.home, end: this.home + 1 };
		if (this.size === 0) return;
		this.select(fitSelection(selectionOf(at), this.size));
		const offset = this.state.selection.cursor;
		if (this.state.view === 0) this.#pending = { offset, top: topByte };
		else this.#jump(offset, topByte);
		const beyond = at.start >= this.size ? at.start : undefined;
		this.#set({ picked: this.state.picked + 1, beyond });
	}

	get selected(): Range {
		return rangeOf(this.state.selection);
	}

	setSide = (side: Side): void => this.#set({ side });
	setFocused = (focused: boolean): void => this.#set({ focused });
	pick = (): void => this.#set({ picked: this.state.picked + 1 });

	hover(offset: number | undefined): void {
		if (offset !== this.state.hover) this.#set({ hover: offset });
	}

	frame(leaf: Leaf | undefined): void {
		if (leaf !== this.state.framed) this.#set({ framed: leaf });
	}

	setFindings(all: readonly Finding[]): void {
		this.#set({ findings: all.filter(({ at }) => at.space === this.space) });
	}

	/** What looks wrong at a byte, worst first. */
	findingAt(offset: number): Finding | undefined {
		return this.state.findings.find(({ at }) => contains(at, offset));
	}

	/** Asks again what is known: another inode is selected, or more has been met. */
	refreshNotes(): void {
		this.#notes.refresh();
	}

	retry(): void {
		this.pages.retry();
		this.#want();
		this.refreshNotes();
	}

	/** Nothing is said of undefined: callers hand on what a command answered. */
	readonly say = (message: string | undefined): void => {
		if (!message) return;
		clearTimeout(this.#saying);
		this.#set({ said: message });
		this.#saying = setTimeout(() => this.#set({ said: "" }), SAID);
	};

	close(): void {
		clearTimeout(this.#saying);
		this.#feed.close();
	}

	#jump(offset: number, topByte: number | undefined): void {
		if (topByte === undefined) this.reveal(offset, "jump");
		else {
			const { perRow, rowHeight } = this.state.columns;
			this.scrollTo(Math.floor(topByte / perRow) * rowHeight);
		}
	}

	#set(part: Partial<HexState>): void {
		this.store.setState(part);
		if (part.notes || part.selection) this.#keep();
	}

	#keep(): void {
		const { notes, selection } = this.state;
		const offset = selection.cursor;
		if (contains(notes, offset)) this.#kept = { offset, leaf: leafAt(notes.leaves, offset) };
	}

	#want(): void {
		if (this.state.view > 0) this.#feed.want(this.visible);
	}
}
