/** Questions, made so that an answer and its third hint cannot differ. */
import type { Exact } from "../base/exact";
import type { Span } from "../base/range";
import type { Sum } from "../schema/sum";
import type {
	Hints,
	NumberQuestion,
	PickQuestion,
	PlaceQuestion,
	Question,
	TextQuestion,
} from "./lesson";
import type { Stored } from "./scene";

type Wrong = NumberQuestion["wrong"];

/** What a sum comes to; the third hint is the sum itself. */
export const reckon = (
	ask: string,
	sum: Sum,
	[where, rule]: readonly [string, string],
	wrong: Wrong = [],
): Question => ({
	kind: "number",
	ask,
	answer: sum.value,
	sum: { text: sum.text, value: sum.value },
	hints: [where, rule, `${sum.text} = ?`],
	wrong: wrong.filter(({ answer }) => answer !== sum.value),
});

/** All digits but the last, without zeros that say nothing. */
const digitsBefore = (digits: string): string => digits.slice(0, -1).replace(/^0+(?=.)/, "");

/** A field, read as one number. */
export const readNumber = (
	ask: string,
	{ value, hex, swapped, reversed }: Stored,
	where: string,
	wrong: Wrong = [],
): Question => ({
	kind: "number",
	ask,
	answer: value,
	hints: [
		"The lowest byte comes first: read them from the last to the first.",
		where,
		`0x${digitsBefore(reversed)}… (bytes ${hex}, backwards)`,
	],
	wrong: [
		{
			answer: swapped,
			say: "You read it with the highest byte first. Here the lowest comes first.",
		},
		...wrong,
	].filter(({ answer }) => answer !== value),
});

export const number = (ask: string, answer: Exact, hints: Hints, wrong: Wrong = []): Question => ({
	kind: "number",
	ask,
	answer,
	hints,
	wrong: wrong.filter((each) => each.answer !== answer),
});

/** @param also other names for the same */
export const word = (
	ask: string,
	answer: string,
	hints: Hints,
	also: readonly string[] = [],
): TextQuestion => ({ kind: "text", ask, answer, also, hints });

export const pickOne = (
	ask: string,
	options: readonly string[],
	answer: number,
	hints: Hints,
): PickQuestion => ({ kind: "pick", ask, options, answers: [answer], several: false, hints });

export const pickAll = (
	ask: string,
	options: readonly string[],
	answers: readonly number[],
	hints: Hints,
): PickQuestion => ({ kind: "pick", ask, options, answers, several: true, hints });

/** A click on any of the bytes. */
export const touch = (ask: string, answer: Span, hints: Hints): PlaceQuestion => ({
	kind: "place",
	ask,
	answer,
	exactly: false,
	hints,
});

/** These bytes and no others. */
export const select = (ask: string, answer: Span, hints: Hints): PlaceQuestion => ({
	kind: "place",
	ask,
	answer,
	exactly: true,
	hints,
});
