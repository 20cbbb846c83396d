/**
 * A link that worked and is refused now: signed links live for minutes or hours. What is on
 * screen stays; a fresh link to the same file goes on from there.
 */
import { create } from "zustand";
import type { Client } from "../../worker/client";
import { type Origin, originKey } from "./origin";
import { watchFailures } from "./watch";

/** Code of the failure that says so. */
const EXPIRED = "http-expired";

interface ExpiredState {
	/** The link, and the image it belongs to. */
	readonly link?: { readonly url: string; readonly origin: Origin } | undefined;
	dismiss(): void;
}

export const useExpired = create<ExpiredState>()((set) => ({
	dismiss: () => set({ link: undefined }),
}));

/** The same client; an expired link of its image is noted, once. */
export function watchExpiry(client: Client, origin: Origin): Client {
	let told = false;
	return watchFailures(client, ({ code, url }) => {
		if (told || code !== EXPIRED) return;
		told = true;
		useExpired.setState({ link: { url: url ?? "", origin } });
	});
}

const hrefOf = (url: string): string => (URL.canParse(url) ? new URL(url).href : url);

/** The image with another link for one of its files; the first one when it cannot be told which. */
export function withFreshLink(origin: Origin, old: string, fresh: string): Origin {
	const urls = origin.urls ?? [];
	const found = urls.findIndex((url) => hrefOf(url) === hrefOf(old));
	return { ...origin, urls: urls.with(Math.max(0, found), fresh) };
}

/** Whether a place is in the image that the link belongs to. */
export const concerns = (link: ExpiredState["link"], origin: Origin): boolean =>
	link !== undefined && originKey(link.origin) === originKey(origin);
