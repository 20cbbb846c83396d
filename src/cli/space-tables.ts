/** Sums, lists, groups and histograms of the command `space`, as text, CSV or JSON. */
import { toJson } from "../base/json";
import { counted, countText, exactBytes, percentText, sizeText } from "../base/words";
import { KINDS, type KindName } from "../erofs/layout/kinds";
import { algorithmLabel } from "../erofs/structs/features";
import { KIND_WORDS, PADDING_WORDS } from "../ownership/words";
import type { Account, PaddingSum, SpaceSums } from "../space/account";
import type { SetNeed } from "../space/chosen";
import type { ContentsSums } from "../space/contents";
import type { Group } from "../space/groups/sums";
import type { Histogram } from "../space/histograms";
import type { InsideUnits } from "../space/inside-units";
import type { Ledger } from "../space/ledger";
import { COLUMNS, type Unit } from "../space/lists/column";
import type { List } from "../space/lists/list";
import { type Cost, type Need, needOf } from "../space/need";
import { rank } from "../space/rank";
import { groupTable, listTable, type TableRows, writeTable } from "../space/write-table";
import { breather } from "./breathe";
import { Lines } from "./lines";
import { type Align, table, widen } from "./table";
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
	const cellsOf = ([path = "", , ...figures]: readonly (string | number)[]) => [
		...columns.map(({ unit }, i) => {
			const value = figures[i] as number;
			return Number.isNaN(value) ? "–" : WORDS[unit](value);
		}),
		String(path),
	];
	const head = [...columns.map(({ label }) => label), "Path"];
	const right = columns.map(() => "right" as const);
	const widths: number[] = [];
	widen(widths, head);
	const breathe = breather();
	for (const row of listTable(ledger, list, rows).rows) {
		widen(widths, cellsOf(row));
		const pause = breathe();
		if (pause) await pause;
	}
	const lines = new Lines(terminal);
	for (const line of [list.doc, "", ...table([head], right, widths)]) await lines.add(line);
	for (const row of shown.rows) {
		const full = lines.add(table([cellsOf(row)], right, widths).join());
		if (full) await full;
	}
	for (const line of ["", needLine(rows.length, need)]) await lines.add(line);
	await lines.flush();
}

const needLine = (inodes: number, { contents, stored, around, whole }: Need): string =>
	`${counted(inodes, "inode")}: ${exactBytes(contents)} of contents, stored in ${exactBytes(stored)}, and ${exactBytes(around)} of metadata: ${percentText((stored + around) / (whole || 1))} of the image, each byte counted once.`;

export function needText({ inodes, missing, need, cost, fetched }: SetNeed): string[] {
	const { files, mappable, page, whole } = cost;
	const costText = ({ read, decoded }: Cost) =>
		`${exactBytes(read)} read, ${exactBytes(decoded)} decoded`;
	return [
		`${needLine(inodes, need)} Directories that lead there are counted too.`,
		...fetched.map(
			({ piece, bytes }) =>
				`In pieces of ${sizeText(piece)}: ${exactBytes(bytes)} are fetched, ${percentText(bytes / (need.whole || 1))} of the image.`,
		),
		`4 KiB at random of ${countText(files)} files with contents: ${costText(page)}, on average. All of them: ${costText(whole)}. FSDAX can map ${countText(mappable)}.`,
		...(missing.length > 0
			? ["", "These lines lead to nothing:", ...missing.map((line) => `  ${line}`)]
			: []),
	];
}

export const byKind = ({ bytes }: SpaceSums): [KindName, number][] =>
	KINDS.map((kind, i): [KindName, number] => [kind, bytes[i] as number]).filter(
		([, sum]) => sum > 0,
	);

export const sumOf = ({ bytes }: SpaceSums): number => bytes.reduce((sum, some) => sum + some, 0);

export function spaceText(space: SpaceSums): string[] {
	const rows = byKind(space)
		.sort(([, a], [, b]) => b - a)
		.flatMap(([kind, bytes]) => [
			[`  ${kind}`, exactBytes(bytes), percentText(bytes / space.size), KIND_WORDS[kind].name],
			...(kind === "padding" ? space.padding.map(paddingRow) : []),
		]);
	const sum = ["  sum", exactBytes(sumOf(space)), "", "every byte counted once"];
	return [
		`${space.id}: ${exactBytes(space.size)}`,
		...table([...rows, sum], ["left", "right", "right"]),
	];
}

const paddingRow = ({ name, bytes }: PaddingSum): string[] => [
	`    ${name}`,
	exactBytes(bytes),
	"",
	`  ${PADDING_WORDS[name]}`,
];

export function unitsText({ units }: Account): string[] {
	const rows = Array.from(units, ([id, { units: count, physical, logical }]) => [
		`  ${algorithmLabel(id)}`,
		countText(count),
		exactBytes(physical),
		exactBytes(logical),
		logical > 0 ? percentText(physical / logical) : "–",
	]);
	return table([["Compressed units:", "units", "stored", "decoded", "share"], ...rows], RIGHT);
}

export const insideText = ({ bytes, units, unknown }: InsideUnits): string[] => [
	`Inside compressed units: ${exactBytes(bytes)} of padding in ${counted(units, "unit")}${unknown > 0 ? `; of ${countText(unknown)} more it cannot be told` : ""}.`,
];

export function contentsText({ total, ways, attributes }: ContentsSums): string[] {
	const rows = ways.map(({ label, contents, stored, saved, estimated }) => [
		`  ${label}`,
		exactBytes(contents),
		exactBytes(stored),
		saved > 0 ? `${estimated ? "about " : ""}${exactBytes(saved)}` : "",
	]);
	const lines = table(
		[
			["Contents of all names:", "bytes", "on disk", "saved"],
			...rows,
			["  sum", exactBytes(total), "", ""],
		],
		RIGHT,
	);
	const { shared, saved } = attributes;
	return shared > 0
		? [...lines, `  ${countText(shared)} attributes are shared, which saves ${exactBytes(saved)}.`]
		: lines;
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
