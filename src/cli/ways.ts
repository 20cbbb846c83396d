/** Ways to bytes as text and as data: `map --why`. */

import { toJson } from "../base/json";
import type { Span } from "../base/range";
import { numberText, placeText } from "../schema/sum";
import type { Walk, WalkStep } from "../walks/step";
import type { Call } from "./command";
import { Lines } from "./lines";

export async function printWay(call: Call, walk: Walk): Promise<void> {
	const { values, terminal } = call;
	const lines = new Lines(terminal);
	const rows = values.json ? dataRows(walk) : textRows(walk);
	for (const row of rows) await lines.add(row);
	await lines.flush();
	tellUnfinished(call, walk);
}

/** Damage has been reported; what else ends a way is told here. */
function tellUnfinished({ note }: Call, { steps, end }: Walk): void {
	const last = steps.at(-1);
	const isUnfinished =
		end === "missing" || end === "absent" || (end === "damage" && !last?.finding);
	if (last && isUnfinished) note({ path: new Uint8Array(), text: last.text, kind: "missing" });
}

/** A line for each step, and one for how it ends. */
function* dataRows({ steps, end }: Walk): Generator<string> {
	for (const [i, step] of steps.entries()) yield toJson({ step: i + 1, ...step });
	yield toJson({ end, steps: steps.length });
}

function* textRows({ steps, end }: Walk): Generator<string> {
	const digits = String(steps.length).length;
	for (const [i, step] of steps.entries()) {
		const indent = "  ".repeat(step.depth);
		yield `${indent}${String(i + 1).padStart(digits)}  ${step.text}`;
		for (const row of stepRows(step)) yield `${indent}${" ".repeat(digits)}    ${row}`;
	}
	yield ENDS[end];
}

const ENDS: Readonly<Record<Walk["end"], string>> = {
	byte: "Arrived.",
	inode: "Arrived at the inode.",
	hole: "Arrived at zeros, for which nothing is stored.",
	absent: "The way ends: what is looked for is not there.",
	nowhere: "No way leads to this byte.",
	damage: "The way ends at damage.",
	missing: "The way ends at something that is not at hand.",
};

function* stepRows({ at, field, sum, why, since, finding }: WalkStep): Generator<string> {
	yield `${at.map(spanText).join(", ")}${field === undefined ? "" : `  ${field}`}`;
	if (sum) yield sum.of === "place" ? placeText(sum) : numberText(sum);
	const reason = [why, since && `(Since Linux ${since})`].filter(Boolean);
	if (reason.length > 0) yield reason.join(" ");
	if (finding?.seen !== undefined) {
		const allowed = finding.allowed === undefined ? "" : `; allowed: ${finding.allowed}`;
		yield `Seen: ${finding.seen}${allowed}`;
	}
}

const spanText = ({ space, start, end }: Span): string => `${space}:${start}..${end}`;
