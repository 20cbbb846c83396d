/** The command line with one thread and with several, as whole processes. */
import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { COMPRESSORS, imageNamed } from "./images.mjs";
import { table } from "./report.mjs";
import { milliseconds } from "./words.mjs";

const program = fileURLToPath(new URL("../scripts/cli.mjs", import.meta.url));

/** Runs of each, in turns. */
const PAIRS = 3;

/** Milliseconds. @throws Error with what it printed */
function run(command, image, threads) {
	const start = performance.now();
	const words = [program, command, image, "--threads", String(threads)];
	const { status, stderr } = spawnSync(process.execPath, words, {
		stdio: ["ignore", "ignore", "pipe"],
		encoding: "utf8",
	});
	if (status !== 0) throw new Error(`${command}: ${stderr}`);
	return performance.now() - start;
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

export function poolSection(mkfs) {
	const many = availableParallelism();
	const images = COMPRESSORS.map((name) => [name, imageNamed(`codec-${name}`, mkfs)]);
	// The first run builds the program.
	spawnSync(process.execPath, [program, "--help"], { stdio: "ignore" });
	const rows = images
		.filter(([, image]) => image)
		.flatMap(([name, image]) =>
			["check", "manifest"].map((command) => {
				const pairs = Array.from({ length: PAIRS }, () => [
					run(command, image, 1),
					run(command, image, many),
				]);
				return [
					`${command}, ${name}`,
					milliseconds(median(pairs.map(([one]) => one))),
					milliseconds(median(pairs.map(([, all]) => all))),
					median(pairs.map(([one, all]) => one / all)).toFixed(2),
				];
			}),
		);
	return {
		title: "Several threads (Node)",
		tables: [table(["64 MB of text", "1 thread", `${many} threads`, "times as fast"], rows)],
		notes: [`Medians of ${PAIRS} runs in turns, each a whole process.`],
	};
}
