/** Commands as whole processes, and what is made of many runs of them. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** `times` of the shell tells what its children took of the processor. */
const TIMED = '"$@" >&2; status=$?; times; exit $status';
/** Of the processor, of both a line of the shell itself and one of its children. */
const TIME = /(\d+)m([\d.]+)s/g;

/**
 * What processes that are measured find around them. Node reads a file of certificates whenever it
 * starts where it is told of one; that takes longer than the rest of its start, and no command needs it.
 */
const { NODE_EXTRA_CA_CERTS: _, ...surroundings } = process.env;

/**
 * Milliseconds by the clock and of the processor, all threads together; `memory`, in bytes, of
 * programs that tell it (peak.cjs).
 * @throws Error with what it printed, when it ends with another status than `allowed`
 */
export function run(command, words, { allowed = [0], env = {} } = {}) {
	const start = performance.now();
	const { status, stdout, stderr, output } = spawnSync(
		"sh",
		["-c", TIMED, "sh", command, ...words],
		{
			stdio: ["ignore", "pipe", "pipe", "pipe"],
			encoding: "utf8",
			env: { ...surroundings, ...env },
			maxBuffer: 2 ** 28,
		},
	);
	const ms = performance.now() - start;
	if (!allowed.includes(status)) throw new Error(`${command} ${words.join(" ")}: ${stderr}`);
	const seconds = [...stdout.matchAll(TIME)]
		.slice(-2)
		.map(([, m, s]) => Number(m) * 60 + Number(s));
	return { ms, cpu: (seconds[0] + seconds[1]) * 1000, memory: Number(output[3]) };
}

const program = fileURLToPath(new URL("../bin/erofs-explorer.js", import.meta.url));
const peak = fileURLToPath(new URL("peak.cjs", import.meta.url));

/** Builds the command line when it is older than its sources. */
export const buildProgram = () =>
	run(process.execPath, [fileURLToPath(new URL("../scripts/cli.mjs", import.meta.url)), "--help"]);

/** The command line as it ships, with its peak memory. */
export const runProgram = (...words) =>
	run(process.execPath, ["--require", peak, program, ...words], { allowed: [0, 1] });

/** What a command puts out. @throws Error with what it complained of */
export function outputOfProgram(...words) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...words], {
		encoding: "utf8",
		maxBuffer: 2 ** 28,
	});
	if (status !== 0) throw new Error(`${words.join(" ")}: ${stderr}`);
	return stdout;
}

/** Each of several things so many times, in turns: what disturbs one round disturbs all of them. */
export function inTurns(rounds, things) {
	const all = Array.from({ length: rounds }, () =>
		Object.fromEntries(Object.entries(things).map(([name, measure]) => [name, measure()])),
	);
	return Object.fromEntries(Object.keys(things).map((name) => [name, all.map((one) => one[name])]));
}

export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];

/** Medians of each figure of runs of one thing. */
export const medians = (runs) =>
	Object.fromEntries(
		Object.entries(runs[0]).map(([figure, value]) => {
			const values = runs.map((one) => one[figure]);
			return [figure, typeof value === "number" ? median(values) : value];
		}),
	);

/** Median of the ratios, round by round; NaN where there is nothing to compare with. */
export const ratio = (runs, others, figure) =>
	median(runs.map((one, i) => one[figure] / (others[i]?.[figure] ?? Number.NaN)));
