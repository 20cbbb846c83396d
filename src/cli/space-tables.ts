/** Lists, groups and histograms of the command `space`, as text, CSV or JSON. */
import { toJson } from "../base/json";
import { countText, exactBytes, percentText } from "../base/words";
import type { Group } from "../space/groups/sums";
import type { Histogram } from "../space/histograms";
import type { Ledger } from "../space/ledger";
import { COLUMNS, type Unit } from "../space/lists/column";
import type { List } from "../space/lists/list";
import { needOf, rank } from "../space/rank";
import { groupTable, listTable, type TableRows, writeTable } from "../space/write-table";
import { type Align, table } from "./table";
import type { Terminal } from "./terminal";

export type Form = "text" | "csv" | "json";

interface Grouped {
	/** What is in the groups. */
	readonly of: "inodes" | "extents";
	readonly groups: readonly Group[];
}

const RIGHT: readonly Align[] = ["left", "right", "right", "right", "right"];

export function groupsText({ of, groups }: Grouped): string[] {
	const rows = groups.map(({ name, count, size, alone, shared }) => [
		name,
		countText(count),
		...[size, alone, shared].map(exactBytes),
	]);
	return table([["", of, "contents", "alone", "shared"], ...rows], RIGHT);
}

export const printGroups = ({ of, groups }: Grouped, terminal: Terminal): Promise<void> =>
	printCsv(groupTable(of, groups), terminal);

async function printCsv(rows: TableRows, terminal: Terminal): Promise<void> {
	for (const piece of writeTable(rows, "csv")) await terminal.out(piece);
}

const WORDS: Readonly<Record<Unit, (value: number) => string>> = {
	bytes: (value) => countText(Math.round(value)),
	count: countText,
	share: percentText,
};

/** @param query names, as a filter takes them; empty for all */
export async function printList(
	ledger: Ledger,
	list: List,
	query: string,
	form: Form,
	terminal: Terminal,
): Promise<void> {
	const rows = rank(ledger, { list, directory: 0, query, sort: list.sort, descending: true });
	const shown = listTable(ledger, list, rows);
	if (form === "csv") return printCsv(shown, terminal);
	const need = needOf(ledger, rows);
	if (form === "json") {
		const about = { list: list.id, filter: query, inodes: rows.length, need };
		await terminal.out(`${toJson(about).slice(0, -1)},"files":`);
		for (const piece of writeTable(shown, "json")) await terminal.out(piece);
		await terminal.out("}\n");
		return;
	}
	const columns = list.columns.map((id) => COLUMNS[id]);
	const lines = [...shown.rows].map(([path = "", , ...figures]) => [
		...columns.map(({ unit }, i) => {
			const value = figures[i] as number;
			return Number.isNaN(value) ? "–" : WORDS[unit](value);
		}),
		String(path),
	]);
	const head = [...columns.map(({ label }) => label), "Path"];
	const { contents, stored, around, whole } = need;
	const sum = `${countText(rows.length)} inodes: ${exactBytes(contents)} of contents, stored in ${exactBytes(stored)}, and ${exactBytes(around)} of metadata: ${percentText((stored + around) / (whole || 1))} of the image, each byte counted once.`;
	const text = [
		list.doc,
		"",
		...table(
			[head, ...lines],
			columns.map(() => "right"),
		),
		"",
		sum,
	];
	await terminal.out(`${text.join("\n")}\n`);
}

/** Columns of the longest bar. */
const LONGEST = 40;

export function histogramsText(histograms: readonly Histogram[]): string[] {
	return histograms
		.filter(({ bars }) => bars.length > 0)
		.flatMap(({ label, of, sums, bars }, n) => {
			const most = Math.max(...bars.map(({ count }) => count));
			const rows = bars.map(({ label, count, bytes }) => [
				`  ${label}`,
				countText(count),
				exactBytes(bytes),
				"#".repeat(Math.ceil((count / most) * LONGEST)),
			]);
			const lines = table([[label, of, sums, ""], ...rows], ["left", "right", "right"]);
			return n > 0 ? ["", ...lines] : lines;
		});
}
