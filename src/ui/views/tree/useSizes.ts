/** Measured sizes that decide how the tree is drawn. */
import { useSyncExternalStore } from "react";
import { textScale } from "../../state/media";

const TOUCH = "(pointer: coarse), (max-width: 45rem)";

function subscribe(listener: () => void): () => void {
	const query = window.matchMedia(TOUCH);
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}

/** Heights of a row and of the header, px: dense for a mouse, roomy for fingers. */
export function useHeights(): { readonly row: number; readonly head: number } {
	const touch = useSyncExternalStore(subscribe, () => window.matchMedia(TOUCH).matches);
	const [row, head] = touch ? [36, 34] : [26, 28];
	return { row: row * textScale, head: head * textScale };
}
