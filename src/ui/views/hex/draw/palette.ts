/** The theme's colours as the canvas of the bytes needs them. */
import { readTokens } from "../../../widgets/palette";
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
