/**
 * Finding out whose each byte is: once per image, in the background, and it can be stopped. Local
 * images are looked through after the walk over the tree; remote ones when the user asks, because
 * it fetches all their metadata.
 */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Progress } from "../../base/progress";
import type { OwnersFound } from "../../worker/protocol";
import type { OpenFile } from "./image";

interface OwnersState {
	/** Key of the image it is about. */
	readonly key: number;
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	readonly progress?: Progress | undefined;
	readonly result?: OwnersFound | undefined;
	readonly why?: FailureInfo | undefined;
}

const IDLE: OwnersState = { key: 0, state: "idle" };

const useStore = create<OwnersState>()(() => IDLE);

let abort: AbortController | undefined;

/** Never rejects. @returns whether they were found */
export async function findOwners({ key, client }: OpenFile): Promise<boolean> {
	abort?.abort();
	const mine = new AbortController();
	abort = mine;
	const say = (state: Omit<OwnersState, "key">) =>
		abort === mine && useStore.setState({ key, ...state }, true);
	say({ state: "running" });
	try {
		const onProgress = (progress: Progress) => say({ state: "running", progress });
		const result = await client.call("owners", {}, { signal: mine.signal, onProgress });
		say({ state: "done", result });
		return true;
	} catch (error) {
		say(isCancelled(error) ? { state: "stopped" } : { state: "failed", why: failureInfo(error) });
		return false;
	}
}

export const stopFindingOwners = (): void => abort?.abort();

/** How far it is with this file. */
export function useOwners(file: OpenFile): OwnersState {
	const state = useStore();
	return state.key === file.key ? state : IDLE;
}
