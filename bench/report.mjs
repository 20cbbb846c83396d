/**
 * Results as text. A section is `{ title, notes, tables }`, a table `{ head, rows }` of cells
 * that are already words; the same sections go to the screen and to the document.
 */

export const table = (head, rows) => ({ head, rows: rows.map((row) => row.map(String)) });

const isNumeric = (cell) => /^[\d.,\s–-]+( ?(%|ms|s|MB|MB\/s|KiB|MiB))?$/.test(cell);

/** Columns as wide as their widest cell; numbers stand to the right. */
function aligned({ head, rows }, between, edge) {
	const right = head.map((_, i) => rows.length > 0 && rows.every((row) => isNumeric(row[i])));
	const width = head.map((name, i) => Math.max(...[name, ...rows.map((row) => row[i])].map(size)));
	const cell = (text, i) => (right[i] ? text.padStart(width[i]) : text.padEnd(width[i]));
	const line = (cells) => `${edge}${cells.map(cell).join(between)}${edge}`.trimEnd();
	const rule = width.map((n, i) => (right[i] ? `${"-".repeat(n - 1)}:` : "-".repeat(n)));
	return [line(head), line(rule), ...rows.map(line)].join("\n");
}

const size = (text) => text.length;

export function printSection({ title, notes = [], tables = [] }) {
	console.log(`\n${title}\n${"=".repeat(title.length)}`);
	for (const one of tables) console.log(`\n${aligned(one, "  ", "")}`);
	for (const note of notes) console.log(`\n${note}`);
}

const markdown = ({ title, notes = [], tables = [] }) =>
	[
		`## ${title}`,
		...tables.map((one) => aligned(one, " | ", "|").replace(/^\|/gm, "| ").replace(/\|$/gm, " |")),
		...notes,
	].join("\n\n");

/** The whole document. */
export function documentOf(machine, sections) {
	const about = table(["", ""], Object.entries(machine));
	return `${[
		"# Benchmarks",
		"Written by `npm run bench -- --write`; `npm run bench` prints the same without writing. Times are wall-clock times of one run on the machine below, which a busy machine makes worse. Requests and bytes do not depend on the machine; tests hold them (`src/worker/cost.test.ts`). MB are 10^6 bytes, MiB 2^20.",
		markdown({ title: "Machine", tables: [about] }),
		...sections.map(markdown),
	].join("\n\n")}\n`;
}
