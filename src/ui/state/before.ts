/**
 * What was opened before on this device: names and sizes, never contents. Of a file the page knows
 * no more than its name; of an address with a key or a password in it, nothing is kept at all.
 */
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { type OpenImage, useImage } from "./image";

export interface OpenedBefore {
	/** Name of a file of the user's own; */
	readonly file?: string;
	/** or the addresses of an image and its devices. */
	readonly urls?: readonly string[];
	/** Bytes of it, where it is no wrapper of the image. */
	readonly size?: number;
}

interface Before {
	/** The newest first. */
	readonly opened: readonly OpenedBefore[];
	add(one: OpenedBefore): void;
	forget(one: OpenedBefore): void;
	forgetAll(): void;
}

const MOST = 5;

/** The same for what is opened again. */
export const beforeKey = ({ file, urls = [] }: OpenedBefore): string =>
	file === undefined ? JSON.stringify(urls) : `file ${file}`;

/** Whether an address says no more than where something is. */
function isPlain(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, username, password, search, hash } = new URL(address);
	return /^https?:$/.test(protocol) && username + password + search + hash === "";
}

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

function isKept(value: unknown): value is OpenedBefore {
	const { file, urls, size } = (value ?? {}) as Record<keyof OpenedBefore, unknown>;
	if (size !== undefined && (typeof size !== "number" || !(size >= 0))) return false;
	if (file !== undefined) return isText(file) && urls === undefined;
	return Array.isArray(urls) && urls.length > 0 && urls.every((url) => isText(url) && isPlain(url));
}

/** What was stored, without what this version does not know. */
export function readBefore(stored: unknown): readonly OpenedBefore[] {
	const opened = typeof stored === "object" && stored && "opened" in stored ? stored.opened : [];
	return (Array.isArray(opened) ? opened : []).filter(isKept).slice(0, MOST);
}

export const useBefore = create<Before>()(
	persist(
		(set, get) => {
			const others = (one: OpenedBefore) =>
				get().opened.filter((each) => beforeKey(each) !== beforeKey(one));
			return {
				opened: [],
				add: (one) => isKept(one) && set({ opened: [one, ...others(one)].slice(0, MOST) }),
				forget: (one) => set({ opened: others(one) }),
				forgetAll: () => set({ opened: [] }),
			};
		},
		{
			name: "erofs-explorer-before",
			partialize: ({ opened }) => ({ opened }),
			merge: (stored, current) => ({ ...current, opened: readBefore(stored) }),
		},
	),
);

/** Samples are in reach anyway. */
function remember({ origin, facts }: OpenImage): void {
	const { file, urls, chain, offset } = origin;
	const size = chain === undefined && !offset ? { size: facts.size } : {};
	if (file !== undefined) useBefore.getState().add({ file, ...size });
	else if (urls) useBefore.getState().add({ urls, ...size });
}

/** Remembers each image that opens. */
export function startRemembering(): void {
	useImage.subscribe(({ image }, before) => {
		if (image && image !== before.image) remember(image);
	});
}
