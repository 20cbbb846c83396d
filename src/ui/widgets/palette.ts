/**
 * The theme's colours as a canvas needs them. Design tokens use light-dark() and can be system
 * colours; only an element resolves those, so each one is read back from a probe.
 */

const FORCED = "(forced-colors: active)";

/** The colour of a token; with forced colours the system's. */
export type Read = (token: string, system: string) => string;

/** @param host an element inside the theme; it is left as it was */
export function readTokens<T>(
	host: HTMLElement,
	take: (read: Read, isForced: boolean, style: CSSStyleDeclaration) => T,
): T {
	const forced = window.matchMedia(FORCED).matches;
	const probe = document.createElement("span");
	probe.hidden = true;
	probe.style.setProperty("forced-color-adjust", "none");
	host.append(probe);
	const style = getComputedStyle(probe);
	const read: Read = (token, system) => {
		probe.style.color = forced ? system : `var(${token})`;
		return style.color;
	};
	const taken = take(read, forced, style);
	probe.remove();
	return taken;
}

/** Paper is light. */
const QUERIES = ["(prefers-color-scheme: dark)", FORCED, "print"];

/** Calls back whenever the colours may have changed. @returns how to stop */
export function watchTheme(changed: () => void): () => void {
	const observer = new MutationObserver(changed);
	observer.observe(document.documentElement, {
		attributes: true,
		attributeFilter: ["data-theme", "class", "style"],
	});
	const queries = QUERIES.map((query) => window.matchMedia(query));
	for (const query of queries) query.addEventListener("change", changed);
	return () => {
		observer.disconnect();
		for (const query of queries) query.removeEventListener("change", changed);
	};
}
