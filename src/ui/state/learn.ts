/** The drawer Learn: whether it is open, and how far the reader has come on this device. */
import { create } from "zustand";
import { persist } from "zustand/middleware";
import { currentPlace, navigate, usePlacePart } from "./location";
import type { Origin } from "./origin";

/** What the drawer begins with. */
const LESSONS = "lessons";

export const isLearning = (): boolean => currentPlace().learn !== undefined;
export const useLearning = (): boolean => usePlacePart((place) => place.learn !== undefined);

/** No step in the history: Back leads through places and steps, not through the drawer. */
const show = (learn: string | undefined): void => navigate({ learn }, { replace: true });

export const openLessons = (): void => show(LESSONS);
export const toggleLearn = (): void => show(isLearning() ? undefined : LESSONS);

/** Opens what explains a structure, a field or a word: `erofs_dirent.nid`, `algorithm.LZ4`. */
export const learnAbout = (key: string): void => navigate({ learn: `about.${key}` });

/** The entry of the word that has the focus, or the drawer; closes what is open. */
export function learnHere(): void {
	const word = document.activeElement?.closest<HTMLElement>("[data-term]")?.dataset.term;
	if (word) toggleAbout(`glossary.${word}`);
	else toggleLearn();
}

/** Opens what explains the field at the cursor; closes it when it is open. */
export const learnOfField = (key: string): void => toggleAbout(`about.${key}`);

const toggleAbout = (learn: string): void =>
	currentPlace().learn === learn ? toggleLearn() : navigate({ learn });

/** Takes apart the compressed unit that holds a byte of a file. */
export const lookInside = (nid: bigint, offset: number): void =>
	navigate({ learn: `inside.${nid}.${offset}` });

/** Whether a lesson asks what the selected bytes are: then the page does not say it first. */
export const useAsking = create<{ readonly asks: boolean }>()(() => ({ asks: false }));

interface Progress {
	/** Steps that were answered, counted from 0, by the id of the lesson. */
	readonly done: Readonly<Record<string, readonly number[]>>;
	/** How many questions of a step were answered, by lesson and step and image. Of this visit only. */
	readonly answered: Readonly<Record<string, number>>;
	/** The image to come back to from a sample. Of this visit only. */
	readonly own?: Origin | undefined;
	finish(lesson: string, step: number): void;
	answer(step: string, count: number): void;
	/** Asks the questions of a lesson again. */
	restart(lesson: string): void;
	rememberOwn(origin: Origin | undefined): void;
	/** Forgets the progress. */
	forget(): void;
}

const isSteps = (value: unknown): value is number[] =>
	Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 0);

/** What was stored, without what is none. */
export function readDone(stored: unknown): Progress["done"] {
	const done = typeof stored === "object" && stored && "done" in stored ? stored.done : {};
	const entries = Object.entries(typeof done === "object" && done ? done : {});
	return Object.fromEntries(entries.filter(([, steps]) => isSteps(steps)));
}

export const useProgress = create<Progress>()(
	persist(
		(set, get) => ({
			done: {},
			answered: {},
			answer: (step, count) => set({ answered: { ...get().answered, [step]: count } }),
			restart: (lesson) =>
				set({
					answered: Object.fromEntries(
						Object.entries(get().answered).filter(([step]) => !step.startsWith(`${lesson}.`)),
					),
				}),
			finish(lesson, step) {
				const { done } = get();
				const steps = new Set(done[lesson] ?? []).add(step);
				set({ done: { ...done, [lesson]: [...steps] } });
			},
			rememberOwn: (own) => set({ own }),
			forget: () => set({ done: {}, answered: {} }),
		}),
		{
			name: "erofs-explorer-lessons",
			partialize: ({ done }) => ({ done }),
			merge: (stored, current) => ({ ...current, done: readDone(stored) }),
		},
	),
);
