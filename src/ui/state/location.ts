/**
 * Where the user is, kept in the URL fragment so that reload, back, forward and
 * sharing work. The fragment is never sent to a server.
 *
 *   #sample=lz4&path=/usr/bin/env&view=bytes&at=0x480-0x500
 *
 * A local file cannot be put in a link: then only its name and the place inside it are kept.
 */
import { useSyncExternalStore } from "react";
import { MOST_ALTERATIONS, parseAlteration } from "../../base/edits";
import type { Range, SpaceId } from "../../base/range";
import { IMAGE_SPACE } from "../../base/space";
import { formatWalk, parseWalk, type WalkTo } from "../../base/way";
import { HOME_VIEW, type PanelId, panelOf, sightOf, type ViewId } from "./views";

export interface Place {
	/** Id of a bundled sample. */
	readonly sample?: string;
	/** Address of a remote image; further addresses are its extra devices. */
	readonly urls?: readonly string[];
	/** Name of a file of the user's own: enough to ask for it again, not to open it. */
	readonly file?: string;
	/** Byte at which the volume starts inside the image file. */
	readonly offset?: number;
	/** Leads from the file to a part of it: wrappers and names, as `zip/payload.bin/payload/system`. */
	readonly chain?: string;
	/** What was altered in a copy of the image, step by step: each as {@link parseAlteration} reads it. */
	readonly edits?: readonly string[];
	/** Set when the checksum of the superblock is left as it is, whatever was altered. */
	readonly unmended?: true;
	/** Bytes of a block, assumed against a damaged superblock: opens what would be refused. */
	readonly blockSize?: number;
	readonly view: ViewId;
	/** What the panel at the bottom shows; it is closed without. */
	readonly panel?: PanelId;
	/** Selected path in `showName` form, starting with "/". */
	readonly path?: string;
	/** Selected inode when it has no path (packed, metabox) or the path is not known. */
	readonly nid?: bigint;
	/** Tab of the inode view; the view knows which exist. */
	readonly tab?: string;
	/** Address space of the hex view and the selected bytes in it. */
	readonly space: SpaceId;
	readonly at?: Range;
	/** Rule of the finding that is selected: the one whose bytes begin where those of the place do. */
	readonly finding?: string;
	/** Name filter over the whole image. */
	readonly filter?: string;
	/** Of the place Space: the directory that is looked into, a path in `showName` form; */
	readonly zoom?: string;
	/** what areas are, what colours tell, and which list is shown; the view knows which exist. */
	readonly area?: string;
	readonly colour?: string;
	readonly list?: string;
	/** The bytes whose blocks are looked at, instead of files. */
	readonly blocks?: Range;
	/** What the way leads to that is shown, and the step of it that is looked at, counted from 1. */
	readonly walk?: WalkTo;
	readonly step?: number;
	/** What the drawer Learn shows; it is closed without. The drawer knows which names exist. */
	readonly learn?: string;
}

const HOME: Place = { view: HOME_VIEW, space: IMAGE_SPACE };

const integer = (text: string | null): number | undefined => {
	const n = text === null || text === "" ? Number.NaN : Number(text);
	return Number.isSafeInteger(n) && n >= 0 ? n : undefined;
};

const parseBlockSize = (text: string | null): number | undefined => {
	const n = integer(text);
	return n !== undefined && n >= 512 && n <= 65536 && (n & (n - 1)) === 0 ? n : undefined;
};

function parseRange(text: string | null): Range | undefined {
	const [from, to] = (text ?? "").split("-");
	const start = integer(from ?? null);
	if (start === undefined) return undefined;
	const end = integer(to ?? null) ?? start + 1;
	return end > start ? { start, end } : undefined;
}

const formatRange = ({ start, end }: Range): string =>
	`0x${start.toString(16)}-0x${end.toString(16)}`;

/** Without those that make no sense, or are too many. */
function parseEdits(texts: readonly string[]): string[] | undefined {
	const edits = texts.filter((text) => parseAlteration(text)).slice(0, MOST_ALTERATIONS);
	return edits.length ? edits : undefined;
}

const parseNid = (text: string | null): bigint | undefined =>
	text && /^\d{1,20}$/.test(text) && BigInt(text) < 1n << 64n ? BigInt(text) : undefined;

/** Never throws: what makes no sense is left out. */
export function parseHash(hash: string): Place {
	const q = new URLSearchParams(hash.replace(/^#/, ""));
	const sight = sightOf(q.get("view") ?? "");
	const urls = q.getAll("url").filter(Boolean);
	const optional = {
		panel: panelOf(q.get("panel")) ?? sight.panel,
		sample: q.get("sample") || undefined,
		urls: urls.length ? urls : undefined,
		file: q.get("file") || undefined,
		offset: integer(q.get("offset")),
		chain: q.get("in") || undefined,
		blockSize: parseBlockSize(q.get("blocksize")),
		edits: parseEdits(q.getAll("edit")),
		unmended: q.get("mend") === "no" || undefined,
		path: q.get("path") ?? undefined,
		nid: parseNid(q.get("nid")),
		tab: q.get("tab") ?? undefined,
		at: parseRange(q.get("at")),
		finding: q.get("finding") ?? undefined,
		filter: q.get("filter") ?? undefined,
		zoom: q.get("zoom") || undefined,
		area: q.get("area") ?? undefined,
		colour: q.get("colour") ?? undefined,
		list: q.get("list") ?? undefined,
		blocks: parseRange(q.get("blocks")),
		walk: parseWalk(q.get("walk") ?? ""),
		step: integer(q.get("step")),
		learn: q.get("learn") || undefined,
	};
	return {
		view: sight.view,
		space: q.get("space") ?? IMAGE_SPACE,
		...Object.fromEntries(Object.entries(optional).filter(([, v]) => v !== undefined)),
	};
}

/** Fragment for a place; defaults are left out so that links stay short. */
export function formatHash(place: Place): string {
	const q = new URLSearchParams();
	if (place.sample) q.set("sample", place.sample);
	for (const url of place.urls ?? []) q.append("url", url);
	if (place.file) q.set("file", place.file);
	if (place.offset) q.set("offset", String(place.offset));
	if (place.chain) q.set("in", place.chain);
	if (place.blockSize) q.set("blocksize", String(place.blockSize));
	for (const edit of place.edits ?? []) q.append("edit", edit);
	if (place.unmended) q.set("mend", "no");
	if (place.path) q.set("path", place.path);
	if (place.nid !== undefined) q.set("nid", String(place.nid));
	if (place.view !== HOME.view) q.set("view", place.view);
	if (place.panel) q.set("panel", place.panel);
	if (place.tab) q.set("tab", place.tab);
	if (place.space !== IMAGE_SPACE) q.set("space", place.space);
	if (place.at) q.set("at", formatRange(place.at));
	if (place.finding) q.set("finding", place.finding);
	if (place.filter) q.set("filter", place.filter);
	if (place.zoom) q.set("zoom", place.zoom);
	if (place.area) q.set("area", place.area);
	if (place.colour) q.set("colour", place.colour);
	if (place.list) q.set("list", place.list);
	if (place.blocks) q.set("blocks", formatRange(place.blocks));
	if (place.walk) q.set("walk", formatWalk(place.walk));
	if (place.walk && place.step) q.set("step", String(place.step));
	if (place.learn) q.set("learn", place.learn);
	const text = q.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",");
	return text ? `#${text}` : "";
}

const listeners = new Set<() => void>();
let cached: { hash: string; place: Place } | undefined;

/** Called once at start. */
export function startLocation(): void {
	const changed = () => {
		for (const listener of listeners) listener();
	};
	window.addEventListener("hashchange", changed);
	window.addEventListener("popstate", changed);
}

export function currentPlace(): Place {
	const hash = window.location.hash;
	if (cached?.hash !== hash) cached = { hash, place: parseHash(hash) };
	return cached.place;
}

/** Changes of a place. Keys given as undefined are removed. */
export type Change = { readonly [K in keyof Place]?: Place[K] | undefined };

/** Who goes to other bytes leaves the finding that was about those. */
const leave = (change: Change): Change =>
	"at" in change ? { finding: undefined, ...change } : change;

/** Fragment of the present place with some changes: the target of a link. */
export function hrefOf(change: Change): string {
	const merged = Object.entries({ ...currentPlace(), ...leave(change) });
	const place = Object.fromEntries(merged.filter(([, v]) => v !== undefined));
	return formatHash({ ...HOME, ...place }) || "#";
}

/**
 * Goes to a place.
 * `replace` overwrites the history entry: for scrolling and typing, not for clicks.
 */
export const navigate = (change: Change, options: { replace?: boolean } = {}): void =>
	goTo(hrefOf(change), options);

/** Goes to a fragment as {@link hrefOf} makes it. */
export function goTo(href: string, { replace = false }: { replace?: boolean } = {}): void {
	const hash = href === "#" ? "" : href;
	if (hash === window.location.hash) return;
	const address = `${window.location.pathname}${window.location.search}${hash}`;
	if (replace) history.replaceState(null, "", address);
	else history.pushState(null, "", address);
	for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
	listeners.add(listener);
	return () => listeners.delete(listener);
}

export const usePlace = (): Place => useSyncExternalStore(subscribe, currentPlace);

/** For the large parts of the page: built again only when what they take of the place changes. */
export const usePlacePart = <T extends string | bigint | boolean | undefined>(
	part: (place: Place) => T,
): T => useSyncExternalStore(subscribe, () => part(currentPlace()));
