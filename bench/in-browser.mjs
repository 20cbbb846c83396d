/** The built page in a real Chromium. */
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumArgs } from "../scripts/chromium.mjs";
import { Probe } from "./page-probe.mjs";
import { milliseconds } from "./words.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The built site on a free port, as a static host would serve it. */
export async function serveApp(outDir) {
	await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
	const server = await preview({
		root,
		logLevel: "error",
		build: { outDir },
		preview: { host: "127.0.0.1", port: 0, strictPort: false },
	});
	const { port } = server.httpServer.address();
	return { address: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** Browsers tell of tasks from 50 ms on. */
export const longTask = (ms) => (ms < 50 ? "below 50 ms" : milliseconds(ms));

/** Does it in a browser of its own. */
export async function inBrowser(executablePath, work) {
	const browser = await chromium.launch({ executablePath, args: chromiumArgs });
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		return await work(page, await Probe.attach(page), browser);
	} finally {
		await browser.close();
	}
}
