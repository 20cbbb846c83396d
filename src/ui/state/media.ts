/** Which layout fits the window. */
import { useSyncExternalStore } from "react";

/** The same widths as in the style sheets, px: below each something gives way. */
const WIDTHS = { about: 1200, tree: 900, phone: 720 } as const;

type Step = keyof typeof WIDTHS;

const queryOf = (width: number) => window.matchMedia(`(max-width: ${width}px)`);

const queries: Readonly<Record<Step, MediaQueryList>> = {
	about: queryOf(WIDTHS.about - 1),
	tree: queryOf(WIDTHS.tree - 1),
	phone: queryOf(WIDTHS.phone),
};

export const givesWay = (step: Step): boolean => queries[step].matches;

/**
 * Whether the window is so narrow that the step is taken: `about` moves what tells of the selection
 * under the view, `tree` lays the tree over it, `phone` leaves one pane and tabs at the bottom.
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
