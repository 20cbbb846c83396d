/** What the figures were measured on. */
import { spawnSync } from "node:child_process";
import { arch, cpus, loadavg, platform, totalmem } from "node:os";

const GiB = 2 ** 30;

/** First line of what a program prints, or undefined where it is missing. */
export function firstLine(command, ...args) {
	const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8" });
	if (status === null) return undefined;
	return `${stdout}${stderr}`
		.split("\n")
		.find((line) => line.trim())
		?.trim();
}

/** @param chromium path of the browser, when there is one */
export function describeMachine(chromium) {
	const [cpu] = cpus();
	return {
		Date: new Date().toISOString().slice(0, 10),
		Processor: `${cpu?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
		Memory: `${Math.round(totalmem() / GiB)} GiB`,
		System: `${platform()} ${arch()}`,
		Node: process.version,
		Chromium: (chromium && firstLine(chromium, "--version")) ?? "none",
		"Load before the run": loadavg()
			.map((load) => load.toFixed(1))
			.join(", "),
	};
}
