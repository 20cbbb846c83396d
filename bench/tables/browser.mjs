/** The real page in a real Chromium, with large local images. */
import { readFileSync } from "node:fs";
import { inBrowser, longTask, serveApp } from "../in-browser.mjs";
import { medians } from "../measure.mjs";
import {
	DRAG,
	OPEN_LARGE,
	OPEN_MANY,
	openFiltered,
	openLarge,
	operateTree,
	scrollHex,
	showViews,
	WHEEL,
} from "../page-actions.mjs";
import { table } from "../report.mjs";
import { bar, megabytes, milliseconds } from "../words.mjs";

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

const cells = ({ what, ms, p50, p95, longest, long }) => [
	what,
	ms === undefined ? "–" : milliseconds(ms),
	milliseconds(p50),
	milliseconds(p95),
	longTask(longest),
	long,
];

/** Everything once. */
const round = (executablePath, address, { large, many }) =>
	inBrowser(executablePath, async (page, probe, browser) => {
		await page.goto(address);
		const before = { heap: await heap(page), memory: await rendererMemory(browser) };
		const rows = [await openLarge(page, probe, large)];
		await page.getByRole("treegrid", { name: "Files" }).press("End");
		rows.push(...(await showViews(page, probe)), ...(await scrollHex(page, probe)));
		const after = { heap: await heap(page), memory: await rendererMemory(browser) };
		rows.push(await openFiltered(page, probe, { address, image: many }));
		rows.push(...(await operateTree(page, probe)));
		return { rows, before, after };
	});

/** What must never keep the page from answering. */
const MUST_BE_SMOOTH = [OPEN_LARGE, OPEN_MANY, WHEEL, DRAG];

/** Other work of the machine disturbs single rounds; what the page itself does is in most of them. */
const ROUNDS = 3;

export async function browserSection({ chromium: executablePath, images, outDir }) {
	const title = "In Chromium";
	if (!executablePath) return { title, notes: ["Not measured: no Chromium was found."] };
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
		title,
		tables: [
			table(
				["what", "until done", "frame p50", "frame p95", "longest task", "tasks of 50 ms or more"],
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
			[
				bar(rows[0].ms < 1000, "First row of the tree within a second"),
				bar(
					rows.find(({ what }) => what === OPEN_MANY).ms <= 1000,
					"500,000 inodes filtered within a second",
				),
				bar(
					longestOf(opening) < 50,
					"Tasks of the main thread under 50 ms while opening and scrolling",
				),
				bar(longestOf(rows) < 50, "in all that is listed"),
			].join(". "),
			`Each figure is the median of ${ROUNDS} rounds, each in a new browser. Opening 1 GB is done when the tree shows its first row. The longest task of any round took ${longTask(worst)}.`,
			"A frame is the time between two animation frames of the page. The browser runs without a screen and without a graphics card.",
		],
	};
}
