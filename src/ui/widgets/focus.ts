/** The view, where the focus goes when it would be nowhere. */
export const focusView = (): void => document.getElementById("main")?.focus();

/** Gives the focus back to what had it, or to the view when that is gone. */
export function focusAgain(element: Element | null): void {
	if (element instanceof HTMLElement && element !== document.body && element.isConnected) {
		element.focus();
	} else focusView();
}

/**
 * A `ref` for what goes away by itself, such as a button that stops something: when the focus
 * is in it then, the focus goes on to the view, and not to nowhere.
 */
export const handFocusOn = (element: HTMLElement | null) => () => {
	if (element?.contains(document.activeElement)) focusView();
};
