/** The real page in a real Chromium, with large local images. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumArgs } from "../scripts/chromium.mjs";
import {
	DRAG,
	OPEN_LARGE,
	openLarge,
	openMany,
	operateTree,
	scrollHex,
	showViews,
	WHEEL,
} from "./page-actions.mjs";
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

/** Browsers tell of tasks from 50 ms on. */
const longTask = (ms) => (ms < 50 ? "below 50 ms" : milliseconds(ms));

const cells = ({ what, ms, p50, p95, longest, long }) => [
	what,
	ms === undefined ? "–" : milliseconds(ms),
	milliseconds(p50),
	milliseconds(p95),
	longTask(longest),
	long,
];

/** Everything once, in a browser of its own. */
async function round(executablePath, address, { large, many }) {
	const browser = await chromium.launch({ executablePath, args: chromiumArgs });
	try {
		const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		const probe = await Probe.attach(page);
		await page.goto(address);
		const before = { heap: await heap(page), memory: await rendererMemory(browser) };
		const rows = [await openLarge(page, probe, large)];
		await page.getByRole("treegrid", { name: "Files" }).press("End");
		rows.push(...(await showViews(page, probe)), ...(await scrollHex(page, probe)));
		const after = { heap: await heap(page), memory: await rendererMemory(browser) };
		await page.goto("about:blank");
		await page.goto(address);
		rows.push(await openMany(page, probe, many), ...(await operateTree(page, probe)));
		return { rows, before, after };
	} finally {
		await browser.close();
	}
}

/** What must never keep the page from answering. */
const MUST_BE_SMOOTH = [OPEN_LARGE, WHEEL, DRAG];

/** Other work of the machine disturbs single rounds; what the page itself does is in most of them. */
const ROUNDS = 5;

/** Figure by figure, over objects of the same shape; undefined where one was not to be had. */
function medians(objects) {
	const [first] = objects;
	const entries = Object.entries(first).map(([key, value]) => {
		const values = objects.map((object) => object[key]).sort((a, b) => a - b);
		return [key, typeof value === "number" ? values[values.length >> 1] : value];
	});
	return Object.fromEntries(entries);
}

export async function browserSection(executablePath, outDir, images) {
	const app = await serveApp(outDir);
	const rounds = [];
	try {
		for (let i = 0; i < ROUNDS; i++) rounds.push(await round(executablePath, app.address, images));
	} finally {
		await app.close();
	}
	const rows = rounds[0].rows.map((_, i) => medians(rounds.map((each) => each.rows[i])));
	const before = medians(rounds.map((each) => each.before));
	const after = medians(rounds.map((each) => each.after));
	const longestOf = (some) => Math.max(...some.map((row) => row.longest));
	const opening = rows.filter(({ what }) => MUST_BE_SMOOTH.includes(what));
	const worst = Math.max(...rounds.flatMap((each) => each.rows.map((row) => row.longest)));
	const memory = (bytes) => (bytes === undefined ? "–" : megabytes(bytes));
	return {
		title: "In Chromium",
		tables: [
			table(
				[
					"what",
					"until the first row",
					"frame p50",
					"frame p95",
					"longest task",
					"tasks of 50 ms or more",
				],
				rows.map(cells),
			),
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
			`${bar(rows[0].ms < 1000, "Tree within a second")}. ${bar(longestOf(opening) < 50, "Tasks of the main thread under 50 ms while 1 GB is opened and scrolled through")}; ${bar(longestOf(rows) < 50, "in all that is listed")}.`,
			`Each figure is the median of ${ROUNDS} rounds, each in a new browser. The longest task of any round took ${longTask(worst)}.`,
			"A frame is the time between two animation frames of the page. The browser runs without a screen and without a graphics card.",
		],
	};
}
