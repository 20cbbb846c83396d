/** The real page in a real Chromium, with large local images. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumArgs } from "../scripts/chromium.mjs";
import { Probe } from "./page-probe.mjs";
import { table } from "./report.mjs";
import { bar, megabytes, milliseconds } from "./words.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The built site on a free port, as a static host would serve it. */
async function serveApp(outDir) {
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

/** Bytes that the page's processes hold; undefined where the system does not tell. */
async function rendererMemory(browser) {
	const session = await browser.newBrowserCDPSession();
	const { processInfo } = await session.send("SystemInfo.getProcessInfo");
	await session.detach();
	const renderers = processInfo.filter(({ type }) => type === "renderer");
	try {
		return renderers.reduce((sum, { id }) => sum + residentBytes(id), 0);
	} catch {
		return undefined;
	}
}

/** What several processes share is divided among them. */
const residentBytes = (pid) =>
	Number(/^Pss:\s*(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1]) * 1024;

/** Heap of the page after a collection, bytes. */
async function heap(page) {
	const session = await page.context().newCDPSession(page);
	await session.send("HeapProfiler.collectGarbage");
	const { usedSize } = await session.send("Runtime.getHeapUsage");
	await session.detach();
	return usedSize;
}

/** Opens a file of this machine; ends when its tree shows a row. @returns milliseconds */
async function openFile(page, probe, path) {
	const dialog = page.waitForEvent("filechooser");
	await page.getByRole("button", { name: "Choose files…" }).click();
	const chooser = await dialog;
	await probe.start();
	await chooser.setFiles(path);
	await page.locator("[role=treegrid] [role=row][aria-rowindex='2']").waitFor();
	return probe.firstRow();
}

/** Scrolls an element from its beginning to its end, one step a frame. */
const scrollElement = (locator, frames) =>
	locator.evaluate(async (element, count) => {
		const frame = () => new Promise((done) => requestAnimationFrame(done));
		const far = element.scrollHeight - element.clientHeight;
		for (let i = 1; i <= count; i++) {
			element.scrollTop = (far * i) / count;
			await frame();
		}
	}, frames);

/** Drags the scroll bar of the hex view from top to bottom. */
async function dragThrough(page, steps) {
	const box = await page.locator(".hex-track").boundingBox();
	const x = box.x + box.width / 2;
	await page.mouse.move(x, box.y + 2);
	await page.mouse.down();
	for (let i = 1; i <= steps; i++)
		await page.mouse.move(x, box.y + 2 + ((box.height - 4) * i) / steps);
	await page.mouse.up();
}

async function wheelOn(page, locator, turns) {
	await locator.hover();
	for (let i = 0; i < turns; i++) await page.mouse.wheel(0, 400);
}

async function openLarge(page, probe, image) {
	const ms = await openFile(page, probe, image);
	// The walk over the whole tree that follows must not disturb the page either.
	await page.getByText("Reading the tree").waitFor({ state: "detached", timeout: 120_000 });
	return {
		what: "open a local image of 1 GB, and walk its 100,000 inodes",
		ms,
		...(await probe.stop()),
	};
}

/** Milliseconds in which what an action sets off has surely been done. */
const SETTLED = 500;

/** What an action costs the main thread, until the page has come to rest. */
async function cost(page, probe, what, act) {
	await probe.start();
	await act();
	await page.waitForTimeout(SETTLED);
	return { what, ...(await probe.stop()) };
}

async function operateTree(page, probe) {
	const tree = page.getByRole("treegrid", { name: "Files" });
	const filter = page.getByRole("textbox", { name: "Filter the whole image by name" });
	await tree.press("w");
	return [
		await cost(page, probe, "open a directory of 100,000 entries", async () => {
			await tree.press("ArrowRight");
			await page.getByText("entry-000000", { exact: true }).waitFor();
		}),
		await cost(page, probe, "scroll through it, 600 frames", () => scrollElement(tree, 600)),
		await cost(page, probe, "sort it by size", () =>
			tree.getByRole("button", { name: "Size" }).click(),
		),
		await cost(page, probe, "find 50,000 names among 500,000", async () => {
			await filter.fill("entry-*7");
			await page.getByText(/matches in the whole image|first .* matches/).waitFor();
		}),
	];
}

/** Each view once, over the file that is selected. */
async function showViews(page, probe) {
	const tabs = page.getByRole("tablist", { name: "Views" });
	const tree = page.getByRole("treegrid", { name: "Files" });
	const rows = [
		await cost(page, probe, "select a file of 20 MB", () =>
			tree.getByText("big.txt", { exact: true }).click(),
		),
	];
	for (const name of ["Bytes", "Overview", "Findings", "Inode"]) {
		const show = () => tabs.getByRole("tab", { name }).click();
		rows.push(await cost(page, probe, `show the view “${name}”`, show));
	}
	return rows;
}

async function scrollHex(page, probe) {
	await page.getByRole("tab", { name: "Bytes" }).click();
	const bytes = page.getByRole("application", { name: "Bytes of Image" });
	await bytes.waitFor();
	await probe.start();
	await wheelOn(page, bytes, 200);
	const wheel = { what: "turn the wheel over the bytes, 200 times", ...(await probe.stop()) };
	await probe.start();
	await dragThrough(page, 400);
	return [wheel, { what: "drag the scroll bar through 1 GB of bytes", ...(await probe.stop()) }];
}

const cells = ({ what, ms, p50, p95, longest, long }) => [
	what,
	ms === undefined ? "–" : milliseconds(ms),
	milliseconds(p50),
	milliseconds(p95),
	longest < 50 ? "below 50 ms" : milliseconds(longest),
	long,
];

async function measure(browser, address, { large, many }) {
	const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
	const probe = await Probe.attach(page);
	await page.goto(address);
	const before = { heap: await heap(page), memory: await rendererMemory(browser) };
	const opened = await openLarge(page, probe, large);
	await page.getByRole("treegrid", { name: "Files" }).press("End");
	const views = await showViews(page, probe);
	const hex = await scrollHex(page, probe);
	const after = { heap: await heap(page), memory: await rendererMemory(browser) };
	await page.goto("about:blank");
	await page.goto(address);
	const openedMany = await openFile(page, probe, many);
	await page.getByText("Reading the tree").waitFor({ state: "detached", timeout: 300_000 });
	const manyOpened = {
		what: "open an image of 500,000 inodes, and walk it",
		ms: openedMany,
		...(await probe.stop()),
	};
	const tree = await operateTree(page, probe);
	return { opened, before, after, rows: [opened, ...views, ...hex, manyOpened, ...tree] };
}

export async function browserSection(executablePath, outDir, images) {
	const app = await serveApp(outDir);
	const browser = await chromium.launch({ executablePath, args: chromiumArgs });
	try {
		const { opened, before, after, rows } = await measure(browser, app.address, images);
		const head = [
			"what",
			"until the first row",
			"frame p50",
			"frame p95",
			"longest task",
			"tasks of 50 ms or more",
		];
		const longest = Math.max(...rows.map((row) => row.longest));
		const memory = (bytes) => (bytes === undefined ? "–" : megabytes(bytes));
		return {
			title: "In Chromium",
			tables: [
				table(head, rows.map(cells)),
				table(
					["memory", "before opening", "after opening 1 GB and scrolling through it"],
					[
						["JavaScript heap of the page", megabytes(before.heap), megabytes(after.heap)],
						[
							"renderer processes, worker and caches included",
							memory(before.memory),
							memory(after.memory),
						],
					],
				),
			],
			notes: [
				`${bar(opened.ms < 1000, "Tree within a second")}. ${bar(longest < 50, "Tasks of the main thread under 50 ms")}.`,
				"A frame is the time between two animation frames of the page. The browser runs without a screen and without a graphics card.",
			],
		};
	} finally {
		await browser.close();
		await app.close();
	}
}
