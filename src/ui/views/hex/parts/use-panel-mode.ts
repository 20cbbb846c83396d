import { type RefObject, useLayoutEffect, useState } from "react";
import type { PanelMode } from "./SidePanel";

/** Least widths of the view, px: sixteen bytes a row with both panels, and with one. */
const COLUMNS = 1100;
const SIDE = 820;

const modeOf = (width: number): PanelMode =>
	width >= COLUMNS ? "columns" : width >= SIDE ? "side" : "sheet";

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
