/** The search for volumes in a file that is no image. It goes on while one of them is looked at. */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Progress } from "../../base/progress";
import type { FoundVolume, SeekResult } from "../../worker/protocol";
import type { OpenRaw } from "./image";

export interface Seek {
	/** Key of the file it is about. */
	readonly key: number;
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	/** In the order of the file: the first of them, when there are very many. */
	readonly found: readonly FoundVolume[];
	/** How many there are, at the end. */
	readonly result?: SeekResult;
	readonly progress?: Progress | undefined;
	readonly why?: FailureInfo | undefined;
}

const IDLE: Seek = { key: 0, state: "idle", found: [] };

const useStore = create<Seek>()(() => IDLE);

let abort: AbortController | undefined;

export async function startSeek({ key, client }: OpenRaw): Promise<void> {
	abort?.abort();
	const mine = new AbortController();
	abort = mine;
	const say = (change: Partial<Seek>) => abort === mine && useStore.setState(change);
	useStore.setState({ ...IDLE, key, state: "running" }, true);
	const options = {
		signal: mine.signal,
		onProgress: (progress: Progress) => say({ progress }),
		onEvent: (one: FoundVolume) => say({ found: [...useStore.getState().found, one] }),
	};
	try {
		say({ result: await client.call("seekVolumes", {}, options), state: "done" });
	} catch (error) {
		say(isCancelled(error) ? { state: "stopped" } : { state: "failed", why: failureInfo(error) });
	}
}

export const stopSeek = (): void => abort?.abort();

/** How far the search in this file is. */
export function useSeek({ key }: OpenRaw): Seek {
	const state = useStore();
	return state.key === key ? state : IDLE;
}
