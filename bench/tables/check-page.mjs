/** Checks in the page, beside the same in Node, and beside what the browser takes to read the file. */
import { imageNamed, PACKED } from "../images.mjs";
import { inBrowser, longTask, serveApp } from "../in-browser.mjs";
import { buildProgram, median, medians, runProgram } from "../measure.mjs";
import { checkAll, readAll } from "../page-actions.mjs";
import { table } from "../report.mjs";
import { bar, milliseconds } from "../words.mjs";

/** A check of each packed image in the page, and in Node beside it. */
async function checks(executablePath, address, mkfs) {
	const rows = [];
	buildProgram();
	for (const [name, { what }] of Object.entries(PACKED)) {
		const image = imageNamed(name, mkfs);
		if (!image) continue;
		const rounds = [];
		for (let i = 0; i < ROUNDS; i++) {
			const node = runProgram("check", image).ms;
			const check = async (page, probe) => ({
				...(await checkAll(page, probe, { address, image })),
				reading: await readAll(page, image),
			});
			rounds.push({ node, ...(await inBrowser(executablePath, check)) });
		}
		rows.push({ what, ...medians(rounds), ratio: median(rounds.map(({ ms, node }) => ms / node)) });
	}
	return rows;
}

const ROUNDS = 3;
/** Of the time in Node, at most. */
const MOST_OF_NODE = 1.3;

export async function checkPageSection({ chromium, mkfs, outDir }) {
	const title = "Checks in Chromium";
	if (!chromium) return { title, notes: ["Not measured: no Chromium was found."] };
	const app = await serveApp(outDir);
	let checked;
	try {
		checked = await checks(chromium, app.address, mkfs);
	} finally {
		await app.close();
	}
	return {
		title,
		tables: [
			table(
				["image", "in Chromium", "reading alone", "in Node", "ratio", "longest task"],
				checked.map(({ what, ms, reading, node, ratio, longest }) => [
					what,
					milliseconds(ms),
					milliseconds(reading),
					milliseconds(node),
					ratio.toFixed(2),
					longTask(longest),
				]),
			),
		],
		notes: [
			bar(
				checked.every(({ ratio }) => ratio <= MOST_OF_NODE),
				`A check at most ${MOST_OF_NODE} times as long as in Node`,
			),
		],
	};
}
