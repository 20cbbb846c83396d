/** Keys that work everywhere in the page. */
import { useEffect } from "react";
import { pickFiles } from "./pick";

interface Actions {
	help(): void;
}

/** Parts of the page F6 goes through, as in desktop programs. */
const PANES = "[data-pane]";

/** What in a pane takes the focus, best first. */
const STOPS = [
	'[role="tab"][aria-selected="true"]',
	'[role="treegrid"][tabindex="0"], [role="treegrid"] [tabindex="0"]',
	'[tabindex="0"], button:not(:disabled), input:not(:disabled), a[href]',
];

const isTyping = (target: EventTarget | null): boolean =>
	target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");

function nextPane(backward: boolean): void {
	const panes = [...document.querySelectorAll<HTMLElement>(PANES)];
	const here = panes.findIndex((pane) => pane.contains(document.activeElement));
	const step = backward ? -1 : 1;
	const next = panes[(here + step + panes.length) % panes.length];
	const stops = STOPS.map((selector) => next?.querySelector<HTMLElement>(selector));
	stops.find(Boolean)?.focus();
}

export function useShortcuts({ help }: Actions): void {
	useEffect(() => {
		const onKey = (event: KeyboardEvent) => {
			if (event.defaultPrevented) return;
			const command = event.ctrlKey || event.metaKey;
			if (event.key === "F1" || (event.key === "?" && !isTyping(event.target))) help();
			else if (event.key === "F6" && !command) nextPane(event.shiftKey);
			else if (event.key === "o" && command && !event.shiftKey) pickFiles();
			else return;
			event.preventDefault();
		};
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, [help]);
}
