/** `npm start`: the page as developers see it works under a strict policy too, the first time as well. */
import { mkdtempSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createServer, type ViteDevServer } from "vite";
import { App, expect, test } from "./app";

const MAKING = 4 * 60_000;

let cacheDir: string;
let server: ViteDevServer;

test.beforeAll(async () => {
	// Its own cache is empty, as after an installation, and nobody else's server changes it.
	cacheDir = mkdtempSync(fileURLToPath(new URL("../node_modules/.vite-e2e-", import.meta.url)));
	server = await createServer({
		cacheDir,
		server: { host: "127.0.0.1", port: 0, open: false, watch: null },
		logLevel: "error",
	});
	await server.listen();
});

test.afterAll(async () => {
	await server.close();
	rmSync(cacheDir, { recursive: true });
});

test("a sample opens, no code runs that did not come with the page, and it loads once", async ({
	page,
}) => {
	const problems: string[] = [];
	let loads = 0;
	page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
	page.on("pageerror", (error) => problems.push(error.message));
	page.on("domcontentloaded", () => loads++);
	// All modules are made for this first visit: on a busy machine that takes as long as many stories.
	test.setTimeout(4 * MAKING);
	const response = await page.goto(server.resolvedUrls?.local[0] ?? "", { timeout: MAKING });
	const policy = response?.headers()["content-security-policy"];
	expect(policy).toContain("script-src 'self'");
	expect(policy).not.toContain("unsafe-inline");
	const app = new App(page);
	await app.openSample("Compressed with LZ4");
	for (const view of ["Files", "Bytes", "Space", "Check"]) await app.show(view);
	expect(problems).toEqual([]);
	expect(loads).toBe(1);
});
