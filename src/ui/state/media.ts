/** Which layout fits the window. */
import { useSyncExternalStore } from "react";

/** The same sizes as in the style sheets: below each something gives way. */
const queries = {
	about: window.matchMedia("(max-width: 1199px)"),
	tree: window.matchMedia("(max-width: 899px)"),
	phone: window.matchMedia("(max-width: 720px)"),
	panel: window.matchMedia("(max-height: 559px)"),
};

type Step = keyof typeof queries;

export const givesWay = (step: Step): boolean => queries[step].matches;

/**
 * Whether the window is so narrow that the step is taken: `about` moves what tells of the selection
 * under the view, `tree` lays the tree over it, `phone` leaves one pane and tabs at the bottom; or so
 * low that the panel under the view, `panel`, would leave nothing of it.
 */
export function useGivesWay(step: Step): boolean {
	const query = queries[step];
	const subscribe = (listener: () => void) => {
		query.addEventListener("change", listener);
		return () => query.removeEventListener("change", listener);
	};
	return useSyncExternalStore(subscribe, () => query.matches);
}

/** True on phones: one column, tabs at the bottom. */
export const useNarrow = (): boolean => useGivesWay("phone");
