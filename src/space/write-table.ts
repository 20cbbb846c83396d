/** Lists and groups as files: CSV as in RFC 4180, or JSON with the same names. */
import { showName } from "../base/text";
import type { Group } from "./groups/sums";
import type { Ledger } from "./ledger";
import { COLUMNS } from "./lists/column";
import type { List } from "./lists/list";

export type TableForm = "csv" | "json";

export interface TableRows {
	readonly names: readonly string[];
	/** A figure that is not there is NaN. */
	readonly rows: Iterable<readonly (string | number)[]>;
}

/** Rows in a piece of text. */
const BATCH = 4096;

/** Quotes what would be taken for more than one field; names are untrusted text. */
const quoted = (text: string): string =>
	/[",\r\n]|^[=+\-@\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** @returns pieces of the text, in order */
export function* writeTable(
	{ names, rows }: TableRows,
	as: TableForm,
): Generator<string, void, void> {
	const isCsv = as === "csv";
	let text = isCsv ? lineOf(names) : "[";
	let count = 0;
	for (const row of rows) {
		text += isCsv ? lineOf(row) : `${count > 0 ? "," : ""}\n${objectOf(names, row)}`;
		if (++count % BATCH !== 0) continue;
		yield text;
		text = "";
	}
	yield isCsv ? text : `${text}\n]\n`;
}

const lineOf = (row: readonly (string | number)[]): string =>
	`${row.map((cell) => (typeof cell === "string" ? quoted(cell) : csvNumber(cell))).join(",")}\r\n`;

const csvNumber = (n: number): string => (Number.isNaN(n) ? "" : String(n));

const objectOf = (names: readonly string[], row: readonly (string | number)[]): string =>
	JSON.stringify(Object.fromEntries(names.map((name, i) => [name, jsonCell(row[i])])));

const jsonCell = (cell: string | number | undefined): string | number | null =>
	cell === undefined || Number.isNaN(cell) ? null : cell;

/** @param rows of inodes */
export function listTable(ledger: Ledger, { columns }: List, rows: Uint32Array): TableRows {
	const { inhabitants } = ledger.ownership;
	const values = columns.map((id) => COLUMNS[id].values(ledger));
	const fieldsOf = (row: number) => [
		showName(inhabitants.pathOf(row) ?? new Uint8Array()),
		String(inhabitants.nid(row)),
		...values.map((column) => column[row] as number),
	];
	return { names: ["path", "nid", ...columns], rows: each(rows, fieldsOf) };
}

/** @param of what is counted */
export const groupTable = (of: "inodes" | "extents", groups: readonly Group[]): TableRows => ({
	names: ["name", of, "size", "exclusive", "shared"],
	rows: groups.map(({ name, count, size, alone, shared }) => [name, count, size, alone, shared]),
});

function* each<T, R>(all: Iterable<T>, of: (one: T) => R): Generator<R, void, void> {
	for (const one of all) yield of(one);
}
