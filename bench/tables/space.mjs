/** Where the bytes go: what it takes beyond the census. */
import { median } from "../measure.mjs";
import { table } from "../report.mjs";
import { bar, milliseconds } from "../words.mjs";

const ROUNDS = 5;

/** Milliseconds of the processor beyond the census. */
const MOST_SPACE = 300;

export function spaceSection({ tasks, images: { large, many } }) {
	const all = [large, many].map((image) => {
		const runs = Array.from({ length: ROUNDS }, () => tasks.run("space", { image }));
		const sum = ({ owned, account }, of) => owned[of] + account[of];
		return {
			inodes: runs[0].inodes,
			isWhole: runs.every(({ isWhole }) => isWhole),
			ms: median(runs.map((run) => sum(run, "ms"))),
			owned: median(runs.map((run) => run.owned.cpu)),
			account: median(runs.map((run) => run.account.cpu)),
		};
	});
	const rows = all.map(({ inodes, ms, owned, account, isWhole }) => [
		inodes.toLocaleString("en"),
		milliseconds(ms),
		milliseconds(owned),
		milliseconds(account),
		isWhole ? "yes" : "NO",
	]);
	const most = all.at(-1);
	return {
		title: "Where the bytes go (Node)",
		tables: [
			table(
				[
					"inodes",
					"time beyond the census",
					"of the processor: owners",
					"sums",
					"every byte counted once",
				],
				rows,
			),
		],
		notes: [
			`${bar(most.owned + most.account <= MOST_SPACE, "At most 0.3 s beyond the census for the most inodes")}.`,
			`Medians of ${ROUNDS} runs, each in a new process; the bar is for time of the processor.`,
		],
	};
}
