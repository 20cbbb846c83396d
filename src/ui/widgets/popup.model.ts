/** Where something lies that belongs to a control and lies over the page. Lengths in CSS pixels. */

export interface Box {
	readonly left: number;
	readonly top: number;
	readonly right: number;
	readonly bottom: number;
}

export interface Size {
	readonly width: number;
	readonly height: number;
}

export type Align = "start" | "center" | "end";

/** What stays free around it. */
const GAP = 5;
const MARGIN = 8;

interface Fit {
	readonly left: number;
	readonly top: number;
	/** What it may be high; what is more of it scrolls. */
	readonly height: number;
}

/** Below what it belongs to, or above where only there is room for it; never out of the window. */
export function fitPopup(anchor: Box, popup: Size, window: Size, align: Align): Fit {
	const below = window.height - MARGIN - anchor.bottom - GAP;
	const above = anchor.top - GAP - MARGIN;
	const isBelow = popup.height <= below || below >= above;
	const height = Math.max(0, isBelow ? below : above);
	const top = isBelow ? anchor.bottom + GAP : anchor.top - GAP - Math.min(popup.height, height);
	const wanted = {
		start: anchor.left,
		center: (anchor.left + anchor.right - popup.width) / 2,
		end: anchor.right - popup.width,
	}[align];
	const most = window.width - MARGIN - popup.width;
	return { left: Math.max(MARGIN, Math.min(wanted, most)), top, height };
}
