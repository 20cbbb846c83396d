import { type RefObject, useEffect } from "react";
import { FINDING, keyName, meaningOf } from "../../../state/keys";
import type { HexActions } from "./use-keys";

/** Whether keys belong to somebody outside the view: a box to type in, or what lies over the page. */
const isTaken = (target: EventTarget | null, view: HTMLElement | null): boolean =>
	target instanceof Element &&
	!view?.contains(target) &&
	target.closest(
		"input, textarea, select, [contenteditable], dialog, [role=dialog], [role=menu]",
	) !== null;

/** Finding works wherever in the page the focus is, as long as the bytes are shown. */
export function useViewKeys(box: RefObject<HTMLElement | null>, actions: HexActions): void {
	useEffect(() => {
		const runs: Readonly<Record<keyof typeof FINDING, () => void>> = {
			find: actions.openFind,
			again: () => actions.findAgain(false),
			before: () => actions.findAgain(true),
		};
		const onKey = (event: KeyboardEvent) => {
			const command = meaningOf(FINDING, keyName(event));
			if (!command || event.defaultPrevented || isTaken(event.target, box.current)) return;
			event.preventDefault();
			runs[command]();
		};
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, [box, actions]);
}
