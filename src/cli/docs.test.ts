/** The examples of docs/cli.md are what the program says today, over the samples of this repository. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it } from "vitest";
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

it("has a section for each command, with its options", async () => {
	const sections = new Map(
		text.split(/^## /m).map((section) => [section.slice(0, section.indexOf("\n")), section]),
	);
	for (const { name, options } of await loadAll(commands)) {
		const section = sections.get(name) ?? "";
		const isTold = ([option, { short }]: [string, { readonly short?: string }]) =>
			section.includes(`--${option}`) || (short !== undefined && section.includes(`\`-${short}`));
		const absent = Object.entries(options).filter((one) => !isTold(one));
		expect({ name, absent }).toEqual({ name, absent: [] });
	}
	expect(examples.length).toBeGreaterThan(4);
});
