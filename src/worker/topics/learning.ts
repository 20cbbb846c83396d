/** Ways, lessons, the inside of units, and what breaks an image. */
import type { WalkTo } from "../../base/way";
import type { Inside } from "../../inside/inside";
import type { Planned } from "../../lessons/break";
import type { FoundGoal } from "../../lessons/goal";
import type { Told } from "../../lessons/lesson";
import type { StepId } from "../../lessons/play";
import type { Walk } from "../../walks/step";
import type { Current } from "../current";
import type { HandlersOf, Method } from "../method";
import { forReason } from "../reason";
import { walk } from "../walk";

export type { Inside } from "../../inside/inside";
export type { Planned } from "../../lessons/break";
export type { Question, Telling, Told } from "../../lessons/lesson";
export type { Walk, WalkStep } from "../../walks/step";

export interface LearningApi {
	/** A way, step by step. To a byte it finds owners first, unless it is known already whose it is. */
	walk: Method<WalkTo, Walk>;
	/** Where in the open image there is something of a kind that ways lead to. */
	wayTo: Method<{ id: string }, FoundGoal>;
	/** The compressed unit with a byte of a file, taken apart. */
	inside: Method<{ nid: bigint; offset: number }, Inside>;
	/** Where in the open image a ready-made breakage has its bytes. */
	breakage: Method<{ id: string }, Planned>;
	/** A step of a lesson, told of the open image. */
	lesson: Method<StepId, Told>;
}

export const learning = (current: Current): HandlersOf<LearningApi> => ({
	walk: (to, context) => walk(current.session(), to, context),

	async wayTo({ id }, { signal }) {
		const image = forReason(current.session().image, "where a way can lead");
		const { findGoal } = await import("../../lessons/goal");
		return findGoal(image, id, signal);
	},

	async inside({ nid, offset }, { signal }) {
		const image = forReason(current.session().image, "inside a compressed unit");
		const { insideOf } = await import("../../inside/inside");
		return insideOf(image, nid, offset, signal);
	},

	async breakage({ id }, { signal }) {
		const image = forReason(current.session().image, "what to break");
		const { planBreakage } = await import("../../lessons/break");
		return planBreakage(image, id, signal);
	},

	async lesson(step, { signal }) {
		const image = forReason(current.session().image, `lesson ${step.lesson}`);
		const { tellStep } = await import("../../lessons/play");
		return tellStep(image, step, signal);
	},
});
