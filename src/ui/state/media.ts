/** What the window and the system ask for. */
import { useSyncExternalStore } from "react";

function watch(condition: string): () => boolean {
	const query = window.matchMedia(condition);
	const subscribe = (listener: () => void) => {
		query.addEventListener("change", listener);
		return () => query.removeEventListener("change", listener);
	};
	return () => useSyncExternalStore(subscribe, () => query.matches);
}

/** True on phones: one column, tabs at the bottom. The same width as in the style sheets. */
export const useNarrow = watch("(max-width: 720px)");

/** True when the system prefers dark; the user may have chosen otherwise. */
export const useSystemDark = watch("(prefers-color-scheme: dark)");
