/** Watches a page from inside: frames, long tasks, and when the tree shows its first row. */

/** Runs in the page, before anything of it. */
function install() {
	const seen = { frames: [], tasks: [], began: 0, firstRow: undefined };
	window.benchProbe = seen;
	new PerformanceObserver((list) => {
		for (const { startTime, duration } of list.getEntries())
			seen.tasks.push({ startTime, duration });
	}).observe({ type: "longtask", buffered: true });
	const onFrame = (now) => {
		seen.frames.push(now);
		requestAnimationFrame(onFrame);
	};
	requestAnimationFrame(onFrame);
	const row = "[role=treegrid] [role=row][aria-rowindex='2']";
	new MutationObserver(() => {
		if (seen.firstRow === undefined && document.querySelector(row)) {
			seen.firstRow = performance.now();
		}
	}).observe(document, { childList: true, subtree: true });
}

const quantile = (sorted, share) =>
	sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

export class Probe {
	#page;

	static async attach(page) {
		await page.addInitScript(install);
		const probe = new Probe();
		probe.#page = page;
		return probe;
	}

	/** Forgets what was, begins anew. */
	start() {
		return this.#page.evaluate(() => {
			const { benchProbe: seen } = window;
			seen.frames.length = 0;
			seen.tasks.length = 0;
			seen.began = performance.now();
			seen.firstRow = undefined;
		});
	}

	/** Milliseconds from the start to the first row of the tree. */
	firstRow() {
		return this.#page.evaluate(() => window.benchProbe.firstRow - window.benchProbe.began);
	}

	/** Milliseconds from the start until the page shows a text; looked for in each frame. */
	async until(text) {
		const isThere = (text) =>
			document.body.textContent.includes(text) && performance.now() - window.benchProbe.began;
		const options = { polling: "raf", timeout: 300_000 };
		return (await this.#page.waitForFunction(isThere, text, options)).jsonValue();
	}

	/** Frame times and long tasks since the start, in milliseconds. */
	async stop() {
		const { frames, tasks } = await this.#page.evaluate(async () => {
			// Long tasks are reported a moment later.
			await new Promise((done) => setTimeout(done, 200));
			const { frames, tasks, began } = window.benchProbe;
			return { frames, tasks: tasks.filter(({ startTime }) => startTime >= began) };
		});
		const times = frames.slice(1).map((at, i) => at - frames[i]);
		const sorted = times.sort((a, b) => a - b);
		const durations = tasks.map(({ duration }) => duration);
		return {
			p50: quantile(sorted, 0.5),
			p95: quantile(sorted, 0.95),
			longest: Math.max(0, ...durations),
			long: durations.length,
		};
	}
}
