/** What tests ask of a told step, whatever the image. */
import { worked } from "../testing/arithmetic";
import { type Given, judge } from "./answer";
import type { Question, Telling } from "./lesson";

/** `image:1024+4`, as the truths have it. */
export const rangeText = ({ space, start, end }: { space: string; start: number; end: number }) =>
	`${space}:${start}+${end - start}`;

/** What is right, in one line. */
export function answerText(question: Question): string {
	switch (question.kind) {
		case "number":
			return String(question.answer);
		case "text":
			return question.answer;
		case "pick":
			return question.answers.map((i) => question.options[i]).join(" + ");
		case "place":
			return `${question.exactly ? "select" : "click"} ${rangeText(question.answer)}`;
	}
}

function rightAnswer(question: Question): Given {
	switch (question.kind) {
		case "number":
			return `0x${question.answer.toString(16)}`;
		case "text":
			return question.answer;
		case "pick":
			return question.answers;
		case "place":
			return question.answer;
	}
}

/** Answers that nobody may take for right. */
function wrongAnswers(question: Question): Given[] {
	switch (question.kind) {
		case "number":
			return ["nonsense", ...question.wrong.map(({ answer }) => String(answer))];
		case "text":
			return [""];
		case "pick":
			return [[], question.options.map((_, i) => i)].filter(
				(given) => given.length !== question.answers.length,
			);
		case "place": {
			const { space, start, end } = question.answer;
			return [
				{ space, start: end, end: end + 1 },
				{ space: "elsewhere", start, end },
			];
		}
	}
}

/** What must hold of any step on any image. */
export function faultsOf({ asks, text }: Telling): string[] {
	const faults = text.filter((paragraph) => /undefined|NaN|\[object/.test(paragraph));
	for (const question of asks) {
		const { ask, hints } = question;
		if (!judge(question, rightAnswer(question)).right) faults.push(`${ask}: not right`);
		for (const wrong of wrongAnswers(question))
			if (judge(question, wrong).right) faults.push(`${ask}: ${String(wrong)} is taken for right`);
		if (new Set(hints).size !== 3) faults.push(`${ask}: hints are the same`);
		if (hints.some((hint) => /undefined|NaN/.test(hint))) faults.push(hints.join());
		if (question.kind !== "number" || !question.sum) continue;
		const { sum, answer } = question;
		if (worked(sum.text) !== BigInt(answer)) faults.push(`${sum.text} is not ${answer}`);
	}
	return faults;
}
