/** `npm start`: the page as developers see it works under a strict policy too. */
import { createServer, type ViteDevServer } from "vite";
import { App, expect, test } from "./app";

let server: ViteDevServer;
test.beforeAll(async () => {
	server = await createServer({
		server: { host: "127.0.0.1", port: 0, open: false },
		logLevel: "error",
	});
	await server.listen();
});
test.afterAll(() => server.close());

test("a sample opens, and no code runs that did not come with the page", async ({ page }) => {
	const problems: string[] = [];
	page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
	page.on("pageerror", (error) => problems.push(error.message));
	const response = await page.goto(server.resolvedUrls?.local[0] ?? "");
	const policy = response?.headers()["content-security-policy"];
	expect(policy).toContain("script-src 'self'");
	expect(policy).not.toContain("unsafe-inline");
	await new App(page).openSample("Compressed with LZ4");
	expect(problems).toEqual([]);
});
