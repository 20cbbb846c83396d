/** Browser tests run against the built site, served as any static host would serve it. */
import { createServer } from "node:net";
import { defineConfig } from "@playwright/test";
import { chromiumArgs, ensureChromium } from "./scripts/chromium.mjs";

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	await new Promise((resolve) => server.close(resolve));
	if (!address || typeof address === "string") throw new Error("no free port");
	return address.port;
}

// The workers read this file too; what the first reading chose reaches them by the environment.
process.env.E2E_PORT ??= String(await freePort());
process.env.CHROMIUM_PATH ??= ensureChromium();
const port = process.env.E2E_PORT;
const executablePath = process.env.CHROMIUM_PATH;

export default defineConfig({
	testDir: "e2e",
	testMatch: "**/*.spec.ts",
	fullyParallel: true,
	workers: 2,
	forbidOnly: Boolean(process.env.CI),
	timeout: 60_000,
	expect: { timeout: 10_000 },
	use: {
		baseURL: `http://127.0.0.1:${port}/`,
		viewport: { width: 1280, height: 800 },
		trace: "retain-on-failure",
		launchOptions: { executablePath, args: chromiumArgs },
	},
	webServer: {
		command: `npx vite preview --host 127.0.0.1 --port ${port} --strictPort`,
		url: `http://127.0.0.1:${port}/`,
		stdout: "ignore",
	},
});
