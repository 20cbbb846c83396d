/** `npm run cli`: the command line, built first when its sources are newer than the last build. */
import { readdirSync } from "node:fs";
import { freshen } from "./fresh.mjs";

/** Rooms of the page alone; all others are, or may come to be, part of the program. */
const NOT_HERE = ["ui", "worker", "testing"];
const rooms = readdirSync(new URL("../src/", import.meta.url), { withFileTypes: true })
	.filter((entry) => entry.isDirectory() && !NOT_HERE.includes(entry.name))
	.map(({ name }) => `src/${name}`);

const CONFIG = "vite.cli.config.ts";

try {
	const sources = [CONFIG, ...rooms];
	freshen("dist-cli/program.cjs", sources, "--config", CONFIG);
} catch (error) {
	console.error(error.message);
	process.exit(2);
}
await import("../bin/erofs-explorer.js");
