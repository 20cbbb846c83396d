/** Loaded before a program that is measured: tells the largest size it ever had, in bytes. */
const { writeSync } = require("node:fs");
const { isMainThread } = require("node:worker_threads");

const TELL = 3;

if (isMainThread) {
	process.on("exit", () => writeSync(TELL, String(process.resourceUsage().maxRSS * 1024)));
}
