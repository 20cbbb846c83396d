/** Which layout fits the window. */
import { useSyncExternalStore } from "react";

/**
 * The same sizes as in the style sheets: below each something gives way. In letters of the reader: who has
 * the browser show larger ones has less room.
 */
const queries = {
	about: window.matchMedia("(max-width: 74.9375rem)"),
	tree: window.matchMedia("(max-width: 56.1875rem)"),
	phone: window.matchMedia("(max-width: 45rem)"),
	panel: window.matchMedia("(max-height: 34.9375rem)"),
};

type Step = keyof typeof queries;

export const givesWay = (step: Step): boolean => queries[step].matches;

/**
 * Whether the window is so narrow that the step is taken: `about` moves what tells of the selection
 * under the view, `tree` lays the tree over it, `phone` leaves one pane and tabs at the bottom; or so
 * low that the panel under the view, `panel`, would leave nothing of it.
 */
export const useGivesWay = (step: Step): boolean => useMatches(queries[step]);

function useMatches(query: MediaQueryList): boolean {
	const subscribe = (listener: () => void) => {
		query.addEventListener("change", listener);
		return () => query.removeEventListener("change", listener);
	};
	return useSyncExternalStore(subscribe, () => query.matches);
}

const paper = window.matchMedia("print");

/** Whether the page is being laid out for paper, which does not scroll. */
export const usePrinting = (): boolean => useMatches(paper);

/** True on phones: one column, tabs at the bottom. */
export const useNarrow = (): boolean => useGivesWay("phone");

/** How much larger letters are than most have them: what holds a line of them grows alike. */
export const textScale =
	Number.parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;
