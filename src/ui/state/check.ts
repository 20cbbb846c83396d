/** The check that the user asks for: all structures, or contents too. It can be stopped. */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Finding } from "../../base/finding";
import type { Progress } from "../../base/progress";
import type { CheckLevel, CheckResult } from "../../worker/protocol";
import type { OpenFile } from "./image";

interface CheckState {
	/** Key of the image it is about. */
	readonly key: number;
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	readonly level?: CheckLevel;
	readonly progress?: Progress | undefined;
	/** Of the last check that came to its end; a new one keeps it until it has ended itself. */
	readonly result?: CheckResult | undefined;
	/** The first that the present or last check has met, also when it was stopped. */
	readonly met: readonly Finding[];
	readonly why?: FailureInfo | undefined;
}

const IDLE: CheckState = { key: 0, state: "idle", met: [] };

/** Most that are shown before a check has ended. */
const MOST_MET = 2000;

const useStore = create<CheckState>()(() => IDLE);

let abort: AbortController | undefined;

export async function startCheck({ key, client }: OpenFile, level: CheckLevel): Promise<void> {
	abort?.abort();
	const mine = new AbortController();
	abort = mine;
	const before = useStore.getState();
	const last = before.key === key ? before.result : undefined;
	const say = (change: Partial<CheckState>) => abort === mine && useStore.setState(change);
	useStore.setState({ key, level, result: last, met: [], state: "running" }, true);
	const options = {
		signal: mine.signal,
		onProgress: (progress: Progress) => say({ progress }),
		onEvent(more: readonly Finding[]) {
			const { met } = useStore.getState();
			if (met.length < MOST_MET) say({ met: [...met, ...more] });
		},
	};
	try {
		say({ result: await client.call("check", { level }, options), state: "done" });
	} catch (error) {
		say(isCancelled(error) ? { state: "stopped" } : { state: "failed", why: failureInfo(error) });
	}
}

export const stopCheck = (): void => abort?.abort();

/** How far the check of this image is. */
export function useCheck({ key }: OpenFile): CheckState {
	const state = useStore();
	return state.key === key ? state : IDLE;
}
