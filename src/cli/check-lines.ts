/** The result of a check as lines of text. */
import type { Finding } from "../base/finding";
import { countText } from "../base/words";
import {
	causesIn,
	coverageRows,
	grouped,
	placeOf,
	type Report,
	sorted,
	summary,
} from "../checks/report/report";
import { weightOf } from "../erofs/severity";
import { table } from "./table";

/** Coverage first: what was found means nothing without it. */
export function* checkLines(report: Report): Generator<string, void, void> {
	const { findings, more, checked } = report.result;
	const words = { offset: report.offset, causes: causesIn(report) };
	yield* table(coverageRows(checked));
	yield "";
	yield summary(findings, checked);
	for (const group of grouped(sorted(findings))) {
		yield "";
		yield* groupLines(group, words);
	}
	if (more) yield* ["", `and ${countText(more)} more findings`];
}

/** Places shown of a group; with --json there are all. */
const MOST_PLACES = 20;

interface Words {
	readonly offset: number;
	readonly causes: ReadonlyMap<Finding, Finding>;
}

function* groupLines(group: readonly Finding[], words: Words): Generator<string, void, void> {
	const [first] = group;
	if (!first) return;
	const times = group.length === 1 ? "" : `, ${countText(group.length)} times`;
	yield `${weightOf(first)} ${first.code}${times}: ${first.text}`;
	yield* table(group.slice(0, MOST_PLACES).map((finding) => placeRow(finding, words)));
	const left = group.length - MOST_PLACES;
	if (left > 0) yield `  … and ${countText(left)} more; --json has them all`;
}

function placeRow(finding: Finding, { offset, causes }: Words): string[] {
	const { path, nid, at, structure, field, seen, allowed } = finding;
	const { space, start, end } = placeOf(at, offset);
	const cause = causes.get(finding);
	const values = [
		seen && `seen ${seen}`,
		allowed && `allowed ${allowed}`,
		cause && `follows from ${cause.code}`,
	].filter(Boolean);
	const others = finding.also ? ` and ${countText(finding.also.length)} more` : "";
	return [
		`  ${path ?? (nid === undefined ? "the image" : `inode ${nid}`)}${others}`,
		`${space}:${start}..${end}`,
		field === undefined ? structure : `${structure}.${field}`,
		values.join("; "),
	];
}
