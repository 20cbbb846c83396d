/**
 * The open image: which worker serves it, what it is, and how opening went.
 * Everything else about it is fetched through `client` with react-query
 * (keys start with the image's `key`, so a new image never sees old answers).
 */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Progress } from "../../base/progress";
import { type Channel, type Client, connect } from "../../worker/client";
import type { FileFacts, Input, Overview } from "../../worker/protocol";
import { watchChanges } from "./changed";
import { watchExpiry } from "./expired";
import { collectFindings } from "./findings";
import { watchLooks } from "./looked";
import type { Origin } from "./origin";
import { usePrefs } from "./prefs";

export interface OpenRequest {
	readonly origin: Origin;
	/** What the user sees while it opens: a file name, an address. */
	readonly label: string;
	/** The image and its devices; samples are fetched here. */
	inputs(signal: AbortSignal): Promise<readonly Input[]>;
	/** Fetch a remote image whole, for servers that cannot send parts. */
	readonly whole?: boolean;
	/** Called when it is known which of several files is the image; tells the final origin. */
	settle?(overview: Overview): Origin;
}

/** Any open file: its bytes can be shown. */
export interface OpenFile {
	/** Changes with every opened file. */
	readonly key: number;
	readonly client: Client;
	readonly facts: FileFacts;
	readonly origin: Origin;
	/** What was opened, to open it again with more devices. */
	readonly inputs: readonly Input[];
	/** Whether remote files were fetched whole. */
	readonly whole: boolean;
}

export interface OpenImage extends OpenFile {
	/** The facts of the file, and all that makes it an image. */
	readonly overview: Overview;
}

export const isImage = (file: OpenFile): file is OpenImage => "overview" in file;

interface ImageState {
	readonly image?: OpenImage | undefined;
	readonly opening?: { readonly request: OpenRequest; readonly progress?: Progress } | undefined;
	/** Why the last attempt failed. */
	readonly failure?: { readonly request: OpenRequest; readonly info: FailureInfo } | undefined;
	/**
	 * Opens in a fresh worker; the image so far stays until the new one is ready.
	 * @returns whether it is open; never rejects.
	 */
	open(request: OpenRequest): Promise<boolean>;
	cancelOpening(): void;
	dismissFailure(): void;
}

let nextKey = 1;
let abort: AbortController | undefined;

/** A worker without an image; whoever starts it closes it. */
export const startWorker = (): Client =>
	connect(
		new Worker(new URL("../../worker/main.ts", import.meta.url), {
			type: "module",
		}) as unknown as Channel,
	);

export const useImage = create<ImageState>()((set, get) => ({
	async open(request) {
		abort?.abort();
		const mine = new AbortController();
		abort = mine;
		const { origin, whole = false } = request;
		const { offset = 0 } = origin;
		const keep = usePrefs.getState().keepBlocks;
		const client = startWorker();
		set({ opening: { request }, failure: undefined });
		try {
			const inputs = await request.inputs(mine.signal);
			const overview = await client.call(
				"open",
				{ inputs, offset, keep, whole },
				{
					signal: mine.signal,
					onProgress: (progress) => abort === mine && set({ opening: { request, progress } }),
				},
			);
			get().image?.client.close();
			const settled = request.settle?.(overview) ?? origin;
			const changes = watchChanges(client, settled, () => get().open(request));
			const key = nextKey++;
			const watched = watchLooks(collectFindings(watchExpiry(changes, settled), key), key);
			const about = { key, client: watched, overview, facts: overview, origin: settled };
			set({ image: { ...about, inputs, whole }, opening: undefined });
			return true;
		} catch (error) {
			client.close();
			if (abort !== mine) return false; // a newer attempt owns the state
			const failed = isCancelled(error) ? undefined : { request, info: failureInfo(error) };
			set({ opening: undefined, failure: failed });
			return false;
		}
	},
	cancelOpening: () => abort?.abort(),
	dismissFailure: () => set({ failure: undefined }),
}));
