/** The built page on a server of its own, as any static host would serve it. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { preview } from "vite";
import { freshen } from "./fresh.mjs";

const SOURCES = [
	"index.html",
	"public",
	"src",
	"scripts/offline.mjs",
	"vite.config.ts",
	"package-lock.json",
];

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Serves the page as its sources are now: it is built first when they are newer. What is served
 * is a copy, so that it stays one and the same when someone builds meanwhile.
 * @returns its address, with a slash at the end, on a free port of this machine
 * @throws Error when the build fails
 */
export async function serveSite() {
	freshen("dist/index.html", SOURCES);
	const outDir = mkdtempSync(join(tmpdir(), "erofs-explorer-site-"));
	cpSync(join(root, "dist"), outDir, { recursive: true });
	const server = await preview({
		root,
		build: { outDir },
		preview: { host: "127.0.0.1", port: 0, open: false },
		logLevel: "error",
	});
	return {
		address: server.resolvedUrls.local[0],
		async close() {
			await server.close();
			rmSync(outDir, { recursive: true });
		},
	};
}
