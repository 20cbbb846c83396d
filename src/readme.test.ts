/** What README promises about the product, where the product itself knows better. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wrappers } from "./containers/registry";
import { KEY_GROUPS } from "./ui/state/keys";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const scripts = JSON.parse(
	readFileSync(new URL("../package.json", import.meta.url), "utf8"),
).scripts;

type Row = readonly [string, string, string];

const table = (head: Row, rows: readonly Row[]): string =>
	[head, ["", "", ""], ...rows]
		.map((cells, i) =>
			i === 1 ? "|---|---|---|" : `| ${cells.join(" | ")} |`.replace("|  |", "| |"),
		)
		.join("\n");

const keys = KEY_GROUPS.flatMap(({ title, rows }) =>
	rows.map(({ keys, does }): Row => {
		return [title, keys.map((key) => `<kbd>${key}</kbd>`).join(" "), does];
	}),
);
const opened = wrappers.map(
	({ id, name, reads }): Row => [`\`${id}\``, name.replace(/^an? /, ""), reads],
);

/** With `text` in place of the first table below a heading. */
function withTable(whole: string, heading: string, text: string): string {
	const start = whole.indexOf("\n\n|", whole.indexOf(`\n## ${heading}\n`)) + 2;
	return `${whole.slice(0, start)}${text}${whole.slice(whole.indexOf("\n\n", start))}`;
}

describe("README", () => {
	it("lists the keys of the help dialog and the wrappers of the registry (-u writes them)", async () => {
		const written = withTable(
			withTable(readme, "Keys", table(["where", "keys", "what they do"], keys)),
			"What it opens",
			table(["", "what it is", "what is read"], opened),
		);
		expect(written).toContain(opened.at(-1)?.[2]);
		await expect(written).toMatchFileSnapshot("../README.md");
	});

	it("names only scripts that exist", () => {
		const named = [...readme.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map(([, name]) => name);
		expect(named.filter((name = "") => !(name in scripts))).toEqual([]);
	});

	it("links only to files that exist", () => {
		const links = [...readme.matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, link]) => link);
		for (const link of links) readFileSync(new URL(`../${link}`, import.meta.url));
	});
});
