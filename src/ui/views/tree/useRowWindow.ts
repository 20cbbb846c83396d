/**
 * The rows on screen, for lists of any length: @tanstack/react-virtual over a window of
 * rows (window.model), so that heights stay within what browsers can place exactly.
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
} from "./model/window.model";

/** Rows drawn above and below what is visible. */
const OVERSCAN = 6;

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

export interface RowWindow {
	/** Rows to draw, in order. */
	readonly items: readonly RowItem[];
	/** Height of the canvas, px. */
	readonly height: number;
	/** Rows that fit on screen, at least 1. */
	readonly page: number;
	/** Distance of the first visible pixel from the first row, px. */
	top(): number;
	scrollTo(top: number): void;
	show(row: number, align: Align): void;
}

export interface RowWindowOptions {
	readonly rows: number;
	/** Height of a row, and of what covers the top of the scrolled element, px. */
	readonly row: number;
	readonly head: number;
	readonly element: RefObject<HTMLElement | null>;
}

export function useRowWindow({ rows, row, head, element }: RowWindowOptions): RowWindow {
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
		count: Math.min(rows, windowRows({ rows, row, view: 0 })),
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

	const view = Math.max(0, (virtualizer.scrollRect?.height ?? 0) - head);
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
	return {
		items: virtualizer.getVirtualItems().map((item) => {
			const index = item.index + origin;
			return { index, start: item.start, slot: index % slots };
		}),
		height: virtualizer.getTotalSize(),
		page: Math.max(1, Math.floor(view / row) - 1),
		top,
		scrollTo,
		show,
	};
}
