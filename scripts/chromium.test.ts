/** Finding and installing Chromium, on a made-up system: a PATH of small scripts. */
import { spawnSync } from "node:child_process";
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chromiumArgs } from "./chromium.mjs";

const script = fileURLToPath(new URL("chromium.mjs", import.meta.url));
const isRoot = process.getuid?.() === 0;

/** Programs of the made-up system: shell text by name. */
function system(programs: Record<string, string>) {
	const folder = mkdtempSync(join(tmpdir(), "chromium-test-"));
	symlinkSync(process.execPath, join(folder, "node"));
	for (const [name, text] of Object.entries(programs)) {
		writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
		chmodSync(join(folder, name), 0o755);
	}
	return folder;
}

function run(folder: string, more: Record<string, string> = {}) {
	const env = {
		PATH: folder,
		PLAYWRIGHT_BROWSERS_PATH: join(folder, "browsers"),
		PLAYWRIGHT_DOWNLOAD_HOST: "http://127.0.0.1:9",
		...more,
	};
	const { status, stdout, stderr } = spawnSync(process.execPath, [script], { env });
	return { status, path: stdout.toString().trim(), words: stderr.toString() };
}

afterEach(() => vi.unstubAllEnvs());

describe("chromium", () => {
	it("is the one of the environment before any other", () => {
		const folder = system({ chromium: "exit 0" });
		expect(run(folder, { CHROMIUM_PATH: "/elsewhere/chromium" }).path).toBe("/elsewhere/chromium");
	});

	it("is the first on the PATH that runs", () => {
		const folder = system({ chromium: "exit 1", "google-chrome": "exit 0" });
		expect(run(folder).path).toBe(join(folder, "google-chrome"));
	});

	it.runIf(isRoot)("is the system's package where root has apt-get", () => {
		const install = `case "$*" in *install*)
			printf '#!/bin/sh\\nexit 0\\n' > "$FOLDER/chromium"; /bin/chmod 755 "$FOLDER/chromium";; esac`;
		const folder = system({ "apt-get": install });
		const { status, path } = run(folder, { FOLDER: folder });
		expect({ status, path }).toEqual({ status: 0, path: join(folder, "chromium") });
	});

	it("is asked for in one sentence when nothing works", () => {
		const { status, words } = run(system({ "apt-get": "exit 1" }));
		expect(status).toBe(1);
		const last = words.trimEnd().split("\n").at(-1);
		expect(last).toMatch(
			/^The browser tests need Chromium, .* set CHROMIUM_PATH to the program\.$/,
		);
	});

	it("is neither looked for nor installed by who only reads the configuration of the tests", async () => {
		const mark = 'echo "$0" >> "$(dirname "$0")/started"';
		const folder = system({ chromium: mark, "google-chrome": mark, "apt-get": mark });
		vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
		vi.stubEnv("CHROMIUM_PATH", undefined);
		vi.stubEnv("PLAYWRIGHT_BROWSERS_PATH", join(folder, "browsers"));
		const { default: config } = await import("../playwright.config");
		expect(config.globalSetup).toBeDefined();
		expect(existsSync(join(folder, "started"))).toBe(false);
	});
});

describe("arguments of chromium", () => {
	const features = (args: readonly string[]) =>
		args
			.findLast((arg) => arg.startsWith("--disable-features="))
			?.replace(/.*=/, "")
			.split(",");

	it("turn off all features that Playwright's own turn off: the last list alone counts", async () => {
		const folder = system({
			chromium: 'printf "%s\\n" "$@" > "$(dirname "$0")/arguments"; exit 1',
		});
		const executablePath = join(folder, "chromium");
		await expect(chromium.launch({ executablePath })).rejects.toThrow();
		const given = readFileSync(join(folder, "arguments"), "utf8").split("\n");
		expect(features(given)).toContain("PaintHolding");
		expect(features(chromiumArgs)).toEqual(expect.arrayContaining(features(given) ?? []));
	});
});
