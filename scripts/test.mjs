/**
 * `npm test`: everything, one step after the other, stopping at the first that fails.
 * The last line counts unit and browser tests: `N passed, N failed`.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const reports = mkdtempSync(join(tmpdir(), "erofs-explorer-"));
const unitReport = join(reports, "unit.json");
const browserReport = join(reports, "browser.json");

const firefoxReport = join(reports, "firefox.json");

const npm = (script, ...args) => ["npm", ["run", "--silent", script, "--", ...args]];

const steps = [
	{ title: "Assembly", run: npm("build:assembly") },
	{ title: "Types", run: npm("types") },
	{ title: "Lint", run: npm("lint") },
	{
		title: "Unit tests",
		run: npm("unit", "--reporter=default", "--reporter=json", `--outputFile=${unitReport}`),
		count: countUnit,
	},
	{ title: "Build", run: npm("build") },
	{
		title: "Browser tests",
		run: npm("e2e", "--reporter=list,json"),
		env: { PLAYWRIGHT_JSON_OUTPUT_FILE: browserReport },
		count: countBrowser,
	},
	{
		title: "Firefox",
		run: npm("firefox"),
		env: { FIREFOX_REPORT: firefoxReport },
		count: () => readReport(firefoxReport),
	},
];

/** A file whose import fails has no tests to count, yet it failed. */
function countUnit() {
	const { numPassedTests, numFailedTests, testResults } = readReport(unitReport);
	const broken = testResults.filter((r) => r.status === "failed" && !r.assertionResults.length);
	return { passed: numPassedTests, failed: numFailedTests + broken.length };
}

function countBrowser() {
	const { stats, errors } = readReport(browserReport);
	return { passed: stats.expected, failed: stats.unexpected + stats.flaky + errors.length };
}

const readReport = (path) => JSON.parse(readFileSync(path, "utf8"));

/** The counts of a step; one failure when it failed without a count of its own. */
function countsOf(step, ok) {
	const none = { passed: 0, failed: 0 };
	const counts = step.count ? tryCount(step.count) : none;
	return ok || counts.failed ? counts : { ...counts, failed: 1 };

	function tryCount(count) {
		try {
			return count();
		} catch {
			return none;
		}
	}
}

let passed = 0;
let failed = 0;
for (const step of steps) {
	console.log(`\n=== ${step.title} ===`);
	const [command, args] = step.run;
	const env = { ...process.env, ...step.env };
	const { status } = spawnSync(command, args, { stdio: "inherit", env, shell: isWindows() });
	const counts = countsOf(step, status === 0);
	passed += counts.passed;
	failed += counts.failed;
	if (status !== 0) {
		console.log(`\n${step.title}: failed`);
		break;
	}
}
rmSync(reports, { recursive: true, force: true });
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;

/** npm is a batch file there, which only a shell can start. */
function isWindows() {
	return process.platform === "win32";
}
