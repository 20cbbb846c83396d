/** What came over a network, and what of it is kept on this device. */
import type { KeptInfo } from "../../sources/kept/library";
import type { NetworkState } from "../../sources/open-remote";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";
import { keptLibrary } from "../open-inputs";

export type { LoggedRequest as NetworkRequest } from "../../sources/http/log";
export type { KeptInfo as KeptImage } from "../../sources/kept/library";
export type { NetworkState as Network } from "../../sources/open-remote";

export interface NetworkApi {
	network: Method<Record<never, never>, NetworkState | undefined>;
	/** Aborts one request of the network log. */
	abortRequest: Method<{ id: number }, void>;
	keptImages: Method<Record<never, never>, { readonly images: readonly KeptInfo[] }>;
	/** An open image goes on without them, and keeps no more. */
	forgetKept: Method<{ url: string }, void>;
}

export const network = (current: Current): HandlersOf<NetworkApi> => ({
	network: async () => current.open().opened.remotes[0]?.network(),

	async abortRequest({ id }) {
		current.open().opened.remotes[0]?.abort(id);
	},

	keptImages: async () => ({ images: (await (await keptLibrary())?.list()) ?? [] }),

	async forgetKept({ url }) {
		const inUse = current.file?.opened.remotes.filter((remote) => remote.url === url) ?? [];
		for (const remote of inUse) remote.stopKeeping();
		await (await keptLibrary())?.forget(url);
	},
});
