/** The walk over the whole image: totals and findings. Once per image, and it can be stopped. */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Exact } from "../../base/exact";
import type { Progress } from "../../base/progress";
import type { Survey } from "../../worker/protocol";
import type { OpenFile, OpenImage } from "./image";
import { findOwners } from "./owners";

interface SurveyState {
	/** Key of the image it is about. */
	readonly key: number;
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	readonly progress?: Progress | undefined;
	readonly result?: Survey | undefined;
	readonly why?: FailureInfo | undefined;
}

const IDLE: SurveyState = { key: 0, state: "idle" };

const useStore = create<SurveyState>()(() => IDLE);

let abort: AbortController | undefined;

/** @param headStart milliseconds that other work may have the processor for itself */
export async function startSurvey(file: OpenFile, headStart = 0): Promise<void> {
	const { key, client, facts } = file;
	abort?.abort();
	const mine = new AbortController();
	abort = mine;
	const say = (state: Omit<SurveyState, "key">) =>
		abort === mine && useStore.setState({ key, ...state }, true);
	say({ state: "running" });
	await new Promise((resolve) => setTimeout(resolve, headStart));
	let progress: Progress | undefined;
	try {
		const onProgress = (now: Progress) => {
			progress = now;
			say({ state: "running", progress });
		};
		const result = await client.call("survey", {}, { signal: mine.signal, onProgress });
		say({ state: "done", result });
		// Of a remote image that would fetch more.
		if (abort === mine && !facts.remote) void findOwners(file);
	} catch (error) {
		const how = isCancelled(error) ? "stopped" : "failed";
		say({ state: how, progress, ...(how === "failed" ? { why: failureInfo(error) } : {}) });
	}
}

export const stopSurvey = (): void => abort?.abort();

/** How far the walk over this image is. */
export function useSurvey(image: OpenFile): SurveyState {
	const state = useStore();
	return state.key === image.key ? state : IDLE;
}

/** How many inodes: as the superblock says; some writers leave that out, then as many as were met. */
export function useInodeCount(image: OpenImage): Exact {
	const { result } = useSurvey(image);
	return image.overview.inodes || (result?.inodes ?? 0);
}
