/** The rows on screen of a list whose rows differ in height: guessed first, then measured. */
import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect } from "react";
import { usePrinting } from "../state/media";
import { printedRows } from "./printed-rows";

/** Rows drawn above and below what is visible. */
const OVERSCAN = 8;

export interface UnevenRows {
	/** Rows to draw, in order, with their distance from the first row, px. */
	readonly items: readonly { readonly index: number; readonly start: number }[];
	/** Height of all rows, px. */
	readonly height: number;
	/** Rows that are not on the paper. */
	readonly left: number;
	/** A `ref` of each drawn row, which has its index as `data-index`. */
	readonly measure: (element: Element | null) => void;
	/** Index of the first row in sight. */
	first(): number;
	show(row: number, align: "auto" | "start" | "center"): void;
}

export interface UnevenRowsOptions {
	readonly rows: number;
	/** Height of a row, px; exact where it can be, so that nothing moves when it is measured. */
	readonly guess: (index: number) => number;
	/** Changes with what the guesses depend on. */
	readonly basis: unknown;
	/** What scrolls, and the height of what lies above the list in it, px. */
	readonly element: RefObject<HTMLElement | null>;
	readonly above?: number;
	/** Height of what covers the scrolled element at its top, px. */
	readonly head?: number;
}

export function useUnevenRows(options: UnevenRowsOptions): UnevenRows {
	const isPrinting = usePrinting();
	const { rows, guess, basis, element, above = 0, head = 0 } = options;
	const virtual = useVirtualizer<HTMLElement, Element>({
		count: rows,
		getScrollElement: () => element.current,
		estimateSize: guess,
		overscan: OVERSCAN,
		scrollMargin: above,
		scrollPaddingStart: head,
	});
	// biome-ignore lint/correctness/useExhaustiveDependencies: what was measured holds for its basis
	useLayoutEffect(() => {
		virtual.measure();
		// The guesses must be there to be put right.
		virtual.getTotalSize();
		// Elements that stay as large as they were do not say so again.
		for (const row of virtual.elementsCache.values()) virtual.measureElement(row);
	}, [basis, virtual]);
	const first = useCallback(
		() => virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + head)?.index ?? 0,
		[virtual, head],
	);
	const show = useCallback(
		(row: number, align: "auto" | "start" | "center") => virtual.scrollToIndex(row, { align }),
		[virtual],
	);
	const rest = { measure: virtual.measureElement, first, show };
	if (isPrinting) return { ...printedRows(rows, 0), ...rest };
	return {
		...rest,
		left: 0,
		items: virtual.getVirtualItems().map(({ index, start }) => ({ index, start: start - above })),
		height: virtual.getTotalSize(),
	};
}
