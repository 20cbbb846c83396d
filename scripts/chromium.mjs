/**
 * A Chromium for the browser tests: the one CHROMIUM_PATH names, one of this system,
 * or Playwright's own. Where there is none, one is installed: the system's package when
 * we may (root on Debian and its kin), else Playwright's download.
 *
 *   node scripts/chromium.mjs     prints the path, installing when needed
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const MAC_APPS = [
	"/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
	"/Applications/Chromium.app/Contents/MacOS/Chromium",
];

const isRoot = process.getuid?.() === 0;

/** Features that a test needs not. Each suggestion box of the address bar is a page of its own. */
const SUGGESTIONS = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/** Playwright turns these off; but Chromium obeys the last list alone, so ours has to be whole. */
const PLAYWRIGHTS = [
	"AvoidUnnecessaryBeforeUnloadCheckSync",
	"DestroyProfileOnBrowserClose",
	"HttpsUpgrades",
	"HttpsFirstBalancedModeAutoEnable",
	"LensOverlay",
	"MediaRouter",
	"PaintHolding",
	"ThirdPartyStoragePartitioning",
	"AvoidCorsURLLoaderRestartOnRedirect",
	"TcpPortRandomizationWin",
	"OptimizationHints",
	"NetworkTimeServiceQuerying",
	"AimEnabled",
	"PreconnectToSearch",
	"msForceBrowserSignIn",
	"msEdgeUpdateLaunchServicesPreferredVersion",
];

/** Flags for a quiet Chromium; root may not use the sandbox. */
export const chromiumArgs = [
	`--disable-features=${[...SUGGESTIONS, ...PLAYWRIGHTS].join(",")}`,
	...(isRoot ? ["--no-sandbox"] : []),
	"--disable-gpu",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
	"--no-first-run",
];

const succeeds = (command, args, options) => spawnSync(command, args, options).status === 0;

/** Some systems have a `chromium` that only says how to get one, so the version is asked for. */
const runs = (path) => existsSync(path) && succeeds(path, ["--version"], { timeout: 30_000 });

/** Path of a Chromium that runs, or undefined. */
export function findChromium() {
	const named = process.env.CHROMIUM_PATH;
	if (named) return named;
	const folders = (process.env.PATH ?? "").split(delimiter);
	const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
	const found = [...onPath, ...MAC_APPS].find(runs);
	if (found) return found;
	const own = chromium.executablePath();
	return existsSync(own) ? own : undefined;
}

function installPackage() {
	if (!isRoot || !succeeds("apt-get", ["--version"])) return false;
	console.error("No Chromium found; installing the system's package.");
	const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
	const apt = (...args) => succeeds("apt-get", ["-q", ...args], { env, stdio: "inherit" });
	apt("update");
	return apt("install", "-y", "--no-install-recommends", "chromium") && !!findChromium();
}

function installPlaywrights() {
	console.error("No Chromium found; downloading Playwright's.");
	const cli = fileURLToPath(new URL("cli.js", import.meta.resolve("playwright/package.json")));
	// The output goes to standard error: standard output is for the path.
	const stdio = ["ignore", 2, 2];
	return succeeds(process.execPath, [cli, "install", "chromium"], { stdio, timeout: 600_000 });
}

/**
 * Path of a Chromium, installed first when there is none.
 * @throws Error that says what to do when none could be had.
 */
export function ensureChromium() {
	const path = findChromium() ?? ((installPackage() || installPlaywrights()) && findChromium());
	if (path) return path;
	throw new Error(
		"The browser tests need Chromium, and none could be found or installed. " +
			"Install Chromium or Google Chrome, or set CHROMIUM_PATH to the program.",
	);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	try {
		console.log(ensureChromium());
	} catch (error) {
		console.error(error.message);
		process.exit(1);
	}
}
