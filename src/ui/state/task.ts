/**
 * A long call that a file has at most one of: how far it is, and how it ended. It can be stopped; a
 * newer one stops it.
 */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { Progress } from "../../base/progress";
import type { JobContext } from "./jobs";

interface TaskState<R, A> {
	/** Key of the file it is about. */
	readonly key: number;
	readonly state: "idle" | "running" | "done" | "stopped" | "failed";
	/** What else is kept of the present or last run. */
	readonly about: A;
	readonly progress?: Progress | undefined;
	/** Of the last run that came to its end; a new one keeps it until it has ended itself. */
	readonly result?: R | undefined;
	readonly why?: FailureInfo | undefined;
}

/** @param none what is kept of a run before the first one */
export function oneTask<R, A = undefined>(none: A) {
	type State = TaskState<R, A>;
	const idle: State = { key: 0, state: "idle", about: none };
	const useStore = create<State>()(() => idle);
	let abort: AbortController | undefined;
	return {
		/** Never rejects. @returns whether it came to its end, and is the latest */
		async run(
			{ key }: { readonly key: number },
			work: (context: JobContext, say: (change: (before: A) => A) => void) => Promise<R>,
			about = none,
		): Promise<boolean> {
			abort?.abort();
			const mine = new AbortController();
			abort = mine;
			const say = (change: Partial<State>) =>
				abort === mine && useStore.setState((before) => ({ ...before, ...change }));
			const before = useStore.getState();
			const result = before.key === key ? before.result : undefined;
			useStore.setState({ key, state: "running", about, result }, true);
			const onProgress = (progress: Progress) => say({ progress });
			const context = { signal: mine.signal, onProgress };
			try {
				const result = await work(context, (change) =>
					say({ about: change(useStore.getState().about) }),
				);
				say({ state: "done", result });
				return abort === mine;
			} catch (error) {
				say(
					isCancelled(error) ? { state: "stopped" } : { state: "failed", why: failureInfo(error) },
				);
				return false;
			}
		},
		stop: (): void => abort?.abort(),
		/** How far it is with this file. */
		useTask({ key }: { readonly key: number }): State {
			const state = useStore();
			return state.key === key ? state : idle;
		},
	};
}
