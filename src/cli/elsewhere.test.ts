/** What lies on a device that was not given: all the rest is told, and that it is not all. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, test } from "vitest";
import { DIRECTORY_ELSEWHERE } from "../erofs/directory";
import { PREFIXES_ELSEWHERE } from "../erofs/prefixes";
import { fixture } from "../testing/fixtures";
import { onDevices } from "../testing/made-devices";
import { planted } from "../testing/seed";
import { seeds } from "../testing/seeds";
import { cli } from "./testing";

const folder = mkdtempSync(join(tmpdir(), "elsewhere-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** The image with that fault in it. */
function imageWith(code: string): string {
	const file = join(folder, `${code}.erofs`);
	const seed = seeds.find((seed) => seed.code === code);
	if (seed) writeFileSync(file, planted(seed));
	return file;
}

const file = imageWith(DIRECTORY_ELSEWHERE);

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

describe("where the table of long attribute prefixes is elsewhere", () => {
	const file = imageWith(PREFIXES_ELSEWHERE);

	it.each(["info", "ls", "manifest", "map", "space", "check"])(
		"%s goes on, says so, and ends with 2",
		async (name) => {
			const { status, text, err } = await cli(name, file);
			expect(text.split("\n").length).toBeGreaterThan(5);
			expect([text, ...err].join("\n")).toContain(PREFIXES_ELSEWHERE);
			expect(status).toBe(2);
		},
	);

	it("attributes with other prefixes are shown, and none is called damaged", async () => {
		const { text } = await cli("manifest", file);
		expect(text).toContain("user.onroot");
		expect((await cli("check", file)).text).not.toMatch(/xattr-(long-prefix|filter)/);
	});
});

describe("where the root itself is elsewhere", () => {
	const blocks = 3;
	const whole = readFileSync(fixture("metabox-dirs").file);
	const { bytes, devices } = onDevices(whole, [{ start: blocks, end: whole.length / 4096 }]);
	const file = join(folder, "rootless.erofs");
	const device = join(folder, "root.blob");
	writeFileSync(file, bytes.subarray(0, blocks * 4096));
	writeFileSync(device, devices[0] as Uint8Array);

	it("info shows what the superblock says, and ends with 2", async () => {
		const { status, text, err } = await cli("info", file);
		expect(status).toBe(2);
		expect(text).toContain("Inodes:       816");
		expect(text).toContain("judged from the superblock alone");
		expect(err[0]).toMatch(/^note: Extra device 1 .*--device\.$/);
		const { inodes } = JSON.parse((await cli("info", file, "--json")).text);
		expect(inodes).toBe(816);
		const given = await cli("info", file, "--device", device);
		expect(given.text).toContain("judged from all ");
	});

	it.each(["ls", "manifest", "map", "space"])(
		"%s ends with 2, and says what it needs",
		async (name) => {
			const { status, text, err } = await cli(name, file);
			expect({ status, text }).toEqual({ status: 2, text: "" });
			expect(err[0]).toMatch(/Extra device 1 .* was not given\..* device/);
		},
	);

	it("check says that it has looked at nothing behind it", async () => {
		const { status, text } = await cli("check", file);
		expect(status).toBe(2);
		expect(text).toMatch(/the rest: Extra device 1 .* was not given\./);
	});
});
