/** Puts what lies over the page beside its control. */
import { type Align, type Box, fitPopup } from "./popup.model";

/** Shows an element with the attribute `popover` beside a control. */
export function showPopup(popup: HTMLElement, anchor: Box, align: Align): void {
	if (!popup.matches(":popover-open")) popup.showPopover();
	popup.style.maxHeight = "none";
	const window = document.documentElement;
	const { left, top, height } = fitPopup(
		anchor,
		popup.getBoundingClientRect(),
		{ width: window.clientWidth, height: window.clientHeight },
		align,
	);
	popup.style.left = `${left}px`;
	popup.style.top = `${top}px`;
	popup.style.maxHeight = `${height}px`;
}
