/**
 * The rows on screen, for lists of any length: @tanstack/react-virtual, for rows of one height over
 * a window of them (window.model), so that heights stay within what browsers can place exactly.
 */
import { observeElementOffset, useVirtualizer } from "@tanstack/react-virtual";
import {
	type RefObject,
	useCallback,
	useLayoutEffect,
	useState,
	useSyncExternalStore,
} from "react";
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

/** Rows drawn above and below what is visible. */
const OVERSCAN = 8;

/** Where the window is. Outside React, because it must change together with scrollTop. */
class Scroll {
	position: Position = START;
	extent: Extent = { rows: 0, row: 1, view: 0 };
	/** Tells the virtualizer where the element is scrolled to. */
	report: ((top: number) => void) | undefined;
	readonly #listeners = new Set<() => void>();

	readonly subscribe = (listener: () => void): (() => void) => {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	};
	readonly origin = (): number => this.position.origin;

	move(position: Position): void {
		const moved = position.origin !== this.position.origin;
		this.position = position;
		if (moved) for (const listener of this.#listeners) listener();
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
	const origin = useSyncExternalStore(scroll.subscribe, scroll.origin);

	/** Puts window and element where `at` is visible, before the next paint. */
	const scrollTo = useCallback(
		(at: number) => {
			const position = settle(at, scroll.extent);
			scroll.move(position);
			if (element.current) element.current.scrollTop = position.top;
			scroll.report?.(position.top);
		},
		[scroll, element],
	);

	const virtualizer = useVirtualizer<HTMLElement, HTMLElement>({
		count: windowRows({ rows, row, view: 0 }),
		getScrollElement: () => element.current,
		estimateSize: () => row,
		overscan: OVERSCAN,
		observeElementOffset: (instance, report) => {
			scroll.report = (top) => report(top, false);
			return observeElementOffset(instance, (top, isScrolling) => {
				scroll.move(follow(scroll.position, top, scroll.extent));
				report(top, isScrolling);
				if (isScrolling) return;
				const at = virtualTop(scroll.position, scroll.extent);
				if (settle(at, scroll.extent).origin !== scroll.position.origin) scrollTo(at);
			});
		},
	});

	const view = Math.max(0, (virtualizer.scrollRect?.height ?? 0) - head - foot);
	useLayoutEffect(() => {
		const before = (virtualTop(scroll.position, scroll.extent) / scroll.extent.row) * row;
		const resized = scroll.extent.row !== row;
		scroll.extent = { rows, row, view };
		const { origin } = settle(before, scroll.extent);
		if (resized || origin !== scroll.position.origin) scrollTo(before);
	}, [rows, row, view, scroll, scrollTo]);

	// biome-ignore lint/correctness/useExhaustiveDependencies: sizes are estimates of `row`
	useLayoutEffect(() => virtualizer.measure(), [row, virtualizer]);

	const top = useCallback(() => virtualTop(scroll.position, scroll.extent), [scroll]);
	const show = useCallback(
		(index: number, align: Align) => {
			const at = top();
			const to = reveal(index, at, scroll.extent, align);
			if (to !== at) scrollTo(to);
		},
		[scroll, scrollTo, top],
	);

	const slots = Math.ceil(view / row) + 2 * OVERSCAN + 2;
	const items = virtualizer.getVirtualItems();
	const height = virtualizer.getTotalSize();
	return {
		items: items.map((item) => {
			const index = item.index + origin;
			return { index, start: item.start, slot: index % slots };
		}),
		height,
		before: items[0]?.start ?? 0,
		after: height - (items.at(-1)?.end ?? 0),
		page: Math.max(1, Math.floor(view / row) - 1),
		top,
		scrollTo,
		show,
	};
}
