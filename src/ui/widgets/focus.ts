/** The view, where the focus goes when it would be nowhere; what takes the keys in it, if anything. */
export function focusView(): void {
	const view = document.getElementById("main");
	(view?.querySelector<HTMLElement>('[role="application"]') ?? view)?.focus();
}

/** Whether nothing has the focus. */
export const isLost = (): boolean =>
	document.activeElement === document.body || document.activeElement === null;

/** With the next frame: a window that closes gives the focus back first. */
export const focusViewIfLost = (): void =>
	void requestAnimationFrame(() => isLost() && focusView());

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
