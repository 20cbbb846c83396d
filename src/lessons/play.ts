/** One step of a lesson, told of the open image. */
import { Failure } from "../base/errors";
import type { Image } from "../erofs/image";
import { findSubject } from "./find";
import { LESSONS } from "./index";
import type { Telling, Told } from "./lesson";
import { Scene, type Subject } from "./scene";

/** Which step, counted from 0, and whether the image is the reader's and not the sample of the step. */
export interface StepId {
	readonly lesson: string;
	readonly step: number;
	readonly own: boolean;
}

/** @throws Failure where the image is damaged or bytes cannot be had, and for a step that does not exist */
export async function tellStep(
	image: Image,
	{ lesson: id, step: number, own }: StepId,
	signal?: AbortSignal,
): Promise<Told> {
	const steps = LESSONS.find((lesson) => lesson.id === id)?.steps;
	const step = steps?.[number];
	const before = steps?.[number - 1];
	if (!step)
		throw new Failure({ kind: "io", code: "no-such-step", message: "There is no such step." });
	const scene = new Scene(image, undefined, signal);
	let subject: Subject | undefined;
	if (own && step.own === "never") return { lacks: "a place that only the sample is sure to have" };
	if (own && step.own && step.own !== "never") {
		subject = await findSubject(image, step.own, signal);
		if (!subject) return { lacks: step.own.what };
	} else if (!own && step.path) subject = await scene.at(step.path);
	const told = await step.tell(new Scene(image, subject, signal));
	const isOther = !own && before !== undefined && before.sample !== step.sample;
	const telling: Telling = {
		...told,
		...(isOther ? { text: ["Here is another image.", ...told.text] } : {}),
		...(step.closing ? { blind: true } : {}),
	};
	return subject ? { telling, path: subject.path, nid: subject.inode.nid } : { telling };
}
