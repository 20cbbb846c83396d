/**
 * The open image: which worker serves it, what it is, and how opening went.
 * Everything else about it is fetched through `client` with react-query
 * (keys start with the image's `key`, so a new image never sees old answers).
 */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Progress } from "../../base/progress";
import { type Channel, type Client, connect } from "../../worker/client";
import type { Input, Overview } from "../../worker/protocol";

export interface OpenImage {
	/** Changes with every opened image. */
	readonly key: number;
	readonly client: Client;
	readonly overview: Overview;
	/** What was opened, to open it again with more devices. */
	readonly inputs: readonly Input[];
}

interface ImageState {
	readonly image?: OpenImage;
	readonly opening?: { readonly label: string; readonly progress?: Progress };
	/** Why the last attempt failed, with the name of what was tried. */
	readonly failure?: { readonly label: string; readonly info: FailureInfo };
	open(inputs: readonly Input[], options?: { offset?: number; keep?: boolean }): Promise<boolean>;
	cancelOpening(): void;
	close(): void;
	dismissFailure(): void;
}

const labelOf = (input: Input): string => (input.kind === "file" ? input.file.name : input.url);

let nextKey = 1;
let abort: AbortController | undefined;

const startWorker = (): Client =>
	connect(
		new Worker(new URL("../../worker/main.ts", import.meta.url), {
			type: "module",
		}) as unknown as Channel,
	);

export const useImage = create<ImageState>()((set, get) => ({
	/** Opens in a fresh worker; the image on screen stays until the new one is ready. */
	async open(inputs, options = {}) {
		abort?.abort();
		const mine = new AbortController();
		abort = mine;
		const label = inputs.map(labelOf).join(", ");
		const client = startWorker();
		set({ opening: { label } });
		try {
			const overview = await client.call(
				"open",
				{ inputs, ...options },
				{
					signal: mine.signal,
					onProgress: (progress) => abort === mine && set({ opening: { label, progress } }),
				},
			);
			get().image?.client.close();
			const image = { key: nextKey++, client, overview, inputs };
			set((s) => ({ ...without(s, "opening", "failure"), image }), true);
			return true;
		} catch (error) {
			client.close();
			if (abort !== mine) return false; // a newer attempt owns the state
			set((s) => without(s, "opening"), true);
			if (!isCancelled(error)) set({ failure: { label, info: failureInfo(error) } });
			return false;
		}
	},
	cancelOpening: () => abort?.abort(),
	close() {
		get().image?.client.close();
		set((s) => without(s, "image"), true);
	},
	dismissFailure: () => set((s) => without(s, "failure"), true),
}));

function without<K extends "image" | "opening" | "failure">(
	state: ImageState,
	...keys: K[]
): ImageState {
	const copy = { ...state };
	for (const key of keys) delete (copy as Record<string, unknown>)[key];
	return copy;
}
