/** What the address says of the drawer, and where a step leads. */
import { IMAGE_SPACE } from "../../../base/space";
import { LESSONS, type Lesson, lessonAbout } from "../../../lessons/index";
import type { Told } from "../../../worker/protocol";
import type { Change } from "../../state/location";
import { FROM_THE_TOP, type Origin, sameOrigin, toOrigin, unaltered } from "../../state/origin";

/** A step of a lesson. */
export interface LessonAt {
	readonly lesson: Lesson;
	/** Counted from 0. */
	readonly step: number;
	/** On the image of the reader, and not on the sample. */
	readonly own: boolean;
}

export type LearnAt =
	| { readonly tab: "lessons" | "ways" }
	| { readonly tab: "glossary"; readonly wanted: string | undefined }
	| { readonly tab: "bench"; readonly wanted: string | undefined }
	| { readonly tab: "inside"; readonly nid: bigint; readonly offset: number }
	| ({ readonly tab: "lesson" } & LessonAt);

/**
 * `superblock.3`, `superblock.3.own`, `about.erofs_dirent.nid`, `ways`, `glossary`, `glossary.erofs_dirent`,
 * `bench`, `bench.swap`, `inside.51.40000`: anything else is the list of lessons.
 */
export function parseLearn(text: string): LearnAt {
	const [first = "", second = "", ...rest] = text.split(".");
	if (first === "about") {
		const lesson = lessonAbout([second, ...rest].join("."));
		if (lesson) return { tab: "lesson", lesson, step: 0, own: false };
		return { tab: "glossary", wanted: [second, ...rest].join(".") };
	}
	if (first === "glossary")
		return { tab: "glossary", wanted: [second, ...rest].join(".") || undefined };
	if (first === "ways") return { tab: "ways" };
	if (first === "bench") return { tab: "bench", wanted: second || undefined };
	if (first === "inside" && /^\d{1,20}$/.test(second) && /^\d{1,15}$/.test(rest[0] ?? ""))
		return { tab: "inside", nid: BigInt(second), offset: Number(rest[0]) };
	const lesson = LESSONS.find(({ id }) => id === first);
	if (!lesson) return { tab: "lessons" };
	const step = Number(second) - 1;
	const isStep = Number.isSafeInteger(step) && step >= 0 && step < lesson.steps.length;
	return { tab: "lesson", lesson, step: isStep ? step : 0, own: rest[0] === "own" };
}

export const formatLearn = ({ lesson, step, own }: LessonAt): string =>
	`${lesson.id}.${step + 1}${own ? ".own" : ""}`;

/**
 * The place of a step.
 * @param open the image on screen
 * @param mine the image of the reader to come back to
 */
export function placeOfStep(
	at: LessonAt,
	open: Origin | undefined,
	mine: Origin | undefined,
): Change {
	const learn = formatLearn(at);
	if (at.own ? isOwn(open) || !mine : isOfStep(open, at)) return { learn, walk: undefined };
	const origin = at.own && mine ? mine : sampleOf(at);
	return { ...FROM_THE_TOP, ...toOrigin(origin), view: "bytes", learn };
}

/** The sample of a step, or the copy of it that the step speaks of. */
function sampleOf({ lesson, step }: LessonAt): Origin {
	const { sample, edits } = lesson.steps[step] ?? {};
	return { sample, ...(edits ? { edits } : {}) };
}

/** Whether an image is the sample that a step speaks of. */
export function isOfStep(origin: Origin | undefined, at: LessonAt): boolean {
	const { bench } = at.lesson.steps[at.step] ?? {};
	return sameOrigin(origin && bench ? unaltered(origin) : origin, sampleOf(at));
}

/** Whether an image is one that the reader brought. */
export const isOwn = (origin: Origin | undefined): boolean =>
	origin !== undefined && origin.sample === undefined;

/** The superblock is where every search begins. */
const NOTHING_CHOSEN: Change = {
	panel: undefined,
	path: undefined,
	nid: undefined,
	space: IMAGE_SPACE,
	at: { start: 1024, end: 1025 },
};

/** Where what was told is looked at. */
export function placeOfTold(told: Told): Change {
	if ("lacks" in told) return {};
	const { telling } = told;
	const { at, view = "bytes", blind, path = told.path } = telling;
	if (blind) return { ...NOTHING_CHOSEN, view };
	const bytes = at && {
		space: at.space,
		at: { start: at.start, end: Math.max(at.end, at.start + 1) },
	};
	return { view, panel: undefined, ...(path ? { path, nid: undefined } : {}), ...bytes };
}

/** `3 of 7` steps are done. */
export const doneText = (done: readonly number[], { steps }: Lesson): string =>
	done.length === 0
		? `${steps.length} steps`
		: done.length >= steps.length
			? "done"
			: `${done.length} of ${steps.length} done`;

/** The first step that is not done; the first of all when all are. */
export const nextStep = (done: readonly number[], { steps }: Lesson): number =>
	Math.max(
		0,
		steps.findIndex((_, i) => !done.includes(i)),
	);
