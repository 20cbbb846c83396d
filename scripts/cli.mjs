/** `npm run cli`: the command line, built first when its sources are newer than the last build. */
import { freshen } from "./fresh.mjs";

const ROOMS = ["base", "schema", "codecs", "erofs", "inspect", "export", "sources", "cli"];

const CONFIG = "vite.cli.config.ts";

try {
	const sources = [CONFIG, ...ROOMS.map((room) => `src/${room}`)];
	freshen("dist-cli/main.js", sources, "--config", CONFIG);
} catch (error) {
	console.error(error.message);
	process.exit(2);
}
await import("../bin/erofs-explorer.js");
