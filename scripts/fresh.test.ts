/** When a result is out of date. */
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { newest } from "./fresh.mjs";

const OLD = new Date("2024-01-01T00:00:00Z");
const NEW = new Date("2024-01-02T00:00:00Z");

/** A folder of old files, and the time of its newest change after `change`. */
function after(change: (folder: string) => void): Date {
	const folder = mkdtempSync(join(tmpdir(), "fresh-test-"));
	const put = (name: string) => {
		mkdirSync(dirname(join(folder, name)), { recursive: true });
		writeFileSync(join(folder, name), "");
	};
	const names = ["a.ts", "room/b.ts", "room/b.test.ts", "room/generated/c.ts"];
	for (const name of names) put(name);
	for (const name of [...names, "room/generated", "room", "."]) touch(folder, name, OLD);
	change(folder);
	const time = newest(folder);
	rmSync(folder, { recursive: true });
	return new Date(time);
}

const touch = (folder: string, name: string, time: Date) =>
	utimesSync(join(folder, name), time, time);

it("a changed file counts, however deep it lies", () => {
	expect(after(() => {})).toEqual(OLD);
	expect(after((folder) => touch(folder, "room/b.ts", NEW))).toEqual(NEW);
});

it("a removed file counts", () => {
	expect(after((folder) => rmSync(join(folder, "room/b.ts"))) > NEW).toBe(true);
});

it("tests, and what a build makes among the sources, do not", () => {
	expect(after((folder) => touch(folder, "room/b.test.ts", NEW))).toEqual(OLD);
	expect(after((folder) => touch(folder, "room/generated/c.ts", NEW))).toEqual(OLD);
});

it("what does not exist never counts", () => {
	expect(newest(join(tmpdir(), "fresh-test-none"))).toBe(0);
});
