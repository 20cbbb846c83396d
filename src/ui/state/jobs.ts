/**
 * Work the user started and may wait for: downloads, long exports. Each job runs once,
 * can be stopped, and leaves its notes until they are dismissed.
 */
import { create } from "zustand";
import { type FailureInfo, failureInfo, isCancelled } from "../../base/errors";
import type { OnProgress, Progress } from "../../base/progress";

export type JobState = "running" | "done" | "failed";

export interface Job {
	readonly id: number;
	/** "Download of passwd". */
	readonly label: string;
	readonly state: JobState;
	readonly progress?: Progress;
	/** What a person should know about the result. */
	readonly notes: readonly string[];
	readonly why?: FailureInfo;
}

export interface JobContext {
	readonly signal: AbortSignal;
	readonly onProgress: OnProgress;
}

interface Jobs {
	/** Oldest first. */
	readonly jobs: readonly Job[];
	/**
	 * Runs `work`, which returns its notes. One that the user stops disappears without a word.
	 * @returns whether the job ended well; never rejects.
	 */
	run(label: string, work: (context: JobContext) => Promise<readonly string[]>): Promise<boolean>;
	/** Stops a running job; a finished one is only removed. */
	dismiss(id: number): void;
}

/** How long a job that went well and has nothing to say is kept, in milliseconds. */
const KEPT_MS = 6000;

/** Nobody asked for its end, but whoever did the work is gone. */
const CLOSED: FailureInfo = {
	kind: "io",
	code: "image-closed",
	message: "The image was closed before this was done.",
	hint: "Open the image again and begin anew.",
};

const aborts = new Map<number, AbortController>();
let nextId = 1;

export const useJobs = create<Jobs>()((set) => {
	const change = (id: number, part: Partial<Job>) =>
		set((s) => ({ jobs: s.jobs.map((job) => (job.id === id ? { ...job, ...part } : job)) }));
	const remove = (id: number) => set((s) => ({ jobs: s.jobs.filter((job) => job.id !== id) }));

	return {
		jobs: [],
		async run(label, work) {
			const id = nextId++;
			const abort = new AbortController();
			aborts.set(id, abort);
			set((s) => ({ jobs: [...s.jobs, { id, label, state: "running", notes: [] }] }));
			try {
				const onProgress = (progress: Progress) => change(id, { progress });
				const notes = await work({ signal: abort.signal, onProgress });
				change(id, { state: "done", notes });
				if (notes.length === 0) setTimeout(remove, KEPT_MS, id);
				return true;
			} catch (error) {
				if (abort.signal.aborted) remove(id);
				else change(id, { state: "failed", why: isCancelled(error) ? CLOSED : failureInfo(error) });
				return false;
			} finally {
				aborts.delete(id);
			}
		},
		dismiss(id) {
			aborts.get(id)?.abort();
			remove(id);
		},
	};
});

/** What runs now, in its words. */
export const useRunning = (): readonly string[] =>
	useJobs((s) => s.jobs)
		.filter(({ state }) => state === "running")
		.map(({ label }) => label);
