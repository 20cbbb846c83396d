import type { KeyboardEvent } from "react";
import { CLOSING, keyName, meaningOf } from "../state/keys";

/** A menu or an explanation over the page: the browser closes it with the same key. */
const OVER = "[popover=auto]:popover-open";

/** Whether a key is to close the part of the page that it was pressed in: nothing inside has a use for it. */
export function isClosing(event: KeyboardEvent): boolean {
	const isAsked = meaningOf(CLOSING, keyName(event)) === "close" && !event.defaultPrevented;
	if (!isAsked || document.querySelector(OVER)) return false;
	event.preventDefault();
	return true;
}
