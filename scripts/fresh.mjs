/** Results of builds, made again when what they are made from is newer. */
import { spawnSync } from "node:child_process";
import { readdirSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Tests change no result; what a build makes among the sources is a result itself. */
const isSource = (name) => !/\.test\.tsx?$/.test(name) && name !== "generated";

const changed = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** Time of the newest change in a file, or in a folder: to a file, a new or a removed one. */
export function newest(path) {
	if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return changed(path);
	const inside = readdirSync(path).filter(isSource);
	return Math.max(changed(path), ...inside.map((name) => newest(join(path, name))));
}

/**
 * Builds with vite, codecs first, unless the result is newer than every source. What the tools
 * say goes to standard error: standard output belongs to who asked.
 * @param result a file of the build, in the repository, that stands for all of them
 * @param sources files and folders in the repository
 * @param args to `vite build`
 * @throws Error when the build fails
 */
export function freshen(result, sources, ...args) {
	const file = join(root, result);
	if (sources.every((source) => newest(join(root, source)) < changed(file))) return;
	const started = new Date();
	node("scripts/build-assembly.mjs");
	node("node_modules/vite/bin/vite.js", "build", ...args);
	// What changes while it builds is newer than the result.
	utimesSync(file, started, started);
}

function node(...args) {
	const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: ["ignore", 2, 2] });
	if (status !== 0) throw new Error(`node ${args.join(" ")} failed`);
}
