/** Showing and hiding what stands around the view: the tree, "What is this", the panel at the bottom. */
import { create } from "zustand";
import { IMAGE_SPACE } from "../../base/space";
import { type OpenRaw, useImage } from "../state/image";
import { isLearning, useLearning } from "../state/learn";
import { currentPlace, navigate, type Place, usePlacePart } from "../state/location";
import { givesWay, useGivesWay } from "../state/media";
import { originOf, sameOrigin } from "../state/origin";
import { usePrefs } from "../state/prefs";
import type { PanelId, ViewId } from "../state/views";

/** Whether the tree lies over the view, where there is no room beside it. */
export const useTreeOver = create<{ readonly isOpen: boolean }>()(() => ({ isOpen: false }));

/** With the drawer Learn there is room for less. */
const treeIsOver = (): boolean => givesWay("tree") || (isLearning() && givesWay("about"));
const aboutIsUnder = (): boolean => givesWay("about") || isLearning();

export function useTreeIsOver(): boolean {
	const learning = useLearning();
	const tree = useGivesWay("tree");
	const about = useGivesWay("about");
	return tree || (learning && about);
}

export function useAboutIsUnder(): boolean {
	const learning = useLearning();
	return useGivesWay("about") || learning;
}

/** What it lay over is to be seen now. */
export const closeTreeOver = (): void => useTreeOver.setState({ isOpen: false });

export function toggleTree(): void {
	if (treeIsOver()) useTreeOver.setState(({ isOpen }) => ({ isOpen: !isOpen }));
	else usePrefs.getState().set("showsTree", !usePrefs.getState().showsTree);
}

/** Views that say little without what the selection is: there it is open also under them. */
const NEEDS_ABOUT: readonly ViewId[] = ["bytes"];

/** Views that have a selection from the first moment on. */
const SELECTS: readonly ViewId[] = ["files", "bytes"];

/** Whether there is a selection to tell of. */
const hasAbout = (place: Place): boolean => {
	const { view, path, nid, finding } = place;
	if (!hasBytes(place)) return false;
	return SELECTS.includes(view) || path !== undefined || nid !== undefined || finding !== undefined;
};

/** A folder has no bytes; what is in it has some. */
const hasBytes = (place: Place): boolean =>
	rawAt(place)?.facts.size !== 0 || place.space !== IMAGE_SPACE;

export const useHasBytes = (): boolean => usePlacePart(hasBytes);

const hasFind = (place: Place): boolean => place.view === "bytes" && hasBytes(place);

/** Whether there are bytes on screen to be searched. */
export const useHasFind = (): boolean => usePlacePart(hasFind);

/** The file of a place that did not open as an image. */
function rawAt(place: Place): OpenRaw | undefined {
	const { raw } = useImage.getState();
	return sameOrigin(raw?.origin, originOf(place)) ? raw : undefined;
}

export const useHasAbout = (): boolean => usePlacePart(hasAbout);

/**
 * Beside a lesson, or a way with its steps, it opens only when it is asked for: bytes stay in sight.
 * @param shows whether it opens by itself elsewhere
 */
const panelAt = (place: Place, isUnder: boolean, shows: boolean): PanelId | undefined => {
	const { view, panel, learn, walk, finding } = place;
	if (panel && (panel !== "about" || isUnder)) return panel;
	const isNeeded = NEEDS_ABOUT.includes(view) || (view === "check" && finding !== undefined);
	const isAsked = isNeeded && !learn && !walk && !saysWhy(place);
	return isUnder && shows && isAsked ? "about" : undefined;
};

/** What is no image says why first, and what is in it: its bytes have their turn once some are selected. */
const saysWhy = (place: Place): boolean => !place.at && rawAt(place) !== undefined;

/** What the panel shows; undefined while it is closed. */
export function usePanel(): PanelId | undefined {
	const isUnder = useAboutIsUnder();
	const isLow = useGivesWay("panel");
	const shows = usePrefs((s) => s.showsAbout) && !isLow;
	return usePlacePart((place) => panelAt(place, isUnder, shows));
}

function currentPanel(): PanelId | undefined {
	const shows = usePrefs.getState().showsAbout && !givesWay("panel");
	return panelAt(currentPlace(), aboutIsUnder(), shows);
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
	if (!aboutIsUnder()) set("showsAbout", !showsAbout);
	else if (currentPanel() === "about") closePanel();
	else showPanel("about");
}

export function togglePanel(): void {
	if (currentPanel()) closePanel();
	else if (aboutIsUnder() && hasAbout(currentPlace())) showPanel("about");
	else showPanel(hasFind(currentPlace()) ? "find" : "jobs");
}
