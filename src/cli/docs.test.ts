/** The examples of docs/cli.md are what the program says today, over the samples of this repository. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
import { Failure } from "../base/errors";
import { REPORT_FORMS } from "../checks/report/forms";
import { unopened } from "../checks/unopened";
import { caseFile, fixtures } from "../testing/fixtures";
import { loadAll } from "./command";
import { commands } from "./commands/index";
import { cli } from "./testing";

const root = fileURLToPath(new URL("../../", import.meta.url));
const text = readFileSync(join(root, "docs/cli.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "docs-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Example {
	readonly words: readonly string[];
	/** All lines; the last is "…" where the rest is left out. */
	readonly lines: readonly string[];
}

/** Those without a pipe: there another program has the last word. */
const examples = [
	...text.matchAll(/^```console\n\$ erofs-explorer ([^|\n]+)\n([\s\S]*?)^```/gm),
].map(
	([, words = "", lines = ""]): Example => ({
		words: words.split(" "),
		lines: lines.trimEnd().split("\n"),
	}),
);

const place = (word: string): string => {
	if (word.endsWith(".erofs")) return join(root, "public/samples", word);
	return word === "out" ? join(folder, "out") : word;
};

it.each(examples)("$words", async ({ words, lines }) => {
	const { text, err } = await cli(...words.map(place));
	const said = [...text.trimEnd().split("\n").filter(Boolean), ...err].map((line) =>
		line.replaceAll(join(root, "public/samples/"), ""),
	);
	const kept = lines.filter(Boolean);
	if (kept.at(-1) === "…") expect(said.slice(0, kept.length - 1)).toEqual(kept.slice(0, -1));
	else expect(said).toEqual(kept);
});

const section = (name: string): string => {
	const found = text.split(/^## /m).find((one) => one.startsWith(`${name}\n`));
	if (!found) throw new Error(`there is no section ${name}`);
	return found;
};

/** All keys of objects in a value, at any depth. */
function keysIn(value: unknown): string[] {
	if (typeof value !== "object" || value === null) return [];
	if (Array.isArray(value)) return value.flatMap(keysIn);
	return Object.entries(value).flatMap(([key, inner]) => [key, ...keysIn(inner)]);
}

it("the table of check --json has the keys that it gives, and no other", async () => {
	const rows =
		section("check")
			.match(/^\| `form` [\s\S]*?\n\n/m)?.[0]
			.split("\n") ?? [];
	const words = (line: string) => [...line.matchAll(/`(\w+)`/g)].map(([, word = ""]) => word);
	const keys = rows.flatMap((row) => words(row.split("|")[1] ?? ""));
	const files = [...fixtures.bad.map(({ file }) => file), caseFile("c22-packed-bit63.erofs")];
	const given = new Set<string>();
	for (const file of files) {
		for (const level of [[], ["--structure"]]) {
			const { text } = await cli("check", "--json", ...level, file);
			for (const key of keysIn(JSON.parse(text))) given.add(key);
		}
	}
	const result = unopened(new Failure({ kind: "corrupt", message: "No." }), "contents", "/");
	const { lines } = REPORT_FORMS.json;
	const [kept = ""] = lines({ result: { ...result, more: 1 }, offset: 0 });
	for (const key of keysIn(JSON.parse(kept))) given.add(key);
	expect(keys.length).toBeGreaterThan(20);
	expect(keys.filter((key) => !given.has(key))).toEqual([]);
	const told = new Set(rows.flatMap(words));
	expect([...given].filter((key) => !told.has(key))).toEqual([]);
});

it("has a section for each command, with its options", async () => {
	for (const { name, options } of await loadAll(commands)) {
		const told = section(name);
		const isTold = ([option, { short }]: [string, { readonly short?: string }]) =>
			told.includes(`--${option}`) || (short !== undefined && told.includes(`\`-${short}`));
		const absent = Object.entries(options).filter((one) => !isTold(one));
		expect({ name, absent }).toEqual({ name, absent: [] });
	}
	expect(examples.length).toBeGreaterThan(4);
});
