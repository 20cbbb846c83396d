/**
 * A `ref` for what goes away by itself, such as a button that stops something: when the focus
 * is in it then, the focus goes on to the view, and not to nowhere.
 */
export const handFocusOn = (element: HTMLElement | null) => () => {
	if (element?.contains(document.activeElement)) document.getElementById("main")?.focus();
};
