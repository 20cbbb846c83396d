/** The decoder in Node: tasks.ts bundled as it would ship, each task in a process of its own. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Bundles into a folder. @returns what runs tasks */
export async function bundleTasks(outDir) {
	await build({
		configFile: false,
		root,
		logLevel: "error",
		ssr: { noExternal: true },
		build: { ssr: "bench/tasks.ts", outDir, target: "node20", copyPublicDir: false },
	});
	const program = join(outDir, "tasks.js");
	return {
		run: (name, params) => run(program, name, params),
		serve: (folder) => serve(program, folder),
	};
}

/** What the task returns. @throws Error with what it printed */
function run(program, name, params) {
	const args = [program, name, JSON.stringify(params)];
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
	if (status !== 0) throw new Error(`${name}: ${stderr}`);
	return JSON.parse(stdout);
}

/** A web server for the files of a folder, in a process of its own: it must not share our clock. */
async function serve(program, folder) {
	const args = [program, "serve", JSON.stringify({ folder })];
	const server = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
	const [origin] = await once(createInterface(server.stdout), "line");
	return { origin: JSON.parse(origin), close: () => server.kill() };
}
