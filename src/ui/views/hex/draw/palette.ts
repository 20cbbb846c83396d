/**
 * The theme's colours as the canvas needs them. Design tokens use light-dark() and can be
 * system colours; only an element resolves those, so each one is read back from a probe.
 */
import { ROLE_NAMES, type RoleName } from "../model/roles";

const TOKENS = {
	surface: "--surface",
	line: "--line",
	lineStrong: "--line-strong",
	text: "--text",
	dim: "--text-3",
	accent: "--accent",
	error: "--error",
	errorSoft: "--error-soft",
} as const;

export type Palette = { readonly [K in keyof typeof TOKENS]: string } & {
	/** Text and lines of a role, and what fills its bytes. */
	readonly roles: Readonly<Record<RoleName, { readonly ink: string; readonly fill: string }>>;
	readonly family: string;
};

type TokenName = keyof typeof TOKENS;

const FORCED = "(forced-colors: active)";

/** With forced colours the system's own are used, and only lines tell fields apart. */
const SYSTEM: Readonly<Record<TokenName, string>> = {
	surface: "Canvas",
	line: "CanvasText",
	lineStrong: "CanvasText",
	text: "CanvasText",
	dim: "GrayText",
	accent: "Highlight",
	error: "CanvasText",
	errorSoft: "Canvas",
};

/** A role without a fill of its own has none: bytes between fields. */
const fillToken = (role: RoleName): string =>
	role === "struct" ? "--surface-2" : `--role-${role}-bg`;

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

/** @param host an element inside the theme */
export const readPalette = (host: HTMLElement): Palette =>
	readTokens(host, (read, _forced, style) => {
		const plain = Object.entries(TOKENS).map(([name, token]) => [
			name,
			read(token, SYSTEM[name as TokenName]),
		]);
		const roles = ROLE_NAMES.map((role) => [
			role,
			{ ink: read(`--role-${role}`, "CanvasText"), fill: read(fillToken(role), "Canvas") },
		]);
		const family = style.getPropertyValue("--mono").trim() || "monospace";
		return { ...Object.fromEntries(plain), roles: Object.fromEntries(roles), family } as Palette;
	});

const QUERIES = ["(prefers-color-scheme: dark)", FORCED];

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
