/** What can be done anywhere in the page, and the keys that do it. */
import { useEffect } from "react";
import { create } from "zustand";
import { canDoAgain, canTakeBack, doAgain, takeBack } from "../state/bench";
import { stepFinding } from "../state/finding-list";
import { isImage, type OpenFile } from "../state/image";
import { EVERYWHERE, keyName, meaningOf } from "../state/keys";
import { learnHere } from "../state/learn";
import { navigate } from "../state/location";
import { shownImage } from "../state/open";
import { focusAgain, isLost } from "../widgets/focus";
import { openGoto } from "./address/goto-box";
import { toggleAbout, togglePanel, toggleTree } from "./panes";
import { pickFiles } from "./pick";

/** Which window lies over the page. */
interface Over {
	readonly open?: "help" | "palette" | undefined;
}

export const useOver = create<Over>()(() => ({}));

/** What had the focus before. */
let before: Element | null = null;

/** Closed, it gives the focus back, unless what was done with it has put it elsewhere. */
export function openOver(open: Over["open"]): void {
	if (open && !useOver.getState().open) before = document.activeElement;
	useOver.setState({ open });
	if (!open) requestAnimationFrame(() => isLost() && focusAgain(before));
}

export type CommandId = keyof typeof EVERYWHERE;

export const COMMANDS: Readonly<Record<CommandId, () => void>> = {
	summary: () => navigate({ view: "summary" }),
	files: () => navigate({ view: "files" }),
	bytes: () => navigate({ view: "bytes" }),
	space: () => navigate({ view: "space" }),
	check: () => navigate({ view: "check" }),
	palette: () => openOver("palette"),
	goto: openGoto,
	filter: focusFilter,
	tree: showing(toggleTree, '[data-pane="tree"]'),
	about: showing(toggleAbout, '[data-pane="about"]'),
	panel: showing(togglePanel, ".panel"),
	nextPane: () => nextPane(1),
	previousPane: () => nextPane(-1),
	nextFinding: () => toFinding(1),
	previousFinding: () => toFinding(-1),
	open: pickFiles,
	learn: learnHere,
	undo: takeBack,
	redo: doAgain,
	help: () => openOver("help"),
};

function toFinding(by: 1 | -1): void {
	const image = shownImage();
	if (image) void stepFinding(image, by);
}

/** Parts of the page F6 goes through, as in desktop programs. */
const PANES = "[data-pane]";

/** What in a pane takes the focus, best first. */
const STOPS = [
	// Where one goes on, as a part says itself: an open question before what leads on from it.
	"[data-next] :is(input, button):not(:disabled), button[data-next]",
	'[role="application"]',
	'[role="tab"][aria-selected="true"]',
	'[role="treegrid"][tabindex="0"], [role="treegrid"] [tabindex="0"]',
	'[tabindex="0"]:not([role="separator"]), button:not(:disabled), input:not(:disabled), a[href]',
];

/** Frames after which a pane that is being built is given up. */
const PATIENCE = 30;

type Found = HTMLElement | null | undefined;

function focusSoon(find: () => Found, frames = PATIENCE): void {
	const found = find();
	if (found) found.focus();
	else if (frames > 0) requestAnimationFrame(() => focusSoon(find, frames - 1));
}

const focusIn = (pane: Found): void =>
	focusSoon(() =>
		STOPS.map((selector) => pane?.querySelector<HTMLElement>(selector)).find(Boolean),
	);

/** What is shown takes the focus; when it is hidden with the focus in it, that goes back. */
function showing(toggle: () => void, selector: string): () => void {
	let giver: Element | null = null;
	const find = () => document.querySelector<HTMLElement>(selector);
	return () => {
		const wasThere = find() !== null;
		const from = document.activeElement;
		toggle();
		requestAnimationFrame(() => {
			const pane = find();
			if (pane && !wasThere) {
				giver = from;
				focusIn(pane);
			} else if (isLost()) focusAgain(giver);
		});
	};
}

/** In the order in which one reads: what stands above the panes comes last. */
function nextPane(step: 1 | -1): void {
	const all = [...document.querySelectorAll<HTMLElement>(PANES)];
	const isAbove = (pane: HTMLElement) => pane.dataset.pane === "above";
	const panes = [...all.filter((pane) => !isAbove(pane)), ...all.filter(isAbove)];
	const here = panes.findIndex((pane) => pane.contains(document.activeElement));
	const from = here < 0 && step < 0 ? 0 : here; // the focus may be in none
	focusIn(panes[(from + step + panes.length) % panes.length]);
}

/** The tree may have to come first. */
function focusFilter(): void {
	const box = () => document.querySelector<HTMLElement>(".tree-filter-input");
	if (!box()) toggleTree();
	focusSoon(box);
}

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

const isOver = (target: EventTarget | null): boolean =>
	target instanceof Element && target.closest("dialog, [role=dialog], [role=menu]") !== null;

/** A letter, digit or sign: those who type mean it, and a window over the page has its own. */
const isSign = (name: string): boolean => name.length === 1;

/** Whoever types means the text by it: a sign, what undoes typing. */
const isOfText = (name: string, id: CommandId): boolean =>
	isSign(name) || id === "undo" || id === "redo";

/** What can be done on the start page. */
const WITHOUT_FILE: readonly CommandId[] = [
	"palette",
	"open",
	"learn",
	"help",
	"nextPane",
	"previousPane",
];

/** What can be done besides in a file that is no image: it has bytes, and no other places. */
const OF_BYTES: readonly CommandId[] = ["bytes", "goto", "about", "panel"];

/** Whether a command has something to do now. */
export function canDo(id: CommandId, file: OpenFile | undefined): boolean {
	if (id === "undo") return canTakeBack();
	if (id === "redo") return canDoAgain();
	if (WITHOUT_FILE.includes(id)) return true;
	return file !== undefined && (isImage(file) || OF_BYTES.includes(id));
}

export function useShortcuts(file: OpenFile | undefined): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented) return;
			const name = keyName(event);
			const id = meaningOf(EVERYWHERE, name);
			if (!id || !canDo(id, file)) return;
			const isElsewhere = isTyping(event.target) || isOver(event.target);
			if (isElsewhere && isOfText(name, id)) return;
			COMMANDS[id]();
			event.preventDefault();
		};
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, [file]);
}
