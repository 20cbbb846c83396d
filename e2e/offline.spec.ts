/** The page without a network, and two versions of it one after the other. */
import {
	appendFileSync,
	cpSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { ship } from "../scripts/offline.mjs";
import { fixture } from "../src/testing/fixtures";
import { App, test as base, expect } from "./app";

const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const MIME: Readonly<Record<string, string>> = {
	".html": "text/html",
	".js": "text/javascript",
	".css": "text/css",
	".json": "application/json",
	".svg": "image/svg+xml",
	".wasm": "application/wasm",
	".webmanifest": "application/manifest+json",
};

/** A host of the page whose files can be replaced, or that can be gone. */
class Host {
	readonly #server: Server;
	readonly #folders: string[] = [];
	/** What is served now; nothing at all when undefined. */
	folder: string | undefined;
	/** Files that come broken. */
	broken = /^$/;

	constructor() {
		this.#server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? "/", "http://host");
			const path = join(this.folder ?? "", pathname === "/" ? "index.html" : pathname);
			if (!this.folder) request.socket.destroy();
			else if (!existsSync(path)) response.writeHead(404).end();
			else {
				const bytes = readFileSync(path);
				response.writeHead(200, {
					"content-length": bytes.length,
					"content-type": MIME[extname(path)] ?? "application/octet-stream",
				});
				response.end(this.broken.test(pathname) ? bytes.subarray(0, bytes.length / 2) : bytes);
			}
		});
	}

	async start(): Promise<string> {
		await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	/** A version of the page that says which it is. What differs is called otherwise, as in builds. */
	version(name: string): string {
		const folder = mkdtempSync(join(tmpdir(), "erofs-explorer-version-"));
		this.#folders.push(folder);
		cpSync(DIST, folder, { recursive: true });
		const assets = join(folder, "assets");
		const files = readdirSync(assets);
		const renamed = (file: string) => `${name}-${file}`;
		for (const file of files) renameSync(join(assets, file), join(assets, renamed(file)));
		const start = join(folder, "index.html");
		const named = new RegExp(files.map((file) => file.replaceAll(".", "\\.")).join("|"), "g");
		for (const path of [start, ...files.map((file) => join(assets, renamed(file)))]) {
			if (!/\.(?:html|js|css)$/.test(path)) continue;
			writeFileSync(path, readFileSync(path, "utf8").replaceAll(named, renamed));
		}
		const [entry = ""] = /assets\/[^"]*\.js/.exec(readFileSync(start, "utf8")) ?? [];
		appendFileSync(join(folder, entry), `;globalThis.pageVersion="${name}";`);
		ship(folder);
		return folder;
	}

	stop(): void {
		this.#server.closeAllConnections();
		this.#server.close();
		for (const folder of this.#folders) rmSync(folder, { recursive: true });
	}
}

const test = base.extend<{ host: Host; address: string }>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
	host: async ({}, use) => {
		const host = new Host();
		await use(host);
		host.stop();
	},
	address: async ({ host }, use) => {
		host.folder = host.version("a");
		await use(await host.start());
	},
});
test.use({ serviceWorkers: "allow" });

const versionOf = (page: Page) =>
	page.evaluate(() => (globalThis as { pageVersion?: string }).pageVersion);

/** Opens the page, and waits until it is kept. */
async function visit(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await page.evaluate(() => navigator.serviceWorker.ready);
	await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
}

const update = (page: Page) =>
	page.evaluate(async () => {
		const registration = await navigator.serviceWorker.ready;
		const found = await registration.update();
		const next = found.installing;
		if (!next) return "none";
		return new Promise<string>((resolve) => {
			next.addEventListener("statechange", () => {
				if (["activated", "redundant"].includes(next.state)) resolve(next.state);
			});
		});
	});

const keptNames = (page: Page) =>
	page.evaluate(async () => {
		const names = await caches.keys();
		const paths = await Promise.all(
			names.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
		);
		return { names, paths: paths.flat() };
	});

test("keeps the page, and neither samples nor images; opens without a network, and opens images then", async ({
	page,
	address,
	host,
}) => {
	await test.step("keeps the page, and neither samples nor images", async () => {
		await visit(page, address);
		const app = new App(page);
		await page.goto(`${address}#sample=lz4`);
		await expect(app.tree).toBeVisible();
		const { paths } = await keptNames(page);
		expect(paths).toContain(address);
		expect(paths.filter((path) => /samples|erofs$|\/sw\.js$/.test(path))).toEqual([]);
	});

	await test.step("opens without a network, and opens images then", async () => {
		await visit(page, address);
		host.folder = undefined;
		await page.reload();
		const app = new App(page);
		await app.drop(fixture("tinyz-lz4").file);
		await expect(app.tree).toBeVisible();
	});
});

test("a new version is told; the open page goes on with the old one whole, the next start has the new", async ({
	page,
	host,
	address,
}) => {
	await visit(page, address);
	expect(await versionOf(page)).toBe("a");
	host.folder = host.version("b");
	expect(await update(page)).toBe("activated");
	await expect(page.getByText("A new version is ready")).toBeVisible();
	// What it has not loaded yet is not on the host any more.
	const app = new App(page);
	await app.drop(fixture("tinyz-lz4").file);
	await expect(app.tree).toBeVisible();
	expect(await versionOf(page)).toBe("a");
	await page.getByRole("button", { name: "Start it now" }).click();
	await expect.poll(() => versionOf(page)).toBe("b");
	host.folder = undefined;
	await page.reload();
	expect(await versionOf(page)).toBe("b");
});

test("an update that is interrupted leaves the version that was there", async ({
	page,
	host,
	address,
}) => {
	await visit(page, address);
	const before = await keptNames(page);
	host.broken = /assets\/b-index-.*\.js$/;
	host.folder = host.version("b");
	expect(await update(page)).toBe("redundant");
	expect(await keptNames(page)).toEqual(before);
	await page.reload();
	expect(await versionOf(page)).toBe("a");
	host.broken = /^$/;
	expect(await update(page)).toBe("activated");
	await page.reload();
	expect(await versionOf(page)).toBe("b");
});
