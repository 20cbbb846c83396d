/** The reports of a check: the same findings in each form, with what they follow from. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { Failure } from "../base/errors";
import { sarif } from "../checks/report/sarif";
import { unopened } from "../checks/unopened";
import { badFixture, caseFile, fixtures } from "../testing/fixtures";
import { cli } from "./testing";

interface Told {
	readonly code: string;
	readonly severity: string;
	readonly path: string | null;
	readonly also?: readonly string[];
	readonly ranges: readonly {
		readonly space: string;
		readonly start: number;
		readonly end: number;
	}[];
	readonly cause?: { readonly code: string };
}

const checked = async (form: string, file: string) => (await cli("check", form, file)).text;

async function findingsOf(file: string): Promise<readonly Told[]> {
	return JSON.parse(await checked("--json", file)).findings;
}

test("a damage that many files share names all of them, and its cause", async () => {
	const file = caseFile("c22-packed-bit63.erofs");
	const findings = await findingsOf(file);
	const fragment = findings.find(({ code }) => code === "fragment");
	const listed = (await cli("ls", "-R", file)).text
		.split("\n")
		.filter((line) => /\/(f\d|t|z)$/.test(line));
	expect([fragment?.path, ...(fragment?.also ?? [])].sort()).toEqual(listed.sort());
	expect(listed.length).toBeGreaterThan(1);
	expect(fragment?.cause?.code).toBe("sb-packed-nid-metabox");
	expect((await cli("check", file)).text).toContain(`/f0 and ${listed.length - 1} more`);
});

const some = fixtures.bad.filter(({ expected }) => expected.severity !== "any").slice(0, 12);

test.each(some)("SARIF and Markdown have what JSON has: $name", async ({ file }) => {
	const findings = await findingsOf(file);
	const { $schema, runs, version } = JSON.parse(await checked("--sarif", file));
	expect([version, $schema]).toEqual(["2.1.0", expect.stringMatching(/^https:.*sarif.*2\.1\.0/)]);
	const [{ tool, results, invocations }] = runs;
	expect([tool.driver.name, typeof invocations[0].executionSuccessful]).toEqual([
		"erofs-explorer",
		"boolean",
	]);
	expect(results.map(({ ruleId }: { ruleId: string }) => ruleId)).toEqual(
		findings.map(({ code }) => code),
	);
	for (const [i, { ruleIndex, level, locations, message }] of results.entries()) {
		const { code, severity, ranges } = findings[i] as Told;
		expect(message.text).toMatch(/\S/);
		expect(tool.driver.rules[ruleIndex].id).toBe(code);
		expect(level).toBe(severity === "fatal" ? "error" : severity);
		const [range] = ranges;
		if (range?.space !== "image") continue;
		expect(locations[0].physicalLocation.region).toEqual({
			byteOffset: range.start,
			byteLength: range.end - range.start,
		});
	}
	const markdown = await checked("--markdown", file);
	for (const { code } of findings) expect(markdown.replaceAll("\\", "")).toContain(code);
});

test.each(fixtures.bad.filter(({ name }) => /^dir(ent)?-/.test(name)))(
	"what is wrong in a directory is told with its bytes of the file, too: $name",
	async ({ file }) => {
		const { edits } = JSON.parse(readFileSync(file.replace(/erofs$/, "json"), "utf8"));
		const ranges = (await findingsOf(file)).flatMap(({ ranges }) => ranges);
		const [{ offset, length }] = edits;
		expect(ranges).toContainEqual(expect.objectContaining({ space: "image" }));
		const touching = ranges.filter(
			({ space, start, end }) => space === "image" && start <= offset && end >= offset + length,
		);
		expect(touching.length).toBeGreaterThan(0);
		const [{ results }] = JSON.parse(await checked("--sarif", file)).runs;
		for (const { locations } of results)
			expect(locations[0].physicalLocation.region.byteLength).toBeGreaterThan(0);
	},
);

test("the name of the file is a reference in SARIF, whatever is in it", () => {
	const result = unopened(new Failure({ kind: "corrupt", message: "No." }), "contents", "/");
	const uris = ["a b#c?.img", "x:y/ü%.img", "https://h.example/a b.img"].map((name) => {
		const log = JSON.stringify(sarif({ result, offset: 0 }, name));
		return /"uri":"([^"]*)"/.exec(log)?.[1];
	});
	expect(uris).toEqual(["a%20b%23c%3F.img", "x%3Ay/%C3%BC%25.img", "https://h.example/a%20b.img"]);
});

test("names are no markup in a report", async () => {
	const markdown = await checked("--markdown", badFixture("dirent-name-slash").file);
	expect(markdown).toMatch(/^# Check of /);
	for (const line of markdown.split("\n").filter((line) => line.startsWith("| "))) {
		expect(line).not.toMatch(/[^\\][<>[\]`*]/);
	}
});
