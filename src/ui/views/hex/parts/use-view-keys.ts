import { type RefObject, useEffect } from "react";
import { type ViewCommand, viewCommandOf } from "../model/keys.model";
import type { HexActions } from "./use-keys";

/** Going somewhere and finding work from anywhere in the view, not only from the bytes. */
export function useViewKeys(box: RefObject<HTMLElement | null>, actions: HexActions): void {
	useEffect(() => {
		const element = box.current;
		const runs: Readonly<Record<ViewCommand, () => void>> = {
			goto: actions.openGoto,
			find: actions.openFind,
			again: () => actions.findAgain(false),
			before: () => actions.findAgain(true),
		};
		const onKey = (event: KeyboardEvent) => {
			const command = viewCommandOf(event);
			if (!command || event.defaultPrevented) return;
			event.preventDefault();
			runs[command]();
		};
		element?.addEventListener("keydown", onKey);
		return () => element?.removeEventListener("keydown", onKey);
	}, [box, actions]);
}
