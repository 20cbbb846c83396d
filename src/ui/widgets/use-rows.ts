/**
 * The rows on screen, for lists of any length whose rows are of one height: what is drawn follows
 * from a division. The scrolled element holds a window of the rows (window.model), so that heights
 * stay within what browsers can place exactly.
 */
import {
	type RefObject,
	useCallback,
	useLayoutEffect,
	useState,
	useSyncExternalStore,
} from "react";
import { usePrinting } from "../state/media";
import { printedRows } from "./printed-rows";
import {
	type Align,
	type Extent,
	follow,
	type Position,
	reveal,
	START,
	settle,
	virtualTop,
	windowRows,
} from "./window.model";

/** Rows drawn above and below what is visible; after a leap they come a moment later, ms. */
const OVERSCAN = 8;
const LATER = 100;

/** Milliseconds without a scroll event after which scrolling rests. */
const REST = 150;

interface Wish {
	readonly row: number;
	readonly align: Align;
}

/** Where the window is. Outside React, because it must change together with scrollTop. */
class Scroll {
	position: Position = START;
	extent: Extent = { rows: 0, row: 1, view: 0 };
	/** Of the scrolled element, px; 0 before the first layout. */
	height = 0;
	/** Rows to draw above and below what is visible. */
	overscan = 0;
	/** What is to be visible once it is known how much is. */
	wish: Wish | undefined;
	#widening: ReturnType<typeof setTimeout> | undefined;
	#version = 0;
	#keys = { first: 0, end: 0, slots: 0, shift: 0 };
	readonly #listeners = new Set<() => void>();

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};

	/** Changes when other rows are to be drawn. */
	readonly version = (): number => this.#version;

	move(position: Position): void {
		const { row } = this.extent;
		const before = virtualTop(this.position, this.extent);
		const now = virtualTop(position, this.extent);
		const isSame =
			this.position.origin === position.origin &&
			Math.floor(before / row) === Math.floor(now / row);
		this.position = position;
		if (Math.abs(now - before) >= this.extent.view) this.#widenLater();
		if (!isSame) this.#changed();
	}

	resize(height: number): void {
		if (height === this.height) return;
		if (this.height === 0) this.#widenLater();
		this.height = height;
		this.#changed();
	}

	close(): void {
		clearTimeout(this.#widening);
	}

	#widenLater(): void {
		this.overscan = 0;
		clearTimeout(this.#widening);
		this.#widening = setTimeout(() => {
			this.overscan = OVERSCAN;
			this.#changed();
		}, LATER);
	}

	#changed(): void {
		this.#version++;
		for (const listener of this.#listeners) listener();
	}

	/**
	 * What to add to a row for its slot. After a leap, when no row is still in sight, the elements
	 * stay in the order in which they stand: to move them costs more than to fill them.
	 */
	shiftFor(first: number, end: number, slots: number): number {
		const before = this.#keys;
		const leapt = first >= before.end || end <= before.first;
		const turned = before.first + before.shift - first;
		const shift = slots !== before.slots ? 0 : leapt ? turned : before.shift;
		this.#keys = { first, end, slots, shift: ((shift % slots) + slots) % slots };
		return this.#keys.shift;
	}
}

export interface RowItem {
	/** Row in the list. */
	readonly index: number;
	/** Distance from the top of the canvas, px. */
	readonly start: number;
	/**
	 * Key for React: rows that scroll out lend their elements to those that scroll in, which
	 * costs a third of making new ones.
	 */
	readonly slot: number;
}

export interface Rows {
	/** Rows to draw, in order. */
	readonly items: readonly RowItem[];
	/** Height of the canvas, px. */
	readonly height: number;
	/** Rows that are not on the paper. */
	readonly left: number;
	/** Height of what is drawn above the first and below the last of the items, px. */
	readonly before: number;
	readonly after: number;
	/** Rows that fit on screen, at least 1. */
	readonly page: number;
	/** Distance of the first visible pixel from the first row, px. */
	top(): number;
	scrollTo(top: number): void;
	show(row: number, align: Align): void;
}

export interface RowsOptions {
	readonly rows: number;
	/** Height of a row, px. */
	readonly row: number;
	/** Height of what covers the scrolled element at its top and at its bottom, px. */
	readonly head?: number;
	readonly foot?: number;
	readonly element: RefObject<HTMLElement | null>;
}

/** Rows of one height; any number of them. */
export function useRows({ rows, row, head = 0, foot = 0, element }: RowsOptions): Rows {
	const [scroll] = useState(() => new Scroll());
	const isPrinting = usePrinting();
	useSyncExternalStore(scroll.subscribe, scroll.version);

	/** Puts window and element where `at` is visible, before the next paint. */
	const scrollTo = useCallback(
		(at: number) => {
			const position = settle(at, scroll.extent);
			scroll.move(position);
			if (element.current) element.current.scrollTop = position.top;
		},
		[scroll, element],
	);

	useLayoutEffect(() => {
		const scrolled = element.current;
		if (!scrolled) return;
		// Its first call comes with the layout of the next frame: nothing is laid out for it alone.
		const observer = new ResizeObserver(() => scroll.resize(scrolled.clientHeight));
		observer.observe(scrolled);
		let resting: ReturnType<typeof setTimeout> | undefined;
		const rest = () => {
			const at = virtualTop(scroll.position, scroll.extent);
			if (settle(at, scroll.extent).origin !== scroll.position.origin) scrollTo(at);
		};
		const onScroll = () => {
			scroll.move(follow(scroll.position, scrolled.scrollTop, scroll.extent));
			clearTimeout(resting);
			resting = setTimeout(rest, REST);
		};
		scrolled.addEventListener("scroll", onScroll, { passive: true });
		return () => {
			observer.disconnect();
			clearTimeout(resting);
			scroll.close();
			scrolled.removeEventListener("scroll", onScroll);
		};
	}, [scroll, scrollTo, element]);

	const top = useCallback(() => virtualTop(scroll.position, scroll.extent), [scroll]);
	const show = useCallback(
		(row: number, align: Align) => {
			const isKnown = scroll.extent.view > 0;
			scroll.wish = isKnown ? undefined : { row, align };
			const at = top();
			const to = isKnown ? reveal(row, at, scroll.extent, align) : at;
			if (to !== at) scrollTo(to);
		},
		[scroll, scrollTo, top],
	);

	const view = Math.max(0, scroll.height - head - foot);
	useLayoutEffect(() => {
		const before = (virtualTop(scroll.position, scroll.extent) / scroll.extent.row) * row;
		scroll.extent = { rows, row, view };
		const { origin, top } = settle(before, scroll.extent);
		const { position, wish } = scroll;
		if (origin !== position.origin || top !== position.top) scrollTo(before);
		if (wish) show(wish.row, wish.align);
	}, [rows, row, view, scroll, scrollTo, show]);

	const page = Math.max(1, Math.floor(view / row) - 1);
	const rest = { page, top, scrollTo, show };
	if (isPrinting) return { ...printedRows(rows, row), before: 0, after: 0, ...rest };
	const { position, overscan } = scroll;
	const inWindow = windowRows({ rows, row, view });
	const first = Math.max(0, Math.min(inWindow, Math.floor(position.top / row)) - overscan);
	const end = Math.min(inWindow, Math.ceil((position.top + view) / row) + overscan);
	const slots = Math.ceil(view / row) + 2 * OVERSCAN + 2;
	const shift = scroll.shiftFor(first + position.origin, end + position.origin, slots);
	return {
		...rest,
		left: 0,
		items: Array.from({ length: Math.max(0, end - first) }, (_, i) => {
			const index = first + i + position.origin;
			return { index, start: (first + i) * row, slot: (index + shift) % slots };
		}),
		height: inWindow * row,
		before: first * row,
		after: (inWindow - Math.max(first, end)) * row,
	};
}
