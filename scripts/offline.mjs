/** Writes into the service worker of a build which files the page has, with their digests. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

const WORKER = "sw.js";
/** Samples are images like others: who opens one fetches it. */
const LEFT_OUT = /^(?:samples\/|sw\.js$)|\.map$/;

const digest = (bytes) => `sha256-${createHash("sha256").update(bytes).digest("base64")}`;

function filesIn(folder) {
	return readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/"))
		.filter((path) => !LEFT_OUT.test(path))
		.sort();
}

/** Tells the service worker in `folder` what else is there. What it was told before is replaced. */
export function ship(folder) {
	const files = Object.fromEntries(
		filesIn(folder).map((path) => [
			// Hosts know the start page by its folder, and some send on who asks for its name.
			path === "index.html" ? "./" : path,
			digest(readFileSync(join(folder, path))),
		]),
	);
	const version = digest(JSON.stringify(files)).slice(7, 19);
	const worker = join(folder, WORKER);
	const code = readFileSync(worker, "utf8").replace(/^const SHIPPED=.*\n/, "");
	writeFileSync(worker, `const SHIPPED=${JSON.stringify({ version, files })};\n${code}`);
}

/** A plugin of Vite, to be the last that writes. */
export const offline = () => ({
	name: "offline",
	apply: "build",
	buildStart() {
		this.emitFile({ type: "chunk", id: "src/offline/main.ts", fileName: WORKER });
	},
	writeBundle: ({ dir }) => ship(dir),
});
