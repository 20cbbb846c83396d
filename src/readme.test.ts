/** What README promises about the product, where the product itself knows better. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { wrappers } from "./containers/registry";
import { KEY_GROUPS } from "./ui/state/keys";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const scripts = JSON.parse(
	readFileSync(new URL("../package.json", import.meta.url), "utf8"),
).scripts;

/** The lines of the keys section, as they should be. */
function keyLines(): string[] {
	const rows = KEY_GROUPS.flatMap(({ title, rows }) =>
		rows.map(({ keys, does }) => {
			const names = keys.map((key) => `<kbd>${key}</kbd>`).join(" ");
			return `| ${title} | ${names} | ${does} |`;
		}),
	);
	return ["| where | keys | what they do |", "|---|---|---|", ...rows];
}

describe("README", () => {
	it("lists the keys of the help dialog", () => {
		const section = readme.split("## Keys\n\n")[1]?.split("\n\n")[0];
		expect(section).toBe(keyLines().join("\n"));
	});

	it("lists the wrappers of the registry", () => {
		const rows = wrappers.map(
			({ id, name, reads }) => `| \`${id}\` | ${name.replace(/^an? /, "")} | ${reads} |`,
		);
		const table = ["| | what it is | what is read |", "|---|---|---|", ...rows];
		expect(readme).toContain(`\n\n${table.join("\n")}\n\n`);
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
