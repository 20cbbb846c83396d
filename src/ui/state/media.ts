/** Which layout fits the window. */
import { useSyncExternalStore } from "react";

/** The same width as in the style sheets. */
const query = window.matchMedia("(max-width: 720px)");

function subscribe(listener: () => void): () => void {
	query.addEventListener("change", listener);
	return () => query.removeEventListener("change", listener);
}

/** True on phones: one column, tabs at the bottom. */
export const useNarrow = (): boolean => useSyncExternalStore(subscribe, () => query.matches);
