/** The result of a check as a Markdown report, to be filed or sent. */
import type { Finding } from "../../base/finding";
import { countText } from "../../base/words";
import { weightOf } from "../../erofs/severity";
import { causesIn, coverageRows, grouped, placeOf, type Report, sorted, summary } from "./report";

/** Names are whatever the image says: nothing of them is markup. */
const plain = (text: string): string =>
	text.replace(/[\\`*_{}[\]<>()#+!|~&-]/g, (sign) => `\\${sign}`).replaceAll("\n", " ");

const row = (cells: readonly string[]): string => `| ${cells.map(plain).join(" | ")} |`;

/** @param name of the file that was checked */
export function* markdownLines(report: Report, name: string): Generator<string, void, void> {
	const { result, offset } = report;
	const { findings, more, checked } = result;
	yield* [`# Check of ${plain(name)}`, "", plain(summary(findings, checked)), ""];
	yield* ["## What was looked at", "", "| | |", "|---|---|"];
	for (const cells of coverageRows(checked)) yield row(cells);
	const causes = causesIn(report);
	for (const group of grouped(sorted(findings))) yield* groupLines(group, causes, offset);
	if (more) yield* ["", `And ${countText(more)} more findings.`];
}

function* groupLines(
	group: readonly Finding[],
	causes: ReadonlyMap<Finding, Finding>,
	offset: number,
): Generator<string, void, void> {
	const [first] = group;
	if (!first) return;
	yield* ["", `## ${weightOf(first)}: ${plain(first.code)}`, "", plain(first.text), ""];
	yield* ["| where | bytes | field | seen | allowed | follows from |", "|---|---|---|---|---|---|"];
	for (const finding of group) {
		const { path, nid, at, structure, field, seen = "", allowed = "", also } = finding;
		const { space, start, end } = placeOf(at, offset);
		const where = path ?? (nid === undefined ? "the image" : `inode ${nid}`);
		yield row([
			also ? `${where} and ${countText(also.length)} more: ${also.join(", ")}` : where,
			`${space}:${start}..${end}`,
			field === undefined ? structure : `${structure}.${field}`,
			seen,
			allowed,
			causes.get(finding)?.code ?? "",
		]);
	}
}
