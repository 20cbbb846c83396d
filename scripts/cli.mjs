/** `npm run cli`: the command line, built first when its sources are newer than the last build. */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, utimesSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

const main = `${root}dist-cli/main.js`;

const ROOMS = ["base", "schema", "codecs", "erofs", "inspect", "export", "sources", "cli"];

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Time of the newest file below a folder. */
function newest(folder) {
	let time = 0;
	for (const entry of readdirSync(folder, { withFileTypes: true })) {
		const path = `${folder}/${entry.name}`;
		if (entry.isDirectory()) time = Math.max(time, newest(path));
		else if (!entry.name.endsWith(".test.ts")) time = Math.max(time, changed(path));
	}
	return time;
}

function isFresh() {
	const built = changed(main);
	const config = changed(`${root}vite.cli.config.ts`);
	return built > config && ROOMS.every((room) => newest(`${root}src/${room}`) < built);
}

/** What the tools say goes to standard error: standard output belongs to the command. */
function node(...args) {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
	if (status !== 0) process.exit(2);
}

if (!isFresh()) {
	const started = new Date();
	node("scripts/build-codecs.mjs");
	node("node_modules/vite/bin/vite.js", "build", "--config", "vite.cli.config.ts");
	// What changes while it builds is newer than the result.
	utimesSync(main, started, started);
}
await import("../bin/erofs-explorer.js");
