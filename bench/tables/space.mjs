/** Where the bytes go: what it takes beyond the census. */
import { median } from "../measure.mjs";
import { table } from "../report.mjs";
import { bar, milliseconds } from "../words.mjs";

const ROUNDS = 5;

/** Milliseconds of the processor beyond the census. */
const MOST_SPACE = 300;
/** Milliseconds until an answer. */
const MOST_ANSWER = 100;

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
			answers: ["filter", "sort", "map"].map((of) => ({
				first: median(runs.map((run) => run.answers[of].first)),
				next: median(runs.map((run) => run.answers[of].next)),
			})),
		};
	});
	const rows = all.map(({ inodes, ms, owned, account, answers, isWhole }) => [
		inodes.toLocaleString("en"),
		milliseconds(ms),
		milliseconds(owned),
		milliseconds(account),
		...answers.map(({ first, next }) => `${milliseconds(first)}, ${milliseconds(next)}`),
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
					"first and next list filtered",
					"sorted",
					"map",
					"every byte counted once",
				],
				rows,
			),
		],
		notes: [
			`${bar(most.owned + most.account <= MOST_SPACE, "At most 0.3 s beyond the census for the most inodes")}. ${bar(
				most.answers.every(({ next }) => next <= MOST_ANSWER),
				"Each answer within 0.1 s, after a first one",
			)}.`,
			`Medians of ${ROUNDS} runs, each in a new process; the bar is for time of the processor.`,
		],
	};
}
