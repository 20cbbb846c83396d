/**
 * Images with the largest numbers anywhere: no answer has a number that a JSON reader would
 * round, and nothing is a mistake of the program.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { badFixture, fixture } from "../testing/fixtures";
import { cli, imageWords } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "extremes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Places of numbers that are no safe ones. */
function unsafe(value: unknown, path = "$"): string[] {
	if (typeof value === "number") return Number.isSafeInteger(value) ? [] : [`${path} = ${value}`];
	if (typeof value !== "object" || value === null) return [];
	return Object.entries(value).flatMap(([key, inside]) => unsafe(inside, `${path}.${key}`));
}

const EXTREMES = [2n ** 53n + 1n, 2n ** 60n + 1n, 2n ** 63n - 1n, 2n ** 63n + 1n, 2n ** 64n - 1n];
const MAGIC_END = 1024 + 16;

/** Eight bytes at a place that is a multiple of 8, half of them in the superblock. */
const edits = fc.array(
	fc.record({
		at: fc.oneof(fc.integer({ min: MAGIC_END / 8, max: 145 }), fc.integer({ min: 146, max: 2500 })),
		value: fc.constantFrom(...EXTREMES),
	}),
	{ minLength: 1, maxLength: 2 },
);

test.each(["tiny-plain", "chunk-4096-indexes", "b48-rec8", "metabox-frag", "merged-2layers"])(
	"%s",
	{ timeout: 120_000 },
	async (name) => {
		const image = fixture(name);
		const original = readFileSync(image.file);
		const file = join(folder, name);
		const [, ...devices] = imageWords(image);
		const questions = [
			["info", file, "--json"],
			["check", file, "--json"],
			["manifest", file, "--no-digest"],
			["stat", file, "/", "--json"],
		];
		await fc.assert(
			fc.asyncProperty(edits, async (list) => {
				const bytes = Buffer.from(original);
				for (const { at, value } of list) {
					if (8 * at + 8 <= bytes.length) bytes.writeBigUInt64LE(value, 8 * at);
				}
				writeFileSync(file, bytes);
				for (const words of questions) {
					const { text, err } = await cli(...words, ...devices);
					expect(err.filter((line) => line.includes("mistake of the program"))).toEqual([]);
					const answers = words[0] === "manifest" ? text.split("\n").filter(Boolean) : [text];
					expect(answers.filter(Boolean).flatMap((json) => unsafe(JSON.parse(json)))).toEqual([]);
				}
			}),
			{ numRuns: 12 },
		);
	},
);

test("of an image with a damaged file it is said that not all were looked at", async () => {
	const told = async (words: string[]) => (await cli("info", ...words)).text;
	expect(await told([badFixture("dirent-nid-beyond").file])).toMatch(/from \d+ of the inodes/);
	expect(await told(imageWords(fixture("deflate-frag")))).toMatch(/from all \d+ inodes/);
});
