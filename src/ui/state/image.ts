/**
 * The open image: which worker serves it, what it is, and how opening went.
 * Everything else about it is fetched through `client` with react-query
 * (keys start with the image's `key`, so a new image never sees old answers).
 */
import { create } from "zustand";
import { parseAlteration } from "../../base/edits";
import {
	checkCancelled,
	Failure,
	type FailureInfo,
	failureInfo,
	isCancelled,
} from "../../base/errors";
import type { Progress } from "../../base/progress";
import { type CallOptions, type Channel, type Client, connect } from "../../worker/client";
import type { DeviceMatch, FileFacts, Input, OpenParams, Overview } from "../../worker/protocol";
import { openAnew, watchChanges } from "./changed";
import { watchExpiry } from "./expired";
import { type FoundSoFar, followFindings } from "./findings";
import { watchLooks } from "./looked";
import { type Origin, sameOrigin } from "./origin";
import { usePrefs } from "./prefs";

export interface OpenRequest {
	readonly origin: Origin;
	/** What the user sees while it opens: a file name, an address. */
	readonly label: string;
	/** The image and its devices; samples are fetched here. */
	inputs(signal: AbortSignal): Promise<readonly Input[]>;
	/** Which files near the image are its devices, where the user says so. */
	readonly matches?: readonly DeviceMatch[];
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
	/** What is wrong with it. */
	readonly found: FoundSoFar;
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

/** A file that did not open as an image. */
export interface OpenRaw extends OpenFile {
	readonly why: FailureInfo;
}

interface ImageState {
	readonly image?: OpenImage | undefined;
	/** Beside the image: opened after it, or the file that the image is a volume of. */
	readonly raw?: OpenRaw | undefined;
	readonly opening?: { readonly request: OpenRequest; readonly progress?: Progress } | undefined;
	/** Why the last attempt failed. */
	readonly failure?: { readonly request: OpenRequest; readonly info: FailureInfo } | undefined;
	/**
	 * Opens in a fresh worker; the image so far stays until the new one is ready. A file that is
	 * no image is opened for its bytes.
	 * @returns whether it is open as an image; never rejects.
	 */
	open(request: OpenRequest): Promise<boolean>;
	cancelOpening(): void;
	dismissFailure(): void;
	/** Closes the file that is no image, where it is the one that a place names. */
	closeRaw(origin: Origin): void;
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

/** What to assume of an image that would be refused, and what is altered in a copy. */
const variant = ({ blockSize, edits, unmended }: Origin): Partial<OpenParams> => ({
	...(blockSize ? { assume: { blkszbits: Math.log2(blockSize) } } : {}),
	...(edits ? { edits: edits.flatMap((text) => parseAlteration(text) ?? []) } : {}),
	...(unmended ? { mends: false } : {}),
});

type Opened = { readonly overview: Overview } | Pick<OpenRaw, "facts" | "why">;

/** An image, or the file that is none, and why. */
async function openWith(
	client: Client,
	params: OpenParams,
	options: CallOptions<"open">,
): Promise<Opened> {
	try {
		return { overview: await client.call("open", params, options) };
	} catch (error) {
		if (isCancelled(error)) throw error;
		const { facts } = await client.call("refused", {});
		if (!facts) throw error;
		return { facts, why: failureInfo(error) };
	}
}

const sameInput = (a: Input, b: Input | undefined): boolean =>
	a.kind === "file"
		? b?.kind === "file" && a.file === b.file
		: b?.kind === "url" && a.url === b.url;

/** Whether an image was opened from the very file, as one of the volumes in it. */
const isWithin = (image: OpenImage, raw: OpenRaw): boolean =>
	!sameOrigin(image.origin, raw.origin) &&
	image.inputs.length === raw.inputs.length &&
	image.inputs.every((input, i) => sameInput(input, raw.inputs[i]));

export const useImage = create<ImageState>()((set, get) => ({
	async open(request) {
		abort?.abort();
		const mine = new AbortController();
		abort = mine;
		const { origin, whole = false, matches = [] } = request;
		const { offset = 0, chain } = origin;
		const { keepBlocks: keep, unpackLimit } = usePrefs.getState();
		const client = startWorker();
		const stopped = { tell: () => {} };
		const found = followFindings(client, () => stopped.tell());
		set({ opening: { request }, failure: undefined });
		try {
			const inputs = await request.inputs(mine.signal);
			const what = { inputs, matches, offset, ...(chain ? { chain } : {}) };
			const params = { ...what, keep, whole, unpackLimit, ...variant(origin) };
			const opened = await openWith(client, params, {
				signal: mine.signal,
				onProgress: (progress) => abort === mine && set({ opening: { request, progress } }),
			});
			checkCancelled(mine.signal);
			const { image, raw } = get();
			if ("why" in opened) {
				// An image on screen stays when it cannot be opened again.
				if (sameOrigin(image?.origin, origin)) throw new Failure(opened.why);
				raw?.client.close();
				const about = { key: nextKey++, client: watchExpiry(client, origin), found, origin };
				set({ raw: { ...about, ...opened, inputs, whole }, opening: undefined });
				return false;
			}
			const { overview } = opened;
			image?.client.close();
			const settled = request.settle?.(overview) ?? origin;
			const reopen = () => get().open(request);
			const changes = watchChanges(client, settled, reopen);
			stopped.tell = () => void openAnew("stopped", settled, reopen);
			const key = nextKey++;
			const watched = watchLooks(watchExpiry(changes, settled), key);
			const about = { key, client: watched, found, overview, facts: overview, origin: settled };
			const now = { ...about, inputs, whole };
			const stays = raw && isWithin(now, raw);
			if (!stays) raw?.client.close();
			set({ image: now, raw: stays ? raw : undefined, opening: undefined });
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
	closeRaw(origin) {
		const { raw } = get();
		if (!raw || !sameOrigin(raw.origin, origin)) return;
		raw.client.close();
		set({ raw: undefined });
	},
}));
