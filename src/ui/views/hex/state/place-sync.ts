/**
 * The selected bytes in the address of the page, both ways. A place that comes from outside
 * (a link, back, forward) moves the view; moving the cursor rewrites the present entry once
 * it rests. How far the rows were scrolled is kept with each entry, so that back and forward
 * (and a reload) show the same rows again.
 */
import { useEffect, useLayoutEffect, useRef } from "react";
import type { Range } from "../../../../base/range";
import { currentPlace, navigate, usePlace } from "../../../state/location";
import type { Hex } from "./hex";

/** The cursor must rest this long, ms; browsers allow few changes of the address. */
const REST = 300;

const sameRange = (a: Range | undefined, b: Range): boolean =>
	a?.start === b.start && a.end === b.end;

interface Kept {
	/** Byte at the top of the view. */
	readonly hexTop: number;
}

function keptTop(): number | undefined {
	const kept: unknown = history.state;
	if (typeof kept !== "object" || kept === null || !("hexTop" in kept)) return undefined;
	return typeof kept.hexTop === "number" ? kept.hexTop : undefined;
}

/** Writes selection and scrolling into the present entry, when it is still ours. */
function keep(hex: Hex): void {
	const place = currentPlace();
	if (place.view !== "bytes" || place.space !== hex.space) return;
	const moved = place.at
		? !sameRange(place.at, hex.selected)
		: hex.state.selection.cursor !== hex.home;
	if (moved) navigate({ at: hex.selected }, { replace: true });
	const kept: Kept = { hexTop: hex.visible.start };
	history.replaceState(kept, "");
}

export function usePlaceSync(hex: Hex): void {
	const { at } = usePlace();
	const start = at?.start;
	const end = at?.end;
	const shown = useRef<Hex>(null);

	useLayoutEffect(() => {
		const range = start === undefined || end === undefined ? undefined : { start, end };
		// What the cursor wrote itself comes back here and is no news.
		if (shown.current === hex && range && sameRange(range, hex.selected)) return;
		shown.current = hex;
		hex.visit(range, keptTop());
	}, [hex, start, end]);

	useEffect(() => {
		let timer: ReturnType<typeof setTimeout> | undefined;
		const stop = hex.store.subscribe((now, before) => {
			if (now.selection === before.selection && now.top === before.top) return;
			clearTimeout(timer);
			timer = setTimeout(() => keep(hex), REST);
		});
		return () => {
			stop();
			clearTimeout(timer);
		};
	}, [hex]);
}
