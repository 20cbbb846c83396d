/** The structures around a byte, from the outside in, as the layout tells them. */
import { type SpaceId, span } from "../base/range";
import type { Step } from "../schema/stepper";
import type { WalkStep } from "./step";
import { place, type Walker } from "./walker";

export function sayDetails(w: Walker, space: SpaceId, told: readonly Step[]): void {
	const names: string[] = [];
	for (const step of told) {
		names.splice(step.depth, names.length, step.name);
		const field = fieldOf(step, names);
		if (!isKnown(w.steps, field, space, step)) w.add(detail(space, step, field));
	}
}

/** The kernel's names have no blanks. */
const isName = (name: string | undefined): name is string =>
	name !== undefined && !name.includes(" ");

function fieldOf({ name, value, depth }: Step, names: readonly string[]): string {
	const parent = names[depth - 1];
	return value !== undefined && isName(parent) && isName(name) ? `${parent}.${name}` : name;
}

/** The way has been there already. */
const isKnown = (steps: readonly WalkStep[], field: string, space: SpaceId, { start }: Step) =>
	steps.some(({ at: [at], field: known }) => {
		return known === field && at.space === space && at.start === start;
	});

function detail(space: SpaceId, step: Step, field: string): Omit<WalkStep, "depth"> {
	const { start, end, name, label, value, bits, doc, sum, since, target } = step;
	const what = label === undefined ? name : `${name} ${label}`;
	const where = bits ? `${bitsText(bits)}: ` : "";
	return {
		at: [span(space, start, end)],
		field,
		text: value === undefined ? `It is in ${what}.` : `${where}${what} is ${value}.`,
		...(doc ? { why: target ? `${doc} It points at: ${target.label}.` : doc } : {}),
		...(sum ? { sum: place(sum) } : {}),
		...(since ? { since } : {}),
	};
}

const bitsText = ([first, last]: readonly [number, number]): string =>
	first === last ? `Bit ${first}` : `Bits ${first} to ${last}`;
