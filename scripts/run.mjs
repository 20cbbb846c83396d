/** `node scripts/run.mjs ENTRY …`: bundles a program with the sources as they are, and runs it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const [entry, ...rest] = process.argv.slice(2);
const outDir = mkdtempSync(join(tmpdir(), "run-"));
try {
	await build({
		configFile: false,
		root,
		logLevel: "error",
		ssr: { noExternal: true },
		define: {
			"import.meta.url": JSON.stringify(
				new URL("../src/testing/fixtures.ts", import.meta.url).href,
			),
		},
		build: { ssr: entry, outDir, target: "node20", copyPublicDir: false },
	});
	const args = ["--enable-source-maps", join(outDir, "main.js"), ...rest];
	const { status } = spawnSync(process.execPath, args, { stdio: "inherit", cwd: root });
	process.exitCode = status ?? 1;
} finally {
	rmSync(outDir, { recursive: true, force: true });
}
