/** The command line with one thread and with several. */
import { availableParallelism } from "node:os";
import { imageNamed, PACKED } from "../images.mjs";
import { buildProgram, inTurns, median, medians, runProgram } from "../measure.mjs";
import { table } from "../report.mjs";
import { mebibytes, milliseconds } from "../words.mjs";

const ROUNDS = 3;
const NAMES = ["lz4-64k", "zstd-64k", "lzma-64k"];

export function threadsSection({ mkfs }) {
	const many = availableParallelism();
	buildProgram();
	const rows = NAMES.map((name) => [PACKED[name].what, imageNamed(name, mkfs)])
		.filter(([, image]) => image)
		.flatMap(([what, image]) =>
			["check", "manifest"].map((command) => {
				const { one, all } = inTurns(ROUNDS, {
					one: () => runProgram(command, image, "--jobs", "1"),
					all: () => runProgram(command, image, "--jobs", String(many)),
				});
				return [
					`${command}: ${what}`,
					milliseconds(medians(one).ms),
					milliseconds(medians(all).ms),
					median(one.map(({ ms }, i) => ms / all[i].ms)).toFixed(2),
					median(all.map(({ cpu }, i) => cpu / one[i].cpu)).toFixed(2),
					mebibytes(medians(all).memory),
				];
			}),
		);
	return {
		title: "Several threads (Node)",
		tables: [
			table(
				["work", "1 thread", `${many} threads`, "times as fast", "of the processor", "peak memory"],
				rows,
			),
		],
		notes: [
			`Medians of ${ROUNDS} runs in turns, each a whole process. Of the processor: how many times as much several threads take in all.`,
		],
	};
}
