/** Measured sizes that decide how the tree is drawn. */
import { type RefObject, useLayoutEffect, useState, useSyncExternalStore } from "react";

/** Inner width of an element, px; 0 until it is known. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const target = element.current;
		if (!target) return;
		const measure = () => setWidth(target.clientWidth);
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(target);
		return () => observer.disconnect();
	}, [element]);
	return width;
}

const TOUCH = "(pointer: coarse), (max-width: 720px)";

function subscribe(listener: () => void): () => void {
	const query = window.matchMedia(TOUCH);
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}

/** Heights of a row and of the header, px: dense for a mouse, roomy for fingers. */
export function useHeights(): { readonly row: number; readonly head: number } {
	const touch = useSyncExternalStore(subscribe, () => window.matchMedia(TOUCH).matches);
	return touch ? { row: 36, head: 34 } : { row: 26, head: 28 };
}
