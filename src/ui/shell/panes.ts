/** Showing and hiding what stands around the view: the tree, "What is this", the panel at the bottom. */
import { create } from "zustand";
import { currentPlace, navigate, type Place, usePlace, usePlacePart } from "../state/location";
import { givesWay, useGivesWay } from "../state/media";
import { usePrefs } from "../state/prefs";
import type { PanelId, ViewId } from "../state/views";

/** Whether the tree lies over the view, where there is no room beside it. */
export const useTreeOver = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }));

export function toggleTree(): void {
	if (givesWay("tree")) useTreeOver.setState(({ isOpen }) => ({ isOpen: !isOpen }));
	else usePrefs.getState().set("showsTree", !usePrefs.getState().showsTree);
}

/** Views that say little without what the selection is: there it is open also under them. */
const NEEDS_ABOUT: readonly ViewId[] = ["bytes"];

/** Views that have a selection from the first moment on. */
const SELECTS: readonly ViewId[] = ["files", "bytes"];

/** Whether there is a selection to tell of. */
const hasAbout = ({ view, path, nid }: Place): boolean =>
	SELECTS.includes(view) || path !== undefined || nid !== undefined;

export const useHasAbout = (): boolean => usePlacePart(hasAbout);

const panelAt = (
	view: ViewId,
	asked: PanelId | undefined,
	aboutIsUnder: boolean,
	about: boolean,
) => {
	if (asked && (asked !== "about" || aboutIsUnder)) return asked;
	return aboutIsUnder && about && NEEDS_ABOUT.includes(view) ? "about" : undefined;
};

/** What the panel shows; undefined while it is closed. */
export function usePanel(): PanelId | undefined {
	const { view, panel } = usePlace();
	return panelAt(
		view,
		panel,
		useGivesWay("about"),
		usePrefs((s) => s.showsAbout),
	);
}

function currentPanel(): PanelId | undefined {
	const { view, panel } = currentPlace();
	return panelAt(view, panel, givesWay("about"), usePrefs.getState().showsAbout);
}

/** No step in the history: Back leads through places, not through panels. */
export function showPanel(panel: PanelId): void {
	if (panel === "about") usePrefs.getState().set("showsAbout", true);
	navigate({ panel }, { replace: true });
}

export function closePanel(): void {
	if (currentPanel() === "about") usePrefs.getState().set("showsAbout", false);
	navigate({ panel: undefined }, { replace: true });
}

export function toggleAbout(): void {
	const { showsAbout, set } = usePrefs.getState();
	if (!givesWay("about")) set("showsAbout", !showsAbout);
	else if (currentPanel() === "about") closePanel();
	else showPanel("about");
}

export function togglePanel(): void {
	if (currentPanel()) closePanel();
	else if (givesWay("about") && hasAbout(currentPlace())) showPanel("about");
	else showPanel(currentPlace().view === "bytes" ? "find" : "jobs");
}
