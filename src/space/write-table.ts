/** A list as a file: CSV as in RFC 4180, or JSON with the same names. */
import { showName } from "../base/text";
import type { Ledger } from "./ledger";
import { COLUMNS } from "./lists/column";
import type { List } from "./lists/list";

/** Rows in a piece of text. */
const BATCH = 4096;

/** Quotes what would be taken for more than one field; names are untrusted text. */
const quoted = (text: string): string =>
	/[",\r\n]|^[=+\-@\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

/** @param rows of inodes @returns pieces of the text, in order */
export function writeTable(
	ledger: Ledger,
	{ columns }: List,
	rows: Uint32Array,
	as: "csv" | "json",
): string[] {
	const { inhabitants } = ledger.ownership;
	const values = columns.map((id) => COLUMNS[id].values(ledger));
	const isCsv = as === "csv";
	const pieces = [isCsv ? `${["path", "nid", ...columns].join(",")}\r\n` : "[\n"];
	for (let from = 0; from < rows.length; from += BATCH) {
		const some = Array.from(rows.subarray(from, from + BATCH), (row, i) => {
			const path = showName(inhabitants.pathOf(row) ?? new Uint8Array());
			const nid = String(inhabitants.nid(row));
			const figures = values.map((column) => column[row] as number);
			if (isCsv) return `${[quoted(path), nid, ...figures.map(csvNumber)].join(",")}\r\n`;
			const isLast = from + i === rows.length - 1;
			const fields = Object.fromEntries(columns.map((id, n) => [id, jsonNumber(figures[n])]));
			return `${JSON.stringify({ path, nid, ...fields })}${isLast ? "" : ","}\n`;
		});
		pieces.push(some.join(""));
	}
	if (!isCsv) pieces.push("]\n");
	return pieces;
}

const csvNumber = (n: number): string => (Number.isNaN(n) ? "" : String(n));
const jsonNumber = (n: number | undefined): number | null =>
	n === undefined || Number.isNaN(n) ? null : n;
