/** A directory whose entries lie on a device that was not given: all the rest is told, and that it is not all. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { DIRECTORY_ELSEWHERE } from "../erofs/directory";
import { planted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { cli } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "elsewhere-"));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, "image.erofs");
const seed = seeds.find(({ code }) => code === DIRECTORY_ELSEWHERE);
if (seed) writeFileSync(file, planted(seed));

test.each([
	[["check"], "Directories:   "],
	[["manifest"], '"path":"opq"'],
	[["ls", "-R"], "opq/"],
	[["ls", "-lR"], "opq/"],
	[["map"], "/opq"],
	[["space"], "dirent"],
	[["info", "--totals"], "By type:"],
	[["extract", "--tar", "-"], "opq/"],
])("%j", async ([command = "", ...options], part) => {
	const { status, text, err } = await cli(command, file, ...options);
	expect(text).toContain(part);
	expect([text, ...err].join("\n")).toContain(DIRECTORY_ELSEWHERE);
	expect(status).toBe(2);
});

test("ls of the directory itself says so", async () => {
	const { status, text, err } = await cli("ls", file, "/gone");
	expect(text).toBe("");
	expect(err.join("\n")).toContain(DIRECTORY_ELSEWHERE);
	expect(status).toBe(2);
});
