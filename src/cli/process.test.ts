/** The program as a process of its own: pipes, signals, and what is built when. */
import { type StdioOptions, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
	closeSync,
	existsSync,
	mkdtempSync,
	openSync,
	readFileSync,
	rmSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { badFixture, fixture } from "../testing/fixtures";

const script = fileURLToPath(new URL("../../scripts/cli.mjs", import.meta.url));
const bin = fileURLToPath(new URL("../../bin/erofs-explorer.js", import.meta.url));
const { file } = fixture("chunk-4096-indexes");

beforeAll(() => {
	const { status, stderr } = spawnSync(process.execPath, [script, "--help"], { encoding: "utf8" });
	expect(status, stderr).toBe(0);
});

it("is not built again while its sources are unchanged", () => {
	const { stdout, stderr } = spawnSync(process.execPath, [script, "ls", file], {
		encoding: "utf8",
	});
	expect(stdout).toContain("all-hole-64m\n");
	expect(stderr).toBe("");
});

it("begins with the code that was kept when it was built", () => {
	const { compiled } = createRequire(import.meta.url)("../../bin/load.js");
	expect(compiled().cachedDataRejected).toBe(false);
});

it("ends quietly when its reader has enough", async () => {
	const child = spawn(process.execPath, [bin, "cat", file, "/all-hole-64m"]);
	let complaint = "";
	child.stderr.on("data", (text) => {
		complaint += text;
	});
	await once(child.stdout, "data");
	child.stdout.destroy();
	const [status] = await once(child, "exit");
	expect({ status, complaint }).toEqual({ status: 0, complaint: "" });
});

it.each([
	["SIGINT", 130],
	["SIGTERM", 143],
	["SIGHUP", 129],
] as const)("stops at %s, with a word", async (signal, expected) => {
	const child = spawn(process.execPath, [bin, "cat", file, "/all-hole-64m"]);
	let complaint = "";
	child.stderr.on("data", (text) => {
		complaint += text;
	});
	// Nobody reads on, so it waits in the middle.
	await once(child.stdout, "readable");
	child.kill(signal);
	child.stdout.resume();
	const [status] = await once(child, "exit");
	expect({ status, complaint }).toEqual({
		status: expected,
		complaint: "erofs-explorer: interrupted\n",
	});
});

it.runIf(existsSync("/dev/full"))("says that the device is full, and ends with 2", () => {
	const full = openSync("/dev/full", "w");
	const stdio: StdioOptions = ["ignore", full, "pipe"];
	const run = { encoding: "utf8", stdio } as const;
	const { status, stderr } = spawnSync(process.execPath, [bin, "cat", file, "/all-hole-64m"], run);
	closeSync(full);
	expect({ status, stderr }).toEqual({
		status: 2,
		stderr: "erofs-explorer: Standard output cannot be written: the device is full.\n",
	});
});

it.runIf(existsSync("/dev/full"))("keeps its status when nobody hears its complaints", () => {
	const full = openSync("/dev/full", "w");
	const run = { stdio: ["ignore", "ignore", full] as StdioOptions };
	const { status } = spawnSync(process.execPath, [bin, "ls", "/no/such/image"], run);
	closeSync(full);
	expect(status).toBe(2);
});

/** Images that are worth threads: fixtures with zeros behind them. */
const padded = (name: string, bytes: Buffer): string => {
	const path = join(folder, name);
	writeFileSync(path, bytes);
	truncateSync(path, 100 << 20);
	return path;
};
const folder = mkdtempSync(join(tmpdir(), "threads-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each([
	fixture("xattr-default"),
	fixture("zstd-b16384-C65536-frag"),
	badFixture("z-nonhead-delta0-zero"),
	badFixture("zstd-random-payload"),
])("tells of $name with threads what it tells alone:", ({ name, file }) => {
	it.each([
		["manifest", '"sha256"'],
		["check", "Decoded:"],
	])("%s", (command, expected) => {
		const path = padded(name, readFileSync(file));
		const told = (threads: string) => {
			const words = [bin, command, path, "--jobs", threads];
			const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
			return { status, stdout, stderr };
		};
		const alone = told("1");
		expect(alone.stdout).toContain(expected);
		expect(told("3")).toEqual(alone);
	});
});
