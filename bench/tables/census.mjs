/** The whole tree in columns, beside the native tool. */
import { findTool } from "../images.mjs";
import { inTurns, medians, ratio, run } from "../measure.mjs";
import { table } from "../report.mjs";
import { bar, each, megabytes, milliseconds } from "../words.mjs";

const ROUNDS = 7;

/** Without the native tool ours alone. */
function censusOf(tasks, dump, image) {
	const { ours, native = [] } = inTurns(ROUNDS, {
		ours: () => tasks.run("census", { image }),
		// It looks at every inode, for its statistics.
		...(dump ? { native: () => run(dump, ["-S", image]) } : {}),
	});
	return {
		ours: medians(ours),
		native: native.length > 0 ? medians(native) : undefined,
		ms: ratio(ours, native, "ms"),
		cpu: ratio(ours, native, "cpu"),
		area: tasks.run("area", { image }).bytes,
	};
}

/** By the clock, in brackets of the processor. */
const time = (taken) => (taken ? `${milliseconds(taken.ms)} (${milliseconds(taken.cpu)})` : "–");

const times = (ratio) => (Number.isNaN(ratio) ? "–" : ratio.toFixed(2));

export function censusSection({ tasks, images: { large, many } }) {
	const dump = findTool("dump.erofs");
	const all = [large, many].map((image) => censusOf(tasks, dump, image));
	const rows = all.map(({ ours, native, ms, cpu, area }) => [
		ours.inodes.toLocaleString("en"),
		time(ours),
		time(native),
		`${times(ms)} (${times(cpu)})`,
		megabytes(ours.read),
		(ours.read / area).toFixed(2),
		each(ours.memory, ours.inodes),
	]);
	const most = all.at(-1);
	return {
		title: "The tree in columns (Node)",
		tables: [
			table(
				["inodes", "time", "dump.erofs -S", "ratio", "read", "of the metadata", "memory an inode"],
				rows,
			),
		],
		notes: [
			[
				bar(most.ms <= 0.8, "At most 0.8 of the time of dump.erofs for the most inodes"),
				bar(
					all.every(({ ours, area }) => ours.read <= 1.3 * area),
					"At most 1.3 times the metadata read",
				),
				bar(
					most.ours.memory <= 80 * most.ours.inodes,
					"At most 80 bytes an inode of them, with names of 12 bytes",
				),
			].join(". "),
			`Medians of ${ROUNDS} runs in turns with the native tool, each in a new process: ours from opening the file until the last name, without the start of Node; the native one as a whole. Ratios round by round. In brackets, time of the processor: of ours with the compiler and the collector of the engine, which work beside it. Metadata is counted in whole blocks.`,
		],
	};
}
