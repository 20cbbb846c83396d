/**
 * Browser tests run against the built site. Reading this file starts and installs nothing: tools
 * read it too. `e2e/setup.ts` does that, and says in the environment what it found.
 */
import { defineConfig } from "@playwright/test";
import { chromiumArgs } from "./scripts/chromium.mjs";

/** Waits end when what they wait for is there. Their limits are for a machine that has more to do. */
const PATIENCE = 60_000;

export default defineConfig({
	testDir: "e2e",
	testMatch: "**/*.spec.ts",
	globalSetup: "./e2e/setup.ts",
	fullyParallel: true,
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	timeout: 5 * PATIENCE,
	expect: { timeout: PATIENCE },
	use: {
		baseURL: process.env.E2E_ADDRESS,
		actionTimeout: PATIENCE,
		navigationTimeout: PATIENCE,
		// Each test is a first visit; keeping the page for a second one would only cost time.
		serviceWorkers: "block",
		viewport: { width: 1280, height: 800 },
		// What moves is judged at rest.
		contextOptions: { reducedMotion: "reduce" },
		// A trace takes as much time as the page itself: ask for it with "--trace retain-on-failure".
		screenshot: "only-on-failure",
		launchOptions: { executablePath: process.env.CHROMIUM_PATH, args: chromiumArgs },
	},
});
