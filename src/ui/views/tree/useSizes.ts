/** Measured sizes that decide how the tree is drawn. */
import { useSyncExternalStore } from "react";

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
