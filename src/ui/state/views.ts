/**
 * The five places of an open image, each named by the question it answers, in the order of their
 * keys. The names stand in links, also the names that links had before there were five places.
 */
export const VIEW_IDS = ["summary", "files", "bytes", "space", "check"] as const;
export type ViewId = (typeof VIEW_IDS)[number];

/** What the panel at the bottom shows. `about` only where it finds no room beside the view. */
export const PANEL_IDS = ["about", "find", "jobs", "network"] as const;
export type PanelId = (typeof PANEL_IDS)[number];

/** What a link asks to see. */
export interface Sight {
	readonly view: ViewId;
	readonly panel?: PanelId;
}

export const HOME_VIEW: ViewId = "summary";

const EARLIER: ReadonlyMap<string, Sight> = new Map<string, Sight>([
	["overview", { view: "summary" }],
	["inode", { view: "files" }],
	["hex", { view: "bytes" }],
	["findings", { view: "check" }],
	["network", { view: "summary", panel: "network" }],
]);

/** An unknown name leads to the summary. */
export function sightOf(name: string): Sight {
	const view = VIEW_IDS.find((id) => id === name);
	return view ? { view } : (EARLIER.get(name) ?? { view: HOME_VIEW });
}

export const panelOf = (name: string | null): PanelId | undefined =>
	PANEL_IDS.find((id) => id === name);
