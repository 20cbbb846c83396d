/** Puts the chosen theme on the page, before anything is drawn and whenever it changes. */
import { type Theme, usePrefs } from "./prefs";

function apply(theme: Theme): void {
	const { dataset } = document.documentElement;
	if (theme === "system") delete dataset.theme;
	else dataset.theme = theme;
}

export function startTheme(): void {
	apply(usePrefs.getState().theme);
	usePrefs.subscribe(({ theme }) => apply(theme));
}
