/** Ways in words: where they lead, what a step says, how long it is read. */
import type { Span } from "../../../base/range";
import type { WalkTo } from "../../../base/way";
import { numberText, placeText } from "../../../schema/sum";
import type { Walk, WalkStep } from "../../../worker/protocol";
import type { Change } from "../../state/location";
import { hexText, rangeText, spaceText } from "../../widgets/offsets.model";

/** `byte 0x480 of the image`, `/a/b`, `user.colour of /a/b` */
export function goalText(to: WalkTo): string {
	if ("space" in to) return `byte ${hexText(to.offset)} of ${spaceText(to.space) || "the image"}`;
	const { path, byte, xattr } = to;
	if (byte !== undefined) return `byte ${hexText(byte)} of ${path}`;
	return xattr === undefined ? path : `${xattr} of ${path}`;
}

/** What an end means, in a sentence. */
export const END_WORDS: Readonly<Record<Walk["end"], string>> = {
	byte: "The way arrives at the byte.",
	inode: "The way arrives at the inode.",
	hole: "The way arrives at bytes that are zero because nothing is stored for them.",
	absent: "The way ends: what is looked for is not there.",
	nowhere: "No way leads to this byte; the steps say why, and what stands around it.",
	damage: "The way ends at damage.",
	missing: "The way ends at something that is not open.",
};

export const sumText = ({ sum }: Pick<WalkStep, "sum">): string | undefined =>
	sum && (sum.of === "place" ? placeText(sum) : numberText(sum));

/** Bytes that can be shown: of a range without any, the one it begins with. */
export const shownRange = ({ space, start, end }: Span): Span => ({
	space,
	start,
	end: Math.max(end, start + 1),
});

/** Where a step is: its bytes selected, wherever the user was. */
export function placeOfStep({ steps }: Walk, walk: WalkTo, step: number): Change {
	const at = steps[step - 1]?.at[0];
	if (!at) return { walk, step };
	const { space, start, end } = shownRange(at);
	return { view: "bytes", space, at: { start, end }, walk, step };
}

/** What is read aloud when a step is reached. */
export function spokenStep({ steps, end }: Walk, step: number): string {
	const here = steps[step - 1];
	if (!here) return "";
	const sum = sumText(here);
	const last = step === steps.length ? ` ${END_WORDS[end]}` : "";
	const range = rangeText(here.at[0]);
	return `Step ${step} of ${steps.length}. ${here.text}${sum ? ` ${sum}.` : ""} Bytes ${range}.${last}`;
}

/** Time in which a step is read, ms: some to look, and more for more words. */
const LOOK = 1500;
const LETTER = 40;
const LONGEST = 9000;

export const readingTime = ({ text, why = "" }: Pick<WalkStep, "text" | "why">): number =>
	Math.min(LONGEST, LOOK + LETTER * (text.length + why.length / 2));
