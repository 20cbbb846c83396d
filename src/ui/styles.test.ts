/** One look, one place: what a class looks like is said in one style sheet. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Classes that a sheet has rules of their own for. */
function classesOf(css: string): ReadonlySet<string> {
	const rules = css.replace(/\/\*.*?\*\//gs, "").replace(/@[^{;]*[{;]/g, "");
	const selectors = [...rules.matchAll(/([^{}]+)\{/g)].map(([, selector = ""]) => selector.trim());
	const alone = selectors.flatMap((each) => (/[(]/.test(each) ? [each] : each.split(/,\s*/)));
	return new Set(alone.filter((each) => /^\.[\w-]+$/.test(each)));
}

test("what depends on room depends on the size of letters: who has them larger has less", () => {
	const sheets = readdirSync(here, { recursive: true, encoding: "utf8" });
	const queries = sheets
		.filter((name) => name.endsWith(".css"))
		.flatMap(
			(name) => readFileSync(`${here}${name}`, "utf8").match(/@(media|container)[^{]*/g) ?? [],
		);
	expect(queries.length).toBeGreaterThan(60);
	expect(queries.filter((query) => /\dpx/.test(query))).toEqual([]);
});

test("no two style sheets mean different things by a class", () => {
	const sheets = new Map<string, string[]>();
	const files = readdirSync(here, { recursive: true, encoding: "utf8" });
	for (const file of files.filter((name) => name.endsWith(".css"))) {
		for (const name of classesOf(readFileSync(`${here}${file}`, "utf8"))) {
			sheets.set(name, [...(sheets.get(name) ?? []), file]);
		}
	}
	expect(sheets.size).toBeGreaterThan(300);
	expect([...sheets].filter(([, files]) => files.length > 1)).toEqual([]);
});
