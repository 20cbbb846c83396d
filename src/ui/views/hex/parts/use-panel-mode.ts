import { type RefObject, useLayoutEffect, useState } from "react";
import type { PanelMode } from "./SidePanel";

/** Least widths of the view, px: sixteen bytes a row beside both panels, beside one, over both. */
const COLUMNS = 1110;
const SIDE = 920;
const SPLIT = 700;

function modeOf(width: number): PanelMode {
	if (width >= COLUMNS) return "columns";
	if (width >= SIDE) return "side";
	return width >= SPLIT ? "split" : "sheet";
}

/** Where the panels go, by the room the view has (not the window: the file tree takes its share). */
export function usePanelMode(box: RefObject<HTMLElement | null>): PanelMode {
	const [mode, setMode] = useState<PanelMode>("side");
	useLayoutEffect(() => {
		const element = box.current;
		if (!element) return;
		const measure = () => setMode(modeOf(element.clientWidth));
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [box]);
	return mode;
}
