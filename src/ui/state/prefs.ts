/** What the user prefers on this device. Small, kept in local storage, never needed to read a link. */
import { create } from "zustand";
import { persist } from "zustand/middleware";

export type Theme = "system" | "light" | "dark";
/** What the strip along the bytes shows. */
export type StripMode = "owner" | "findings" | "fetched";

export interface Prefs {
	readonly theme: Theme;
	/** Widths of the panes beside the view and height of the panel under it, px. */
	readonly paneLeft: number;
	readonly paneRight: number;
	readonly panelHeight: number;
	/** Whether the panes beside the view are shown. */
	readonly showsTree: boolean;
	readonly showsAbout: boolean;
	/** Keep fetched blocks of remote images on this device. */
	readonly keepBlocks: boolean;
	/** Bytes that one compressed file may unpack to. */
	readonly unpackLimit: number;
	/** Bytes in a row of the hex view; `auto` takes as many as fit. */
	readonly hexRow: "auto" | 8 | 16 | 32;
	/** Bytes between two wider gaps of a row. */
	readonly hexGroup: 2 | 4 | 8;
	readonly hexBase: "hex" | "decimal";
	/** Whether the hex view goes to the inode selected in the tree. */
	readonly hexFollows: boolean;
	readonly hexStrip: StripMode;
	/** Whether the legend stands under the bytes. */
	readonly hexLegend: boolean;
	/** Columns the file tree leaves out, by id. */
	readonly treeHidden: readonly string[];
	readonly directoriesFirst: boolean;
}

interface PrefsStore extends Prefs {
	set<K extends keyof Prefs>(key: K, value: Prefs[K]): void;
}

const DEFAULTS: Prefs = {
	theme: "system",
	paneLeft: 300,
	paneRight: 320,
	panelHeight: 236,
	showsTree: true,
	showsAbout: true,
	keepBlocks: false,
	unpackLimit: 8 * 2 ** 30,
	hexRow: "auto",
	hexGroup: 8,
	hexBase: "hex",
	hexFollows: true,
	hexStrip: "owner",
	hexLegend: false,
	treeHidden: [],
	directoriesFirst: true,
};

const THEMES: readonly unknown[] = ["system", "light", "dark"] satisfies Theme[];

/** What can be a length on a screen, px; a splitter keeps it between the ends it allows. */
const isLength = (value: unknown): boolean =>
	typeof value === "number" && value >= 0 && value <= 10_000;

/** Whether a stored value is one this version knows; old versions may have left others. */
const valid: { readonly [K in keyof Prefs]: (value: unknown) => boolean } = {
	theme: (v) => THEMES.includes(v),
	paneLeft: isLength,
	paneRight: isLength,
	panelHeight: isLength,
	showsTree: (v) => typeof v === "boolean",
	showsAbout: (v) => typeof v === "boolean",
	keepBlocks: (v) => typeof v === "boolean",
	unpackLimit: (v) => typeof v === "number" && Number.isSafeInteger(v) && v > 0,
	hexRow: (v) => v === "auto" || v === 8 || v === 16 || v === 32,
	hexGroup: (v) => v === 2 || v === 4 || v === 8,
	hexBase: (v) => v === "hex" || v === "decimal",
	hexFollows: (v) => typeof v === "boolean",
	hexStrip: (v) => v === "owner" || v === "findings" || v === "fetched",
	hexLegend: (v) => typeof v === "boolean",
	treeHidden: (v) => Array.isArray(v) && v.every((id) => typeof id === "string"),
	directoriesFirst: (v) => typeof v === "boolean",
};

/** The defaults, overwritten by what was stored and is still valid. */
export function readPrefs(stored: unknown): Prefs {
	const entries = Object.entries(typeof stored === "object" && stored ? stored : {});
	const good = entries.filter(([key, value]) => valid[key as keyof Prefs]?.(value));
	return { ...DEFAULTS, ...Object.fromEntries(good) };
}

export const usePrefs = create<PrefsStore>()(
	persist(
		(set) => ({
			...DEFAULTS,
			set: (key, value) => set({ [key]: value }),
		}),
		{
			name: "erofs-explorer",
			merge: (stored, current) => ({ ...current, ...readPrefs(stored) }),
		},
	),
);
