/** Whether an answer is right, and what to say when it is not. */
import type { Exact } from "../base/exact";
import { exact } from "../base/exact";
import type { Span } from "../base/range";
import type { PickQuestion, PlaceQuestion, Question } from "./lesson";

/** What was typed, picked or selected. */
export type Given = string | readonly number[] | Span;

export interface Verdict {
	readonly right: boolean;
	/** Of a wrong answer: what may have gone wrong. */
	readonly say?: string;
}

const UNITS: Readonly<Record<string, number>> = {
	"": 1,
	b: 1,
	byte: 1,
	bytes: 1,
	k: 1024,
	kib: 1024,
};

/**
 * A number as people type it: decimal or 0x, with blanks or commas between digits, perhaps with
 * `bytes` or `KiB` behind it. Undefined for anything else.
 */
export function parseNumber(text: string): Exact | undefined {
	const tight = text
		.trim()
		.toLowerCase()
		.replace(/[\s,_]/g, "");
	const [, digits, unit = ""] = /^(0x[0-9a-f]{1,40}|\d{1,40})([a-z]*)$/.exec(tight) ?? [];
	const factor = UNITS[unit];
	if (digits === undefined || factor === undefined) return undefined;
	return exact(BigInt(digits) * BigInt(factor));
}

export function judge(question: Question, given: Given): Verdict {
	switch (question.kind) {
		case "number":
			return judgeNumber(question, String(given));
		case "text":
			return { right: [question.answer, ...(question.also ?? [])].some(isSaidBy(String(given))) };
		case "pick":
			return judgePick(question, given as readonly number[]);
		case "place":
			return judgePlace(question, given as Span);
	}
}

/** Whether a text is what was typed, in capitals or not. */
const isSaidBy = (given: string) => (answer: string) =>
	answer.toLowerCase() === given.trim().toLowerCase();

function judgeNumber(
	{ answer, wrong }: Extract<Question, { kind: "number" }>,
	text: string,
): Verdict {
	const given = parseNumber(text);
	if (given === answer) return { right: true };
	const known = wrong.find((each) => each.answer === given);
	if (known) return { right: false, say: known.say };
	const asHex = parseNumber(`0x${text.trim()}`);
	// Letters that are digits of hex, or the right digits: only the mark is missing.
	if (asHex !== undefined && (given === undefined || asHex === answer))
		return { right: false, say: "Hex needs 0x in front." };
	if (given === undefined) return { right: false, say: "Type a number, such as 4096 or 0x1000." };
	return { right: false };
}

function judgePick({ answers, several }: PickQuestion, given: readonly number[]): Verdict {
	const hits = given.filter((each) => answers.includes(each)).length;
	if (hits === answers.length && given.length === answers.length) return { right: true };
	if (!several || hits === 0) return { right: false };
	if (given.length > hits)
		return { right: false, say: "Some of these are right, and some are not." };
	return { right: false, say: "Those are right; there are more." };
}

function judgePlace({ answer, exactly }: PlaceQuestion, given: Span): Verdict {
	const touches =
		given.space === answer.space && given.start < answer.end && given.end > answer.start;
	const same = touches && given.start === answer.start && given.end === answer.end;
	// More bytes that have the answer among them are no answer: a step may have selected them itself.
	if (same || (touches && !exactly && given.start >= answer.start)) return { right: true };
	if (given.space !== answer.space)
		return {
			right: false,
			say: "These bytes are in another space: choose the right one above the bytes.",
		};
	if (!touches) return { right: false };
	if (given.start !== answer.start)
		return { right: false, say: "You are near. It starts at another byte." };
	return {
		right: false,
		say: `You are near. It is ${given.end < answer.end ? "longer" : "shorter"}.`,
	};
}
